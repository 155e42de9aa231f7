"""Institutions as the work list of imports shows them beside a row."""

from __future__ import annotations

from collections.abc import Sequence

from cixi_oversight.imports.services.targets import Side
from cixi_oversight.money import format_yuan
from cixi_oversight.permissions import Viewer
from institutions.models import Institution, Permit, Registration, Site
from institutions.services.links import file_url


def sides_of(ids: Sequence[int], viewer: Viewer) -> list[Side]:
    found = Institution.objects.visible_to(viewer).filter(pk__in=ids).select_related("town").order_by("pk")
    return [_side(institution) for institution in found]


def _side(row: Institution) -> Side:
    site = Site.objects.filter(institution=row, closed_on=None).order_by("-is_main", "pk").first()
    permit = Permit.objects.standing().filter(institution=row).order_by("-recorded_at", "-pk").first()
    paper = Registration.objects.standing().filter(institution=row).order_by("-recorded_at", "-pk").first()
    values = {
        "name": row.name,
        "uscc": row.uscc or "",
        "trade_name": row.trade_name,
        "brand": row.brand,
        "town": row.town.name if row.town else "",
    }
    if site is not None:
        values |= {"address": site.address, "phone": site.business_phone}
    if permit is not None:
        values |= {
            "permit_number": permit.number,
            "issued_on": permit.issued_on.isoformat() if permit.issued_on else "",
            "expires_on": "长期"
            if permit.is_open_ended
            else permit.expires_on.isoformat()
            if permit.expires_on
            else "",
        }
    if paper is not None and paper.registered_capital_fen is not None:
        values["capital_fen"] = format_yuan(paper.registered_capital_fen)
    return Side(row.pk, row.name, file_url(row), values)
