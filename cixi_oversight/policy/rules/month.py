"""A month as whole weeks from Monday to Sunday. Plain Python."""

from __future__ import annotations

import datetime as dt
import re
from calendar import Calendar
from typing import Final

_SHAPE: Final = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


def read_month(text: str) -> dt.date:
    """The first day of "2026-11". Raises ValueError for anything else."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return dt.date(int(found[1]), int(found[2]), 1)


def neighbours(first: dt.date) -> tuple[dt.date, dt.date]:
    """The first days of the months before and after."""
    before = (first - dt.timedelta(days=1)).replace(day=1)
    after = (first + dt.timedelta(days=31)).replace(day=1)
    return before, after


def weeks_of(first: dt.date) -> list[list[dt.date]]:
    """Every day of the weeks that the month touches, those of its neighbours within."""
    return Calendar().monthdatescalendar(first.year, first.month)
