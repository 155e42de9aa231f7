"""Periods of filings and when they fall due.

How many days after the period a filing is due is the bureau's to set (a parameter of policy); the constants here hold
where none is in force. The last day, if off, moves to the next workday: it is a party's period (民法典 203).
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from institutions.enums import Category, FilingKind

# what is asked for by a calendar: days after the period, or months
DUE_DAYS: Final[dict[FilingKind, int]] = {
    FilingKind.FINANCIAL_STATEMENT: 15,
    FilingKind.ENROLMENT_RETURN: 10,
    FilingKind.STAFF: 31,
}
DUE_MONTHS: Final[dict[FilingKind, int]] = {FilingKind.ANNUAL_REPORT: 6}
# who is asked, where not everybody is (Ningbo: the annual report of academic institutions)
ASKED: Final[dict[FilingKind, Category]] = {FilingKind.ANNUAL_REPORT: Category.ACADEMIC}
# months of a period; other kinds are filed when something changes
PERIODIC: Final[dict[FilingKind, int]] = {
    FilingKind.FINANCIAL_STATEMENT: 3,
    FilingKind.ENROLMENT_RETURN: 1,
    FilingKind.ANNUAL_REPORT: 12,
}
_MONTHS: Final[dict[FilingKind, int]] = {**PERIODIC, FilingKind.STAFF: 12}  # people: checked every year


def period_of(kind: FilingKind, day: dt.date) -> dt.date:
    """First day of the quarter or month in which `day` lies."""
    months = _MONTHS[kind]
    return dt.date(day.year, (day.month - 1) // months * months + 1, 1)


def months_of(kind: FilingKind) -> int | None:
    """Months of a period of the kind; None where it is filed when something changes."""
    return _MONTHS.get(kind)


def is_period(kind: FilingKind, day: dt.date) -> bool:
    return period_of(kind, day) == day


def next_period(kind: FilingKind, period: dt.date) -> dt.date:
    years, month = divmod(period.month - 1 + _MONTHS[kind], 12)
    return dt.date(period.year + years, month + 1, 1)


def last_ended(kind: FilingKind, on: dt.date) -> dt.date:
    """The latest period that is over on `on`: the one that is asked for now."""
    return period_of(kind, period_of(kind, on) - dt.timedelta(days=1))


def days_overdue(due: dt.date, on: dt.date) -> int:
    """0 on the due day itself."""
    return max((on - due).days, 0)


def period_code(kind: FilingKind, period: dt.date | None) -> str:
    """2026Q3, 2026-11 or 2025; nothing where the kind has no period."""
    if period is None:
        return ""
    match months_of(kind):
        case 3:
            return f"{period.year}Q{(period.month + 2) // 3}"
        case 12:
            return str(period.year)
        case _:
            return f"{period:%Y-%m}"
