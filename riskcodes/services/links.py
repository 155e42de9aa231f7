"""Addresses of the risk code's pages, for whoever shows an institution or a figure."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from institutions.models import Institution
from institutions.services.links import file_url

SECTION: Final = "risk"
TAB: Final = "risk"  # of the institution's file


def why_url(institution: Institution) -> str:
    """Why the institution has its colour."""
    return file_url(institution, TAB)


def list_url(**filters: str) -> str:
    """The register's list, filtered."""
    return f"{reverse('institutions:list')}?{urlencode(filters)}"
