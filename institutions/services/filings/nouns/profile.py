"""Profile and sites: an accepted filing edits the register's facts and sites, and records what was shown of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import Town
from institutions.models import Filing, Site, SitePremises
from institutions.rules.filings.forms.profile import SITES
from institutions.rules.filings.schema import Payload, rows_of
from institutions.services.premises import record_premises
from institutions.services.register import edit_facts
from institutions.services.sites import SiteFacts, create_site, edit_site

_WHY: Final = "填报采纳"  # why the register changed: the filing's own record says the rest
MAIN: Final = "本部"


def accept(filing: Filing, payload: Payload, by: Viewer, at: dt.datetime) -> None:
    """Raises as `edit_facts`, `create_site` and `edit_site`."""
    institution = filing.institution
    wanted = {name: payload.get(name, "") for name in ("trade_name", "brand")}
    if any(getattr(institution, name) != value for name, value in wanted.items()):
        edit_facts(institution=institution, expected_version=institution.version, by=by, at=at, why=_WHY, **wanted)
    known = sites_by_name(filing)
    towns = {town.name: town for town in Town.objects.filter(county=institution.county_id)}
    for line in sorted(rows_of(payload, SITES), key=lambda line: not line.get("is_main")):
        site = _site(filing, known.get(line["name"]), _facts(line, towns), by, at)
        record_premises(
            site=site,
            by=by,
            at=at,
            floor=line.get("floor"),
            fire_proof=line["fire_proof"],
            fire_number=line.get("fire_number", ""),
            tenure=line["tenure"],
            lease_from=_day(line.get("lease_from")),
            lease_to=_day(line.get("lease_to")),
        )


def _site(filing: Filing, site: Site | None, facts: SiteFacts, by: Viewer, at: dt.datetime) -> Site:
    if site is None:
        return create_site(institution=filing.institution, by=by, at=at, why=_WHY, **facts)
    site.refresh_from_db()
    if all(getattr(site, name) == value for name, value in facts.items()):
        return site
    return edit_site(site=site, expected_version=site.version, by=by, at=at, why=_WHY, **facts)


def _facts(line: Mapping[str, Any], towns: Mapping[str, Town]) -> SiteFacts:
    facts: SiteFacts = {
        "name": line["name"],
        "address": line["address"],
        "usable_m2": Decimal(line["area"]) / 100,
        "business_phone": line.get("phone", ""),
        "is_main": bool(line.get("is_main")),
    }
    if line.get("town") in towns:
        facts["town"] = towns[line["town"]]
    return facts


def prefill(filing: Filing) -> Payload:
    """What the register knows now, whoever entered it; copies as filed last."""
    institution = filing.institution
    filed = Filing.objects.all().same_thing(filing).in_force().first()
    before = {line.get("name"): line for line in rows_of(filed.payload if filed is not None else {}, SITES)}
    shown = {row.site_id: row for row in SitePremises.objects.standing().filter(institution=institution)}
    payload: Payload = {
        "trade_name": institution.trade_name,
        "brand": institution.brand,
        SITES: [
            _line(name, site, shown.get(site.pk), before.get(name, {})) for name, site in sites_by_name(filing).items()
        ],
    }
    return {key: value for key, value in payload.items() if value not in (None, "")}


def facts(filing: Filing, on: dt.date) -> Mapping[str, Any]:
    """The sites on record, and the county's towns by name."""
    sites = {
        name: {"address": site.address, "area": int(site.usable_m2 * 100) if site.usable_m2 is not None else None}
        for name, site in sites_by_name(filing).items()
    }
    towns = Town.objects.filter(county=filing.institution.county_id).values_list("name", flat=True)
    return {"sites": sites, "towns": sorted(towns)}


def sites_by_name(filing: Filing) -> dict[str, Site]:
    """Open sites, the main one first; one without a name is called by what it is."""
    rows = Site.objects.filter(institution=filing.institution_id, closed_on=None).select_related("town", "institution")
    found: dict[str, Site] = {}
    for number, site in enumerate(rows.order_by("-is_main", "pk"), 1):
        name = site.name or (MAIN if site.is_main else f"校区{number}")
        found[name if name not in found else f"{name}{number}"] = site
    return found


def _line(name: str, site: Site, shown: SitePremises | None, before: Mapping[str, Any]) -> dict[str, Any]:
    line: dict[str, Any] = {
        "name": name,
        "town": site.town.name if site.town is not None else None,
        "address": site.address,
        "is_main": site.is_main,
        "area": int(site.usable_m2 * 100) if site.usable_m2 is not None else None,
        "phone": site.business_phone,
        "fire_copy": before.get("fire_copy"),
        "lease_copy": before.get("lease_copy"),
    }
    if shown is not None:
        line |= {
            "floor": shown.floor,
            "fire_proof": shown.fire_proof,
            "fire_number": shown.fire_number,
            "tenure": shown.tenure,
            "lease_from": shown.lease_from.isoformat() if shown.lease_from else None,
            "lease_to": shown.lease_to.isoformat() if shown.lease_to else None,
        }
    return {key: value for key, value in line.items() if value not in (None, "")}


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
