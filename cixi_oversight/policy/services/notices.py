"""The yearly notice: entered, looked at with what it would move, put in force by the section chief."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.errors import (
    NoticeApplied,
    NoticeDayTwice,
    NoticeOtherYear,
    NoticeUnreadable,
    NoticeWorkdayInTheWeek,
)
from cixi_oversight.policy.models import CalendarDay, CalendarNotice, CalendarYear, Deadline, DeadlineMove
from cixi_oversight.policy.rules.calendar import WorkCalendar
from cixi_oversight.policy.rules.notice import NoticeDay, NoticeFault, first_fault, not_named
from cixi_oversight.policy.services import calendar
from cixi_oversight.policy.services.recompute import apply_due, reckoned, recompute, suspensions_of

_PREVIEW: Final = 5_000


@dataclass(frozen=True, slots=True)
class Moved:
    """A due day that would become another one."""

    deadline: Any
    before_on: dt.date
    after_on: dt.date


@transaction.atomic
def enter_notice(*, year: int, source: str, days: Sequence[NoticeDay], by: Viewer, at: dt.datetime) -> CalendarNotice:
    """Keep a notice as it was read; nothing changes yet.

    Raises DayOutOfRange, NoticeUnreadable for an empty one, NoticeDayTwice, NoticeOtherYear, NoticeWorkdayInTheWeek.
    """
    calendar.in_range(year)
    _check(year, days)
    doubts = [day.isoformat() for day in not_named(year, days)]
    rows = [[one.day.isoformat(), one.name, one.is_workday] for one in sorted(days, key=lambda one: one.day)]
    digest = hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()
    row = CalendarNotice.objects.create(
        year=year, source=source, days=rows, doubts=doubts, sha256=digest, entered_at=at, entered_by_id=by.actor_id
    )
    data = {"year": year, "days": len(rows)}
    record("policy.enter_notice", by=by, subject=("calendar_notice", row.pk), why=source, data=data, at=at)
    return row


def _check(year: int, days: Sequence[NoticeDay]) -> None:
    if not days:
        raise NoticeUnreadable(field="pasted", why="0")
    fault = first_fault(year, days)
    if fault is None:
        return
    day = fault[1].isoformat()
    if fault[0] is NoticeFault.DAY_TWICE:
        raise NoticeDayTwice(field="pasted", day=day)
    if fault[0] is NoticeFault.OTHER_YEAR:
        raise NoticeOtherYear(field="pasted", day=day, year=year)
    raise NoticeWorkdayInTheWeek(field="pasted", day=day)


@transaction.atomic
def apply_notice(*, notice: CalendarNotice, why: str, by: Viewer, at: dt.datetime) -> CalendarNotice:
    """Its days become the calendar, its year is published, and open deadlines follow. A year that was published before
    takes the notice's days as they are; days that an earlier notice named and this one does not follow the week.

    Raises NoticeApplied.
    """
    row = CalendarNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if row.applied_at is not None:
        raise NoticeApplied
    days = read_days(row)
    CalendarDay.objects.filter(day__year=row.year).exclude(day__in=[one.day for one in days]).delete()
    CalendarDay.objects.bulk_create(
        [CalendarDay(day=d.day, is_workday=d.is_workday, name=d.name, changed_by_id=by.actor_id) for d in days],
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["is_workday", "name", "changed_by"],
    )
    CalendarYear.objects.update_or_create(year=row.year, defaults={"published": True, "source": row.source})
    work = calendar.load()
    row.moved = recompute(year=row.year, work=work, why=row.source, by=by, at=at)
    if any(one.day.year != row.year for one in days):
        row.moved += recompute(year=row.year - 1, work=work, why=row.source, by=by, at=at)
    row.applied_at, row.applied_by_id, row.applied_why = at, by.actor_id, why
    row.save(update_fields=["applied_at", "applied_by", "applied_why", "moved"])
    data = {"year": row.year, "moved": row.moved}
    record("policy.apply_notice", by=by, subject=("calendar_notice", row.pk), why=why, data=data, at=at)
    return row


def read_days(notice: CalendarNotice) -> list[NoticeDay]:
    return [NoticeDay(dt.date.fromisoformat(day), name, is_workday) for day, name, is_workday in notice.days]


def would_be(notice: CalendarNotice) -> WorkCalendar:
    """The calendar as it would stand with the notice in force."""
    now, days = calendar.load(), read_days(notice)
    named = {one.day: one.is_workday for one in days}
    kept = {day: worked for day, worked in now.days.items() if day.year != notice.year}
    return WorkCalendar(days=kept | named, published=now.published | {notice.year})


def preview(notice: CalendarNotice, *, most: int = 200) -> tuple[int, list[Moved]]:
    """How many due days would move, and the first of them. Nothing is written."""
    work = would_be(notice)
    first, last = dt.date(notice.year, 1, 1) - dt.timedelta(days=14), dt.date(notice.year, 12, 31)
    touched = Q(started_on__lte=last, due_on__gte=first) | Q(due_on__lte=last, started_on__gte=first)
    rows = Deadline.objects.open().filter(touched).order_by("pk")
    found: list[Moved] = []
    count, after = 0, 0
    while chunk := list(rows.filter(pk__gt=after)[:_PREVIEW]):
        after = chunk[-1].pk
        rested = suspensions_of([row.pk for row in chunk])
        for row in chunk:
            was = row.due_on
            apply_due(row, reckoned(row, work, rested.get(row.pk, [])))
            if row.due_on != was:
                count += 1
                if len(found) < most:
                    found.append(Moved(row, was, row.due_on))
    return count, found


def moved_by(notice: CalendarNotice, *, most: int = 200) -> list[Moved]:
    """What it did move."""
    if notice.applied_at is None:
        return []
    rows = DeadlineMove.objects.filter(recorded_at=notice.applied_at, why=notice.source[:300])
    return [Moved(row.deadline, row.before_on, row.after_on) for row in rows.select_related("deadline")[:most]]
