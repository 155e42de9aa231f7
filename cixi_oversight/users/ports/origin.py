"""Where a request comes from, for evidence and for the list of one's own sessions."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Origin:
    address: str = ""
    device: str = ""


def origin_of(request: HttpRequest | None) -> Origin:
    """The address behind as many proxies as the setting trusts; what the browser calls itself, cut and printable."""
    if request is None:
        return Origin()
    try:
        address = get_adapter().get_client_ip(request)
    except (PermissionDenied, KeyError):
        address = ""
    device = "".join(sign for sign in request.META.get("HTTP_USER_AGENT", "")[:200] if sign.isprintable())
    return Origin(str(address)[:45], device)
