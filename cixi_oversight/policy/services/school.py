"""School terms and vacations of a county: recorded, corrected, withdrawn, and asked about a day."""

from __future__ import annotations

import csv
import datetime as dt
from importlib.resources import files
from typing import Any, Final

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import SchoolPeriodKind
from cixi_oversight.policy.errors import PeriodBackwards, SchoolPeriodReplaced, SchoolPeriodsOverlap
from cixi_oversight.policy.models import SchoolPeriod
from cixi_oversight.users.models import County

_SEED: Final = files("cixi_oversight.policy") / "seed" / "school_calendar.csv"


def is_vacation(county: County | int, day: dt.date, *, known_at: dt.datetime | None = None) -> bool | None:
    """Whether the county's schools are in vacation on a day; None where no period that is recorded covers it.

    `known_at` asks what was recorded by then: a night agrees with itself when it is run again.
    """
    county_id = county.pk if isinstance(county, County) else county
    rows = SchoolPeriod.objects.standing() if known_at is None else SchoolPeriod.objects.as_of(known_at)
    row = rows.filter(county=county_id, withdrawn=False).touching(day, day).first()
    return None if row is None else row.kind == SchoolPeriodKind.VACATION


@transaction.atomic
def record_period(
    *,
    county: County,
    school_year: str,
    kind: SchoolPeriodKind,
    name: str,
    from_on: dt.date,
    to_on: dt.date,
    source: str,
    confirmed: bool,
    by: Viewer,
    at: dt.datetime,
    why: str = "",
    supersedes: SchoolPeriod | None = None,
) -> SchoolPeriod:
    """Enter a term or vacation, or correct the one in `supersedes`. Days belong to one period at most.

    Raises PeriodBackwards, SchoolPeriodsOverlap, SchoolPeriodReplaced.
    """
    if to_on < from_on:
        raise PeriodBackwards(field="to_on")
    _lock(county, supersedes)
    others = SchoolPeriod.objects.in_force().filter(county=county).touching(from_on, to_on)
    other = others.exclude(pk=supersedes.pk if supersedes else None).order_by("from_on").first()
    if other is not None:
        raise SchoolPeriodsOverlap(
            field="from_on", name=other.name, first=other.from_on.isoformat(), last=other.to_on.isoformat()
        )
    row: SchoolPeriod = SchoolPeriod.objects.create(
        county=county,
        school_year=school_year,
        kind=kind,
        name=name,
        from_on=from_on,
        to_on=to_on,
        source=source,
        confirmed=confirmed,
        why=why,
        supersedes=supersedes,
        recorded_at=at,
        recorded_by_id=by.actor_id,
    )
    _audit("record_school_period", row, by=by, at=at)
    return row


@transaction.atomic
def withdraw_period(*, period: SchoolPeriod, why: str, by: Viewer, at: dt.datetime) -> SchoolPeriod:
    """It was entered by mistake. Raises SchoolPeriodReplaced."""
    _lock(period.county, period)
    values: dict[str, Any] = {field.attname: getattr(period, field.attname) for field in SchoolPeriod._meta.fields}
    del values["id"]
    row: SchoolPeriod = SchoolPeriod.objects.create(
        **values
        | {
            "withdrawn": True,
            "why": why,
            "supersedes_id": period.pk,
            "recorded_at": at,
            "recorded_by_id": by.actor_id,
        }
    )
    _audit("withdraw_school_period", row, by=by, at=at)
    return row


def seed_periods(*, county: County, by: Viewer, at: dt.datetime) -> int:
    """What is known of the calendars of Ningbo's schools, unconfirmed, with its source; answers how many were entered.
    A county that has a calendar of its own keeps it."""
    if SchoolPeriod.objects.filter(county=county).exists():
        return 0
    rows = list(csv.DictReader(_SEED.read_text(encoding="utf-8").splitlines()))
    for row in rows:
        record_period(
            county=county,
            school_year=row["school_year"],
            kind=SchoolPeriodKind(row["kind"]),
            name=row["name"],
            from_on=dt.date.fromisoformat(row["from_on"]),
            to_on=dt.date.fromisoformat(row["to_on"]),
            source=row["source"],
            confirmed=False,
            by=by,
            at=at,
        )
    return len(rows)


def _lock(county: County, period: SchoolPeriod | None) -> None:
    """Two people of one county take turns; whoever corrects what was corrected meanwhile is told."""
    County.objects.select_for_update(of=("self",)).get(pk=county.pk)
    if period is not None and not SchoolPeriod.objects.in_force().filter(pk=period.pk).exists():
        raise SchoolPeriodReplaced


def _audit(verb: str, row: SchoolPeriod, *, by: Viewer, at: dt.datetime) -> None:
    data = {"name": row.name, "from": row.from_on.isoformat(), "to": row.to_on.isoformat()}
    record(f"policy.{verb}", by=by, subject=("school_period", row.pk), why=row.why, data=data, at=at)
