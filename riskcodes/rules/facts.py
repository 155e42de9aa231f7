"""What a night reads of one institution: dates and sums, each with the id of the row it came from.

Nothing here counts days: "overdue by" and "expires in" are worked out by the indicators for the day in question, so
the same facts answer for every night on which nothing new was recorded. Days are whole numbers as `date.toordinal()`
gives them; an absent list is None. The order of the fields is the order of the columns in `services.facts_sql`.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any, NamedTuple, Self


class Facts(NamedTuple):
    category: str | None = None
    # the newest monthly return and the one of three months before, where there is one
    enrolment_ids: list[int] | None = None
    months: list[int] | None = None  # first day of each month
    students: list[int] | None = None
    prepaid_fen: list[int | None] | None = None
    # the registration that holds
    capital_id: int | None = None
    capital_fen: int | None = None
    # quarterly statements of the year that ends with the newest, newest first; balance-sheet figures of the newest
    statement_ids: list[int] | None = None
    quarters: list[int] | None = None  # first day of each quarter
    profits_fen: list[int] | None = None
    current_assets_fen: int | None = None
    current_liabilities_fen: int | None = None
    contract_liabilities_fen: int | None = None
    net_assets_fen: int | None = None
    # statements that were due before the day and have not been met
    overdue_ids: list[int] | None = None
    overdue_due: list[int] | None = None
    # premises liability policies, then student cover policies
    liability_ids: list[int] | None = None
    liability_from: list[int] | None = None
    liability_to: list[int] | None = None
    cover_ids: list[int] | None = None
    cover_from: list[int] | None = None
    cover_to: list[int] | None = None
    cover_persons: list[int | None] | None = None
    # valid complaints (有效投诉) received within the window or still open
    complaint_ids: list[int] | None = None
    complaint_received: list[int] | None = None
    complaint_due: list[int] | None = None
    validity_ids: list[int] | None = None
    resolution_ids: list[int | None] | None = None  # None: still open

    def as_json(self) -> dict[str, Any]:
        """By name, without what is absent: the form in which they are stored."""
        return {name: value for name, value in zip(self._fields, self, strict=True) if value is not None}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        return cls(**stored)


@cache
def month_end(first_day: int) -> int:
    """The last day of the month that begins on `first_day`."""
    return _shift(first_day, 1) - 1


@cache
def quarter_end(first_day: int) -> int:
    return _shift(first_day, 3) - 1


@cache
def three_months_before(first_day: int) -> int:
    return _shift(first_day, -3)


def _shift(first_day: int, months: int) -> int:
    day = dt.date.fromordinal(first_day)
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(years, month + 1, 1).toordinal()


def earlier_return(facts: Facts) -> int | None:
    """Where in the lists the return of three months before the newest stands; None where it is missing."""
    months = facts.months
    if months is None or len(months) < 2:
        return None
    wanted = three_months_before(months[0])
    return months.index(wanted) if wanted in months else None


def covered_until(facts: Facts, on: int) -> int | None:
    """The last day up to which premises liability cover runs on without a gap, seen from `on`.

    Where no policy is in force: the day the latest one ended. None where none has begun (or none was ever recorded).
    """
    starts, ends = facts.liability_from, facts.liability_to
    if not starts or not ends:
        return None
    if len(starts) == 1:  # as nearly always
        return ends[0] if starts[0] <= on else None
    begun = [to for start, to in zip(starts, ends, strict=True) if start <= on]
    if not begun:
        return None
    end = max(begun)
    if end < on:
        return end
    for start, to in sorted(zip(starts, ends, strict=True)):
        if start <= end + 1 and to > end:
            end = to
    return end


def insured_persons(facts: Facts, on: int) -> int | None:
    """Students covered by policies in force on the day; None where no policy, or none with a number, was recorded."""
    if not facts.cover_ids:
        return None
    persons = 0
    for start, to, insured in zip(facts.cover_from or (), facts.cover_to or (), facts.cover_persons or (), strict=True):
        if start <= on <= to:
            if insured is None:
                return None
            persons += insured
    return persons
