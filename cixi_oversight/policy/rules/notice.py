"""What may stand in a yearly notice of holidays (节假日安排的通知). Plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cixi_oversight.policy.rules.calendar import statutory_holidays

_SATURDAY: Final = 5
_SPILL: Final = dt.timedelta(days=14)  # the New Year holiday may begin within the last days of the year before


class NoticeFault(StrEnum):
    DAY_TWICE = "day_twice"
    OTHER_YEAR = "other_year"
    WORKDAY_IN_THE_WEEK = "workday_in_the_week"


@dataclass(frozen=True, slots=True)
class NoticeDay:
    day: dt.date
    name: str
    is_workday: bool


def first_fault(year: int, days: Sequence[NoticeDay]) -> tuple[NoticeFault, dt.date] | None:
    """What cannot stand in the notice of `year`, with its day; None where all can."""
    seen: set[dt.date] = set()
    for one in days:
        if one.day in seen:
            return NoticeFault.DAY_TWICE, one.day
        seen.add(one.day)
        if not dt.date(year, 1, 1) - _SPILL <= one.day <= dt.date(year, 12, 31):
            return NoticeFault.OTHER_YEAR, one.day
        if one.is_workday and one.day.weekday() < _SATURDAY:
            return NoticeFault.WORKDAY_IN_THE_WEEK, one.day
    return None


def not_named(year: int, days: Sequence[NoticeDay]) -> list[dt.date]:
    """The holidays that the regulation fixes and the notice does not give, in order: a doubt, no fault."""
    off = {one.day for one in days if not one.is_workday}
    return [day for day in statutory_holidays(year) if day not in off]
