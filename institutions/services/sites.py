"""Sites (校区) of an institution. One of them at most is the main site."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final, TypedDict, Unpack

import pghistory
from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import StaleVersion
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import Town
from institutions.errors import NothingChanged, SiteClosed
from institutions.models import Institution, Site
from institutions.services.words import a_reason, clean, in_order, lock, not_in_future, of_county

_TEXTS: Final = ("name", "address", "business_phone")


class SiteFacts(TypedDict, total=False):
    """`business_phone` is the one that the institution publishes; no person's phone is stored."""

    town: Town | None
    name: str
    address: str
    usable_m2: Decimal | None
    business_phone: str
    is_main: bool
    opened_on: dt.date | None
    closed_on: dt.date | None


@transaction.atomic
def create_site(
    *, institution: Institution, by: Viewer, at: dt.datetime, why: str = "", **facts: Unpack[SiteFacts]
) -> Site:
    """The first site of an institution is its main one.

    Raises OtherCounty, DateInFuture, DatesReversed, SiteClosed.
    """
    locked = lock(institution)
    row = Site(
        institution=locked,
        created_at=at,
        created_by_id=by.actor_id,
        changed_at=at,
        changed_by_id=by.actor_id,
        **_cleaned(facts),
    )
    if not locked.sites.filter(is_main=True).exists() and row.closed_on is None:
        row.is_main = True
    _check(row, at)
    if row.is_main:
        _step_down(row, by, at)
    row.save(force_insert=True)
    _audit("create_site", row, by=by, why=clean(why), at=at, fields=sorted(facts))
    return row


@transaction.atomic
def edit_site(
    *, site: Site, expected_version: int, by: Viewer, at: dt.datetime, why: str, **facts: Unpack[SiteFacts]
) -> Site:
    """Raises ReasonMissing, NothingChanged, StaleVersion, OtherCounty, DateInFuture, DatesReversed, SiteClosed."""
    reason = a_reason(why)
    lock(site.institution)
    row = Site.objects.select_for_update(of=("self",)).select_related("institution").get(pk=site.pk)
    if row.version != expected_version:
        raise StaleVersion
    changed = {name: value for name, value in _cleaned(facts).items() if getattr(row, name) != value}
    if not changed:
        raise NothingChanged
    for name, value in changed.items():
        setattr(row, name, value)
    _check(row, at)
    with pghistory.context(actor=by.actor_id, why=reason):
        if changed.get("is_main"):
            _step_down(row, by, at)
        row.save_version(expected=expected_version, by=by.actor_id, at=at, fields=list(changed))
    _audit("edit_site", row, by=by, why=reason, at=at, fields=sorted(changed))
    return row


def _step_down(row: Site, by: Viewer, at: dt.datetime) -> None:
    """The site that was the main one until now. Whoever has its form open is told so."""
    for other in row.institution.sites.filter(is_main=True).exclude(pk=row.pk):
        other.is_main = False
        other.save_version(expected=other.version, by=by.actor_id, at=at, fields=["is_main"])


def _check(row: Site, at: dt.datetime) -> None:
    of_county(row.town, row.institution.county_id, "town")
    not_in_future(row.opened_on, at, "opened_on")
    not_in_future(row.closed_on, at, "closed_on")
    in_order(row.opened_on, row.closed_on, "closed_on")
    if row.is_main and row.closed_on is not None:
        raise SiteClosed(field="is_main")


def _cleaned(facts: SiteFacts) -> dict[str, Any]:
    values: dict[str, Any] = dict(facts)
    return values | {name: clean(values[name]) for name in _TEXTS if name in values}


def _audit(verb: str, row: Site, *, by: Viewer, why: str, at: dt.datetime, fields: list[str]) -> None:
    record(
        f"institutions.{verb}",
        by=by,
        subject=("site", row.pk),
        institution_id=row.institution_id,
        why=why,
        data={"fields": fields, "version": row.version},
        at=at,
    )
