"""Addresses of the register's pages, for whoever shows an institution."""

from __future__ import annotations

from django.urls import reverse

from institutions.models import Institution


def file_url(institution: Institution, tab: str = "") -> str:
    return reverse("institutions:file", args=[institution.public_id, *([tab] if tab else [])])
