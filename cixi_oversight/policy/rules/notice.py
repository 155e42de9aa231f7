"""What may stand in a yearly notice of holidays (节假日安排的通知). Plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cixi_oversight.policy.errors import NoticeDayTwice, NoticeOtherYear, NoticeUnreadable, NoticeWorkdayInTheWeek
from cixi_oversight.policy.rules.calendar import statutory_holidays

_SATURDAY: Final = 5
_SPILL: Final = dt.timedelta(days=14)  # New Year of the next year may begin within the last days of this one


@dataclass(frozen=True, slots=True)
class NoticeDay:
    day: dt.date
    name: str
    is_workday: bool


def check(year: int, days: Sequence[NoticeDay]) -> list[dt.date]:
    """The holidays that the regulation fixes and the notice does not name (a doubt, no fault), in order.

    Raises NoticeUnreadable for an empty one, NoticeDayTwice, NoticeOtherYear, NoticeWorkdayInTheWeek.
    """
    if not days:
        raise NoticeUnreadable(field="pasted", why="0")
    seen: set[dt.date] = set()
    for one in days:
        if one.day in seen:
            raise NoticeDayTwice(field="pasted", day=one.day.isoformat())
        seen.add(one.day)
        if not dt.date(year, 1, 1) - _SPILL <= one.day <= dt.date(year, 12, 31):
            raise NoticeOtherYear(field="pasted", day=one.day.isoformat(), year=year)
        if one.is_workday and one.day.weekday() < _SATURDAY:
            raise NoticeWorkdayInTheWeek(field="pasted", day=one.day.isoformat())
    off = {one.day for one in days if not one.is_workday}
    return [day for day in statutory_holidays(year) if day not in off]
