"""Periods of filings in words: 2026年第3季度, 2026年10月, 2025年. The codes (2026Q3) stay what is typed and sent."""

from __future__ import annotations

import datetime as dt

from cixi_oversight.errors import Message, msg
from institutions.enums.filings import FilingKind
from institutions.rules.labels.filings import FILING_KIND
from institutions.rules.periods import months_of


def quarter_words(start: dt.date) -> Message:
    return msg("Q%(quarter)s %(year)s", quarter=(start.month + 2) // 3, year=start.year)


def month_words(start: dt.date) -> Message:
    return msg("%(month)s/%(year)s", month=start.month, year=start.year)


def period_words(kind: FilingKind, period: dt.date) -> Message:
    """The quarter, month or year that begins on `period`, as the kind is filed."""
    match months_of(kind):
        case 3:
            return quarter_words(period)
        case 12:
            return msg("the year %(year)s", year=period.year)
        case _:
            return month_words(period)


def filing_words(kind: FilingKind, period: dt.date | None) -> Message:
    """The kind with its period, where it has one: 2026年第3季度财务报表."""
    label = FILING_KIND[kind]
    return msg("%(kind)s, %(period)s", kind=label, period=period_words(kind, period)) if period else label
