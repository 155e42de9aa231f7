"""The working calendar as counts, for whoever reckons many dates: each question is one look-up instead of a walk."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from typing import Final, Protocol

from cixi_oversight.policy.rules.calendar import WorkCalendar

_DAY: Final = dt.timedelta(days=1)


class Days(Protocol):
    """What the rules of deadlines ask of a calendar."""

    def is_workday(self, day: dt.date) -> bool: ...
    def is_provisional(self, day: dt.date) -> bool: ...
    def next_workday(self, day: dt.date) -> dt.date: ...
    def add_workdays(self, day: dt.date, number: int) -> dt.date: ...
    def workdays_between(self, day: dt.date, until: dt.date) -> int: ...
    def workday_before(self, day: dt.date, number: int = 1) -> dt.date: ...


class DayTable:
    """The days of `first` to `last` (years, both included) counted once; outside of them the calendar is walked."""

    def __init__(self, calendar: WorkCalendar, *, first: int, last: int) -> None:
        self._calendar = calendar
        self._start = dt.date(first, 1, 1).toordinal()
        self._end = dt.date(last, 12, 31).toordinal()
        self._worked: list[int] = []  # ordinals of worked days
        self._until: list[int] = []  # how many of them lie up to and with a day
        for ordinal in range(self._start, self._end + 1):
            if calendar.is_workday(dt.date.fromordinal(ordinal)):
                self._worked.append(ordinal)
            self._until.append(len(self._worked))

    def is_workday(self, day: dt.date) -> bool:
        return self._calendar.is_workday(day)

    def is_provisional(self, day: dt.date) -> bool:
        return self._calendar.is_provisional(day)

    def next_workday(self, day: dt.date) -> dt.date:
        found = bisect_left(self._worked, day.toordinal())
        if self._start <= day.toordinal() and found < len(self._worked):
            return dt.date.fromordinal(self._worked[found])
        return self._calendar.next_workday(day)

    def add_workdays(self, day: dt.date, number: int) -> dt.date:
        """As of `WorkCalendar`. Raises ValueError for a negative number."""
        place = day.toordinal() - self._start
        if number > 0 and 0 <= place < len(self._until):
            found = self._until[place] + number - 1
            if found < len(self._worked):
                return dt.date.fromordinal(self._worked[found])
        return self._calendar.add_workdays(day, number)

    def workdays_between(self, day: dt.date, until: dt.date) -> int:
        first, last = day.toordinal() - self._start, until.toordinal() - self._start
        if first >= 0 and last < len(self._until):
            return max(self._until[last] - self._until[first], 0) if last > first else 0
        return self._calendar.workdays_between(day, until)

    def workday_before(self, day: dt.date, number: int = 1) -> dt.date:
        return self._calendar.workday_before(day, number)
