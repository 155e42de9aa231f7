"""When lessons may be held (培训时间). A timetable with one lesson in a forbidden time is not published.

On no public holiday, no rest day and in no school vacation: academic subjects of the compulsory stage (“双减”意见第十三
条); high school alike where the parameter says so. Never in school hours of a school day, never after 20:30 on site or
21:00 online, no online lesson longer than 30 minutes: everybody. Times are minutes after midnight; ending at a limit is
within it. A lesson touches school hours where it begins before they end and ends after they begin.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from institutions.enums.register import Stage
from institutions.enums.teaching import TimeRule
from institutions.rules.teaching.school_days import HOLIDAY, REST, SCHOOL, UNKNOWN, VACATION, SchoolDays

_DAY_RULES: Final = (
    (HOLIDAY, TimeRule.PUBLIC_HOLIDAY),
    (REST, TimeRule.REST_DAY),
    (VACATION, TimeRule.VACATION),
)
_CODES: Final = 32


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """Figures of policy as of the day of the check, for one category of teaching."""

    end_offline: int
    end_online: int
    school_begins: int
    school_ends: int
    no_holidays: bool
    no_rest_days: bool
    no_vacations: bool
    high_school_alike: bool
    online_lesson: int  # minutes
    online_break: int  # minutes between two online lessons of a class, see `breaks`


@dataclass(frozen=True, slots=True)
class Planned:
    """A weekly slot. `weekday` is 1 Monday to 7 Sunday; `from_on` and `to_on` are within; never on `not_on`."""

    weekday: int
    starts: int
    ends: int
    from_on: dt.date
    to_on: dt.date
    online: bool = False
    not_on: frozenset[dt.date] = frozenset()

    @property
    def first(self) -> int:
        """The ordinal of the first lesson."""
        start = self.from_on.toordinal()
        return start + (self.weekday - 1 - (start + 6) % 7) % 7

    def days(self) -> Iterator[dt.date]:
        for number in range(self.first, self.to_on.toordinal() + 1, 7):
            day = dt.date.fromordinal(number)
            if day not in self.not_on:
                yield day


@dataclass(frozen=True, slots=True)
class TimeBreach:
    """Which rule forbids how many lessons of a slot; `day` is the first of them."""

    rule: TimeRule
    day: dt.date
    lessons: int
    limit: int = 0  # minutes after midnight, or minutes of an online lesson


class TimeCheck:
    """The rules for one kind of course, prepared once: `permitted_time` and `lesson` then only look up."""

    def __init__(self, limits: TimeLimits, *, academic: bool, stage: Stage) -> None:
        self.limits = limits
        strict = academic and (
            stage in (Stage.COMPULSORY, Stage.MIXED, Stage.PRESCHOOL)
            or (stage is Stage.HIGH_SCHOOL and limits.high_school_alike)
        )
        # what is held against everybody of the category, and what only against the strict ones
        wanted = {
            HOLIDAY: limits.no_holidays and (strict or not academic),
            REST: limits.no_rest_days and (strict or not academic),
            VACATION: limits.no_vacations and (strict or not academic),
        }
        self.by_code: tuple[TimeRule | None, ...] = tuple(
            next((rule for bit, rule in _DAY_RULES if code & bit and wanted[bit]), None) for code in range(_CODES)
        )
        self.needs_vacations = wanted[VACATION]
        by_day = bytes(code for code in range(_CODES) if self.by_code[code] is not None)
        at_school = bytes(code for code in range(_CODES) if code & SCHOOL)
        self._clear = by_day + bytes(code for code in at_school if code not in by_day)
        self._clear_late = by_day

    def in_school_hours(self, starts: int, ends: int) -> bool:
        return starts < self.limits.school_ends and ends > self.limits.school_begins

    def of_the_hour(self, starts: int, ends: int, online: bool) -> TimeRule | None:
        """Forbidden on any day: it ends too late, or an online lesson is too long."""
        if ends > (self.limits.end_online if online else self.limits.end_offline):
            return TimeRule.TOO_LATE
        if online and ends - starts > self.limits.online_lesson:
            return TimeRule.TOO_LONG_ONLINE
        return None

    def lesson(self, day_code: int, starts: int, ends: int, online: bool = False) -> TimeRule | None:
        """The rule that forbids one lesson, as held; the day's before the hour's. `day_code` is `SchoolDays.code`."""
        rule = self.by_code[day_code]
        if rule is not None:
            return rule
        if day_code & SCHOOL and self.in_school_hours(starts, ends):
            return TimeRule.SCHOOL_HOURS
        return self.of_the_hour(starts, ends, online)

    def clean(self, slot: Planned, days: SchoolDays) -> bool:
        """Whether no lesson of the slot is forbidden: one slice of the calendar, no loop."""
        if self.of_the_hour(slot.starts, slot.ends, slot.online) is not None:
            return False
        codes = _codes(slot, days)
        bad = self._clear if self.in_school_hours(slot.starts, slot.ends) else self._clear_late
        return len(codes.translate(None, bad)) == len(codes)


def permitted_time(slot: Planned, check: TimeCheck, days: SchoolDays) -> list[TimeBreach]:
    """Every rule that some lesson of the slot breaks, with the first such day and how many there are.

    Raises IndexError where the slot leaves the calendar that was handed in.
    """
    if check.clean(slot, days):
        return []
    found: dict[TimeRule, TimeBreach] = {}
    for day in slot.days():
        rule = check.lesson(days.code(day), slot.starts, slot.ends, slot.online)
        if rule is not None:
            before = found.get(rule)
            found[rule] = (
                TimeBreach(rule, before.day, before.lessons + 1, before.limit)
                if before
                else TimeBreach(rule, day, 1, _limit(rule, slot, check.limits))
            )
    return [found[rule] for rule in TimeRule if rule in found]


def unknown_days(slot: Planned, check: TimeCheck, days: SchoolDays) -> int:
    """Lessons on days of which the school calendar says nothing, though it matters for them."""
    if not (check.needs_vacations or check.in_school_hours(slot.starts, slot.ends)):
        return 0
    return sum(1 for day in slot.days() if days.code(day) & UNKNOWN)


def lessons(slot: Planned) -> int:
    """How many lessons a slot plans."""
    return max(0, (slot.to_on.toordinal() - slot.first) // 7 + 1) - sum(
        1 for day in slot.not_on if slot.from_on <= day <= slot.to_on and day.isoweekday() == slot.weekday
    )


def overlapping(slots: Sequence[Planned]) -> list[tuple[int, int]]:
    """Pairs of slots (by their place) that meet at one time on one day: of one class, one teacher or one room."""
    found = []
    order = sorted(range(len(slots)), key=lambda n: (slots[n].weekday, slots[n].starts))
    for place, one in enumerate(order):
        for other in order[place + 1 :]:
            a, b = slots[one], slots[other]
            if b.weekday != a.weekday or b.starts >= a.ends:
                break
            if a.from_on <= b.to_on and b.from_on <= a.to_on and set(a.days()) & set(b.days()):
                found.append((min(one, other), max(one, other)))
    return sorted(found)


def _codes(slot: Planned, days: SchoolDays) -> bytes:
    first, last = slot.first - days.base, slot.to_on.toordinal() - days.base
    if first < 0 or last >= len(days.codes):
        raise IndexError(slot)
    codes = days.codes[first : last + 1 : 7]
    if not slot.not_on:
        return codes
    left = {day.toordinal() - days.base for day in slot.not_on}
    return bytes(code for place, code in enumerate(codes) if first + 7 * place not in left)


def _limit(rule: TimeRule, slot: Planned, limits: TimeLimits) -> int:
    if rule is TimeRule.TOO_LATE:
        return limits.end_online if slot.online else limits.end_offline
    if rule is TimeRule.SCHOOL_HOURS:
        return limits.school_ends
    return limits.online_lesson if rule is TimeRule.TOO_LONG_ONLINE else 0
