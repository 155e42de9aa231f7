"""Periods of filings and when they fall due.

Quarterly statements and monthly enrolment returns are due by the 15th of the month after the period. No rule fixes
the day; it is the bureau's to set, so a parameter of policy wins over these where there is one.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from institutions.enums import FilingKind

DUE_DAY: Final[dict[FilingKind, int]] = {FilingKind.FINANCIAL_STATEMENT: 15, FilingKind.ENROLMENT_RETURN: 15}
DUE_DAY_PARAMETER: Final[dict[FilingKind, str]] = {
    FilingKind.FINANCIAL_STATEMENT: "filings.statement_due_day",
    FilingKind.ENROLMENT_RETURN: "filings.enrolment_due_day",
}
_MONTHS: Final[dict[FilingKind, int]] = {FilingKind.FINANCIAL_STATEMENT: 3, FilingKind.ENROLMENT_RETURN: 1}


def period_of(kind: FilingKind, day: dt.date) -> dt.date:
    """First day of the quarter or month in which `day` lies."""
    months = _MONTHS[kind]
    return dt.date(day.year, (day.month - 1) // months * months + 1, 1)


def is_period(kind: FilingKind, day: dt.date) -> bool:
    return period_of(kind, day) == day


def next_period(kind: FilingKind, period: dt.date) -> dt.date:
    years, month = divmod(period.month - 1 + _MONTHS[kind], 12)
    return dt.date(period.year + years, month + 1, 1)


def last_ended(kind: FilingKind, on: dt.date) -> dt.date:
    """The latest period that is over on `on`: the one that is asked for now."""
    return period_of(kind, period_of(kind, on) - dt.timedelta(days=1))


def due_on(kind: FilingKind, period: dt.date, due_day: int) -> dt.date:
    """`due_day` of the month after the period."""
    return next_period(kind, period).replace(day=due_day)


def days_overdue(due: dt.date, on: dt.date) -> int:
    """0 on the due day itself."""
    return max((on - due).days, 0)
