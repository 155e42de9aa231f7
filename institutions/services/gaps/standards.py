"""The entry standards in force, and a new one from a day on."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Sum

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County
from institutions.enums import Category
from institutions.enums.gaps import StandardKey, StandardUnit
from institutions.errors.gaps import StandardRecorded
from institutions.models import EnrolmentReturn, EntryStandard, Institution, Registration, Site
from institutions.rules.gaps.assess import Known
from institutions.services.words import a_reason, clean, in_order


def in_force(category: Category | str, *, county_id: int, on: dt.date) -> list[EntryStandard]:
    """One a key, in the order of the keys: the county's own before the general one, the later before the earlier."""
    rows = EntryStandard.objects.dated(on).filter(category=category, county_id__in=[county_id])
    rows |= EntryStandard.objects.dated(on).filter(category=category, county=None)
    best: dict[str, EntryStandard] = {}
    for row in sorted(rows, key=lambda one: (one.county_id is not None, one.effective_from, one.pk)):
        best[row.key] = row
    return [best[key] for key in StandardKey if key in best]


def known_of(institution: Institution, on: dt.date) -> Known:
    """What the register says of the institution: three queries."""
    area = Site.objects.filter(institution=institution, closed_on=None).aggregate(sum=Sum("usable_m2"))["sum"]
    returns = EnrolmentReturn.objects.standing().filter(institution=institution, month__lte=on).order_by("-month")
    students = returns.values_list("students", flat=True).first()
    registrations = Registration.objects.standing().filter(institution=institution)
    capital = (
        registrations.exclude(registered_capital_fen=None)
        .order_by("-registered_on", "-pk")
        .values_list("registered_capital_fen", flat=True)
        .first()
    )
    return Known(None if area is None else int(area * 100), students, capital)


@transaction.atomic
def record_standard(
    *,
    county: County,
    key: StandardKey,
    category: Category,
    demand: str,
    amount: int | None,
    unit: StandardUnit,
    effective_from: dt.date,
    source: str,
    confirmed: bool,
    by: Viewer,
    at: dt.datetime,
    why: str,
    effective_to: dt.date | None = None,
) -> EntryStandard:
    """The county's standard from a day on; gap lists opened before keep what was asked of them.

    Raises ReasonMissing, DatesReversed, StandardRecorded.
    """
    reason = a_reason(why)
    in_order(effective_from, effective_to, "effective_to")
    place = {"county": county, "key": key, "category": category, "effective_from": effective_from}
    County.objects.select_for_update(of=("self",)).get(pk=county.pk)
    if EntryStandard.objects.filter(**place).exists():
        raise StandardRecorded(field="effective_from")
    row = EntryStandard.objects.create(
        demand=clean(demand),
        amount=amount,
        unit=unit,
        effective_to=effective_to,
        source=clean(source),
        confirmed=confirmed,
        recorded_at=at,
        recorded_by_id=by.actor_id,
        **place,
    )
    record(
        "institutions.record_standard",
        by=by,
        subject=("entry_standard", row.pk),
        why=reason,
        data={"key": key, "category": category, "effective_from": effective_from.isoformat(), "amount": amount},
        at=at,
    )
    return row
