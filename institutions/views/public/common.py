"""What public pages share: no session is begun, search engines may read institutions and nothing else."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Whence the request came; empty where that cannot be told."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""


def number_in(text: Any, most: int) -> int:
    """A page's number as it stands in an address: 1 where it is none."""
    words = str(text or "")
    return min(most, max(1, int(words))) if words.isascii() and words.isdigit() and len(words) < 5 else 1
