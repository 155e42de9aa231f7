"""A term's timetable of a whole city checked: 200,000 lessons a second. The floor is a bare loop over the same lessons
that compares the hour and the weekday and knows no calendar; the rates themselves are printed."""

from __future__ import annotations

import datetime as dt
from typing import Final

from chinese_calendar import constants

from cixi_oversight.policy.rules.calendar import WorkCalendar
from institutions.enums.register import Stage
from institutions.rules.teaching.permitted_time import Planned, TimeCheck, TimeLimits, permitted_time
from institutions.rules.teaching.school_days import SchoolDays
from tests.benchmarks.harness import alternately, at_least, report, scaled

D = dt.date
SLOTS: Final = scaled(12_000, least=120)
FIRST, LAST = D(2026, 9, 1), D(2027, 1, 29)
LIMITS: Final = TimeLimits(1230, 1260, 480, 960, True, True, True, True, 30, 10)
WANTED: Final = 200_000  # lessons a second


def slots() -> list[Planned]:
    """One in ten has lessons in a forbidden time: a weekend, a holiday or too late."""
    return [
        Planned(
            6 if n % 20 == 0 else 1 + n % 5,
            1080 + n % 3 * 15,
            1170 + n % 3 * 15 + (60 if n % 20 == 10 else 0),
            FIRST,
            LAST,
            not_on=frozenset({D(2026, 10, 1), D(2026, 10, 2), D(2026, 10, 5), D(2026, 10, 6), D(2026, 10, 7)})
            | {D(2026, 9, 25), D(2027, 1, 1)},
        )
        for n in range(SLOTS)
    ]


def bare(lessons: list[tuple[dt.date, int, int]]) -> int:
    bad = 0
    for day, _, ends in lessons:
        if ends > 1230 or day.weekday() > 4:
            bad += 1
    return bad


def test_timetables_of_a_city() -> None:
    days = dict.fromkeys(constants.holidays, False) | dict.fromkeys(constants.workdays, True)
    work = WorkCalendar(days=days, published=frozenset(range(2004, 2027)))
    calendar = SchoolDays(work, [(FIRST, LAST, False)], first=FIRST, last=LAST)
    check = TimeCheck(LIMITS, academic=True, stage=Stage.COMPULSORY)
    rows = slots()
    held = [(day, one.starts, one.ends) for one in rows for day in one.days()]
    expected = sum(
        check.lesson(calendar.code(day), one.starts, one.ends) is not None for one in rows for day in one.days()
    )
    found = sum(breach.lessons for one in rows for breach in permitted_time(one, check, calendar))
    assert found == expected > 0, "a slot's check and lesson by lesson agree"

    def planned() -> None:
        for one in rows:
            permitted_time(one, check, calendar)

    def single() -> None:
        code, lesson = calendar.code, check.lesson
        for day, starts, ends in held:
            lesson(code(day), starts, ends)

    slowly, one_by_one, floor = alternately(planned, single, lambda: bare(held))
    lessons = len(held)
    report(
        f"{lessons} lessons of {SLOTS} slots",
        [
            at_least("planned, by slot", product=lessons / slowly, floor=lessons / floor, limit=0.1),
            at_least("held, lesson by lesson", product=lessons / one_by_one, floor=lessons / floor, limit=0.1),
            at_least("planned, against the goal", product=lessons / slowly, floor=WANTED, limit=1),
        ],
    )
