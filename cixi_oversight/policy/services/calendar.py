"""The working calendar: asked by everybody who reckons a date, edited by the section chief."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.errors import DayOutOfRange, YearAlreadyPublished
from cixi_oversight.policy.models import CalendarDay, CalendarYear
from cixi_oversight.policy.rules.calendar import WorkCalendar, statutory_holidays
from cixi_oversight.policy.services.recompute import recompute

FIRST_YEAR: Final = 2004
LAST_YEAR: Final = 2099


def load() -> WorkCalendar:
    """The whole calendar in two queries; whoever reckons many dates keeps it for as long as one task lasts."""
    days = dict(CalendarDay.objects.values_list("day", "is_workday"))
    published = CalendarYear.objects.filter(published=True).values_list("year", flat=True)
    return WorkCalendar(days=days, published=frozenset(published))


def names_between(first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """The days of a span, both ends within, that differ from their week, with their names."""
    return dict(CalendarDay.objects.filter(day__range=(first, last)).values_list("day", "name"))


def is_workday(day: dt.date) -> bool:
    return load().is_workday(day)


def is_provisional(day: dt.date) -> bool:
    """The State Council has not published the day's year; dates reckoned across it are marked so."""
    return load().is_provisional(day)


def next_workday(day: dt.date) -> dt.date:
    """The day itself if worked, else the first worked day after it."""
    return load().next_workday(day)


def add_workdays(day: dt.date, number: int) -> dt.date:
    """The `number`-th worked day after `day`, the day itself not counted."""
    return load().add_workdays(day, number)


@transaction.atomic
def set_day(*, day: dt.date, is_workday: bool, name: str, why: str, by: Viewer, at: dt.datetime) -> CalendarDay:
    """Say of one day whether it is worked; open deadlines follow. Raises DayOutOfRange."""
    in_range(day.year)
    before = CalendarDay.objects.select_for_update().filter(day=day).first()
    row, _ = CalendarDay.objects.update_or_create(
        day=day, defaults={"is_workday": is_workday, "name": name, "changed_by_id": by.actor_id}
    )
    data = {"day": day.isoformat(), "is_workday": is_workday, "before": None if before is None else before.is_workday}
    record("policy.set_day", by=by, subject=("calendar_day", day.toordinal()), why=why, data=data, at=at)
    recompute(year=day.year, work=load(), why=why, by=by, at=at)
    return row


@transaction.atomic
def publish_year(*, year: int, source: str, why: str, by: Viewer, at: dt.datetime) -> CalendarYear:
    """The State Council's notice of `year` has been entered: its days stand and nothing is reckoned any more.

    Holidays of the regulation that nobody entered become days of the calendar, so that the year is whole.
    Raises DayOutOfRange, YearAlreadyPublished.
    """
    in_range(year)
    row, _ = CalendarYear.objects.select_for_update().get_or_create(year=year)
    if row.published:
        raise YearAlreadyPublished(year=year)
    days = statutory_holidays(year).items()
    CalendarDay.objects.bulk_create(
        [CalendarDay(day=day, is_workday=False, name=name, changed_by_id=by.actor_id) for day, name in days],
        ignore_conflicts=True,
    )
    row.published, row.source = True, source
    row.save()
    record("policy.publish_year", by=by, subject=("calendar_year", year), why=why, data={"source": source}, at=at)
    recompute(year=year, work=load(), why=source, by=by, at=at)
    return row


def in_range(year: int) -> None:
    """Raises DayOutOfRange for a year that the calendar does not cover."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DayOutOfRange(first=FIRST_YEAR, last=LAST_YEAR)
