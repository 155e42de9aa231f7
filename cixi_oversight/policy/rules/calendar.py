"""Which days are worked (RULES of deadlines: 法定期限). Plain Python: what differs from Monday-to-Friday is handed in.

A year that the State Council has published is known day by day. Another is reckoned: Monday to Friday, less the
holidays that the regulation of 2024 fixes (全国年节及纪念日放假办法), without days off in lieu and without weekends
worked instead. Such a year is provisional.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import holidays

_DAY = dt.timedelta(days=1)
_SATURDAY = 5
_IN_LIEU = "休息日"  # what `holidays` calls a day off that a notice, not the regulation, gives


@cache
def statutory_holidays(year: int) -> Mapping[dt.date, str]:
    """The 13 days of the regulation with their Chinese names, from 2025 on: New Year 1, Spring Festival 4 with its
    eve, Qingming 1, Labour Day 2, Dragon Boat 1, Mid-Autumn 1, National Day 3. Two may fall on one day."""
    days = holidays.country_holidays("CN", years=year, observed=False, language="zh_CN")
    return {
        day: name.replace("农历除夕", "除夕") for day, name in sorted(days.items()) if not name.startswith(_IN_LIEU)
    }


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """`days` says of single days whether they are worked; `published` are the years that need no reckoning."""

    days: Mapping[dt.date, bool]
    published: frozenset[int]

    def is_workday(self, day: dt.date) -> bool:
        known = self.days.get(day)
        if known is not None:
            return known
        if day.weekday() >= _SATURDAY:
            return False
        return day.year in self.published or day not in statutory_holidays(day.year)

    def is_provisional(self, day: dt.date) -> bool:
        """The day's year is not published yet: what is reckoned across it may move later."""
        return day.year not in self.published

    def next_workday(self, day: dt.date) -> dt.date:
        """The day itself if it is worked, else the first worked day after it (民法典 203)."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def add_workdays(self, day: dt.date, number: int) -> dt.date:
        """The `number`-th worked day after `day`, which itself is not counted (民法典 201). Zero gives the day itself.

        Raises ValueError for a negative number.
        """
        if number < 0:
            raise ValueError("a period does not run backwards")
        while number:
            day += _DAY
            number -= self.is_workday(day)
        return day

    def workdays_between(self, day: dt.date, until: dt.date) -> int:
        """How many worked days lie after `day` up to and with `until`; 0 where `until` is not later."""
        return sum(self.is_workday(day + _DAY * n) for n in range(1, (until - day).days + 1))

    def workday_before(self, day: dt.date, number: int = 1) -> dt.date:
        """The `number`-th worked day before `day`, which itself is not counted. Zero gives the day itself."""
        while number:
            day -= _DAY
            number -= self.is_workday(day)
        return day
