"""Institutions as the work list of imports shows them beside a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from cixi_oversight.imports.rules.dates import OPEN_END
from cixi_oversight.imports.services.targets import Side
from cixi_oversight.permissions import Viewer
from institutions.models import Institution, Permit, Registration, Site
from institutions.services.links import file_url
from institutions.services.register_import.words import word_of

_OWN: Final = ("name", "uscc", "trade_name", "brand", "category", "stage", "legal_form", "status")
_AUTHORITIES: Final = ("approval_authority", "registration_authority", "sector_authority")


def sides_of(ids: Sequence[int], viewer: Viewer) -> list[Side]:
    found = Institution.objects.visible_to(viewer).filter(pk__in=ids).select_related("town").order_by("pk")
    return [_side(institution) for institution in found]


def _side(row: Institution) -> Side:
    site = Site.objects.filter(institution=row, closed_on=None).order_by("-is_main", "pk").first()
    permit = Permit.objects.standing().filter(institution=row).order_by("-recorded_at", "-pk").first()
    paper = Registration.objects.standing().filter(institution=row).order_by("-recorded_at", "-pk").first()
    stored: dict[str, Any] = {key: getattr(row, key) for key in _OWN} | {"town": row.town_id}
    stored |= {name: getattr(row, f"{name}_id") for name in _AUTHORITIES}
    if site is not None:
        stored |= {"address": site.address, "phone": site.business_phone}
    if permit is not None:
        expires = OPEN_END if permit.is_open_ended else permit.expires_on
        stored |= {"permit_number": permit.number, "issued_on": permit.issued_on, "expires_on": expires}
    if paper is not None:
        stored |= {"capital_fen": paper.registered_capital_fen}
    values = {key: word_of(key, str(value)) for key, value in stored.items() if value not in (None, "")}
    return Side(row.pk, row.name, file_url(row), values)
