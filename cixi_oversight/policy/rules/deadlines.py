"""When a period ends (期限). Plain Python: the calendar and the suspensions are handed in.

The day of the event is not counted (民法典 201); months and years end on the corresponding day, 29 February on the 28th
(202). A party's last day that is off moves to the next workday (203); an agency's does not where its law is silent.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cixi_oversight.policy.enums import DeadlineCode, Ends, Party, Span
from cixi_oversight.policy.rules.day_table import Days

_DAY: Final = dt.timedelta(days=1)
Interval = tuple[dt.date, dt.date]  # a suspension's first and last day, both within it


@dataclass(frozen=True, slots=True)
class DeadlineKind:
    """A period of the law. `extension` is what an approval adds: both count as one period."""

    code: DeadlineCode
    article: str
    whose: Party
    amount: int
    span: Span
    moves: bool  # to the next workday when its last day is off
    ends: Ends = Ends.AFTER
    extension: int = 0
    by_hand: bool = False  # an officer names the last day; so does who extends it


@dataclass(frozen=True, slots=True)
class Due:
    """`day` is the last day in law, `safe_day` the worked day on which the office should be done at the latest.

    `provisional`: reckoned across a year that the State Council has not published.
    """

    day: dt.date
    provisional: bool
    safe_day: dt.date


def add_months(day: dt.date, months: int) -> dt.date:
    """The corresponding day, or the month's last where there is none: 31 January + 1 is 28 or 29 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_on(
    start: dt.date,
    kind: DeadlineKind,
    calendar: Days,
    suspensions: Sequence[Interval] = (),
    *,
    amount: int | None = None,
    span: Span | None = None,
    extended: bool = False,
) -> Due:
    """The last day of a period that an event on `start` begins (for "before" kinds: `start` is the event to come).

    `amount` and `span` stand for the kind's own where the bureau has set another figure. Raises ValueError for a
    suspension that ends before it begins, and for one of a period that is counted back.
    """
    number = (kind.amount if amount is None else amount) + (kind.extension if extended else 0)
    counted = span or kind.span
    if kind.ends is not Ends.AFTER:
        if suspensions:
            raise ValueError("a period that is counted back is not suspended")
        return _counted_back(start, number, counted, kind.ends, calendar)
    last = _lengthened(start, _plain_end(start, number, counted, calendar), counted, suspensions, calendar)
    day = calendar.next_workday(last) if kind.moves else last
    reckoned = start + _DAY if counted is Span.WORKDAYS else last
    asked = counted is Span.WORKDAYS or kind.moves
    provisional = asked and _reckoned_any(reckoned, day, calendar)
    safe = day if calendar.is_workday(day) else calendar.workday_before(day)
    return Due(day, provisional, max(safe, start))


def _plain_end(start: dt.date, number: int, span: Span, calendar: Days) -> dt.date:
    if span is Span.WORKDAYS:
        return calendar.add_workdays(start, number)
    if span is Span.CALENDAR_DAYS:
        return start + dt.timedelta(days=number)
    return add_months(start, number if span is Span.MONTHS else 12 * number)


def _lengthened(start: dt.date, end: dt.date, span: Span, suspensions: Sequence[Interval], calendar: Days) -> dt.date:
    """`end` later by what was suspended; days of suspension count at both ends, and only once."""
    for begun, last in merged(suspensions):
        first = max(begun, start + _DAY)
        if first > end or last < first:
            continue
        if span is Span.WORKDAYS:
            end = calendar.add_workdays(end, calendar.workdays_between(first - _DAY, last))
        else:
            end += last - first + _DAY
    return end


def merged(suspensions: Sequence[Interval]) -> list[Interval]:
    """In order, overlapping ones as one."""
    found: list[Interval] = []
    for first, last in sorted(suspensions):
        if last < first:
            raise ValueError("a suspension ends before it begins")
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def _counted_back(event: dt.date, number: int, span: Span, ends: Ends, calendar: Days) -> Due:
    if span is Span.WORKDAYS:
        nearest = calendar.workday_before(event, number)
    elif span is Span.CALENDAR_DAYS:
        nearest = event - dt.timedelta(days=number)
    else:
        nearest = add_months(event, -number if span is Span.MONTHS else -12 * number)
    day = nearest - _DAY if ends is Ends.WHOLE_DAYS_BEFORE else nearest
    provisional = span is Span.WORKDAYS and _reckoned_any(day, event - _DAY, calendar)
    return Due(day, provisional, calendar.workday_before(nearest))


def _reckoned_any(first: dt.date, last: dt.date, calendar: Days) -> bool:
    """Whether any day from `first` to `last` lies in a year that is not published."""
    if first.year == last.year:
        return calendar.is_provisional(last)
    return any(calendar.is_provisional(dt.date(year, 1, 1)) for year in range(first.year, last.year + 1))
