"""What kind of day each day is for a timetable: one byte a day, so that a term's weekly lessons are one slice of it.

A public holiday is a day that the State Council's notice gives off, days off in lieu included; a weekend worked instead
(调休上班) is an ordinary day of school. A day that no recorded term or vacation covers is unknown: neither the vacation
nor the school hours are held against anybody on it, a person looks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from cixi_oversight.policy.rules.calendar import WorkCalendar, statutory_holidays

HOLIDAY: Final = 1
REST: Final = 2
VACATION: Final = 4
SCHOOL: Final = 8  # lessons at school on that day
UNKNOWN: Final = 16  # the school calendar says nothing
_SATURDAY: Final = 5

Period = tuple[dt.date, dt.date, bool]  # first and last day, both within; whether it is a vacation


class SchoolDays:
    """Codes of every day from `first` to `last`, both within. Days outside raise IndexError."""

    def __init__(self, work: WorkCalendar, periods: Iterable[Period], *, first: dt.date, last: dt.date) -> None:
        self.first, self.last = first, last
        self.base = first.toordinal()
        length = last.toordinal() - self.base + 1
        in_vacation: list[bool | None] = [None] * length
        for begins, ends, vacation in periods:
            low, high = max(0, begins.toordinal() - self.base), min(length - 1, ends.toordinal() - self.base)
            in_vacation[low : high + 1] = [vacation] * max(0, high - low + 1)
        self.codes = bytes(
            _code(work, dt.date.fromordinal(self.base + n), in_vacation[n]) for n in range(max(0, length))
        )

    def code(self, day: dt.date) -> int:
        """Raises IndexError for a day outside."""
        place = day.toordinal() - self.base
        if place < 0:
            raise IndexError(day)
        return self.codes[place]

    def day(self, place: int) -> dt.date:
        return dt.date.fromordinal(self.base + place)


def _code(work: WorkCalendar, day: dt.date, vacation: bool | None) -> int:
    code = _of_the_week(work, day)
    if vacation is None:
        return code | UNKNOWN
    if vacation:
        return code | VACATION
    return code or SCHOOL


def _of_the_week(work: WorkCalendar, day: dt.date) -> int:
    """A holiday of the notice, or reckoned in a year without one; a weekend; or nothing."""
    known = work.days.get(day)
    if known is not None:
        return 0 if known else HOLIDAY
    if day.year not in work.published and day in statutory_holidays(day.year):
        return HOLIDAY
    return REST if day.weekday() >= _SATURDAY else 0
