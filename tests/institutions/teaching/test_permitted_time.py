"""Timetables: every rule of time at, before and after its limit, without a database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from chinese_calendar import constants

from cixi_oversight.policy.rules.calendar import WorkCalendar
from institutions.enums.register import Stage
from institutions.enums.teaching import TimeRule
from institutions.rules.teaching.breaks import too_close
from institutions.rules.teaching.permitted_time import (
    Planned,
    TimeBreach,
    TimeCheck,
    TimeLimits,
    lessons,
    overlapping,
    permitted_time,
    unknown_days,
)
from institutions.rules.teaching.school_days import SchoolDays

D = dt.date
WORK = WorkCalendar(
    days=dict.fromkeys(constants.holidays, False) | dict.fromkeys(constants.workdays, True),
    published=frozenset(range(2004, 2027)),
)
PERIODS = [
    (D(2026, 3, 4), D(2026, 6, 30), False),
    (D(2026, 7, 1), D(2026, 8, 31), True),
    (D(2026, 9, 1), D(2027, 1, 29), False),
]
DAYS = SchoolDays(WORK, PERIODS, first=D(2026, 1, 1), last=D(2027, 12, 31))
STRICT = TimeLimits(
    end_offline=20 * 60 + 30,
    end_online=21 * 60,
    school_begins=8 * 60,
    school_ends=16 * 60,
    no_holidays=True,
    no_rest_days=True,
    no_vacations=True,
    high_school_alike=True,
    online_lesson=30,
    online_break=10,
)
EASY = replace(STRICT, no_holidays=False, no_rest_days=False, no_vacations=False)
ACADEMIC = TimeCheck(STRICT, academic=True, stage=Stage.COMPULSORY)
ARTS = TimeCheck(EASY, academic=False, stage=Stage.COMPULSORY)


def at(hour: int, minute: int = 0) -> int:
    return hour * 60 + minute


def once(day: dt.date, starts: int, ends: int, *, online: bool = False) -> Planned:
    return Planned(day.isoweekday(), starts, ends, day, day, online)


def rules(slot: Planned, check: TimeCheck = ACADEMIC) -> list[TimeRule]:
    return [one.rule for one in permitted_time(slot, check, DAYS)]


MONDAY = D(2026, 9, 7)


@pytest.mark.parametrize(
    ("ends", "online", "expected"),
    [
        (at(20, 29), False, []),
        (at(20, 30), False, []),
        (at(20, 31), False, [TimeRule.TOO_LATE]),
        (at(20, 31), True, []),
        (at(21), True, []),
        (at(21, 1), True, [TimeRule.TOO_LATE]),
    ],
)
@pytest.mark.parametrize("check", [ACADEMIC, ARTS])
def test_lessons_end_by_half_past_eight_and_online_by_nine(
    ends: int, online: bool, expected: list[TimeRule], check: TimeCheck
) -> None:
    assert rules(once(MONDAY, ends - 30, ends, online=online), check) == expected


@pytest.mark.parametrize(("minutes", "expected"), [(29, []), (30, []), (31, [TimeRule.TOO_LONG_ONLINE])])
def test_an_online_lesson_lasts_thirty_minutes_at_most(minutes: int, expected: list[TimeRule]) -> None:
    assert rules(once(MONDAY, at(18), at(18) + minutes, online=True)) == expected


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (at(7), at(7, 59), []),
        (at(7), at(8), []),
        (at(7), at(8, 1), [TimeRule.SCHOOL_HOURS]),
        (at(15, 59), at(17), [TimeRule.SCHOOL_HOURS]),
        (at(16), at(17), []),
        (at(16, 1), at(17), []),
        (at(7), at(17), [TimeRule.SCHOOL_HOURS]),
    ],
)
@pytest.mark.parametrize("check", [ACADEMIC, ARTS])
def test_no_lesson_touches_school_hours(starts: int, ends: int, expected: list[TimeRule], check: TimeCheck) -> None:
    assert rules(once(MONDAY, starts, ends), check) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (D(2026, 9, 4), None),  # a Friday
        (D(2026, 9, 5), TimeRule.REST_DAY),
        (D(2026, 9, 6), TimeRule.REST_DAY),
        (D(2026, 9, 20), None),  # a Sunday worked instead of a day of National Day
        (D(2026, 9, 30), None),
        (D(2026, 10, 1), TimeRule.PUBLIC_HOLIDAY),
        (D(2026, 10, 7), TimeRule.PUBLIC_HOLIDAY),  # off in lieu
        (D(2026, 10, 8), None),
        (D(2026, 10, 10), None),  # a Saturday worked instead
        (D(2026, 6, 30), None),
        (D(2026, 7, 1), TimeRule.VACATION),
        (D(2026, 8, 31), TimeRule.VACATION),
        (D(2026, 9, 1), None),
        (D(2026, 7, 4), TimeRule.REST_DAY),  # the weekend's rule is named before the vacation's
    ],
)
def test_academic_lessons_are_on_school_days_only(day: dt.date, expected: TimeRule | None) -> None:
    assert rules(once(day, at(18), at(19))) == ([expected] if expected else [])
    assert rules(once(day, at(18), at(19)), ARTS) == []


def test_a_weekend_worked_instead_has_school_hours_and_a_holiday_has_none() -> None:
    assert rules(once(D(2026, 9, 20), at(9), at(10)), ARTS) == [TimeRule.SCHOOL_HOURS]
    assert rules(once(D(2026, 10, 1), at(9), at(10)), ARTS) == []
    assert rules(once(D(2026, 7, 6), at(9), at(10)), ARTS) == []


@pytest.mark.parametrize(
    ("stage", "alike", "expected"),
    [
        (Stage.COMPULSORY, False, [TimeRule.REST_DAY]),
        (Stage.MIXED, False, [TimeRule.REST_DAY]),
        (Stage.HIGH_SCHOOL, True, [TimeRule.REST_DAY]),
        (Stage.HIGH_SCHOOL, False, []),
    ],
)
def test_high_school_follows_the_compulsory_stage_where_the_parameter_says_so(
    stage: Stage, alike: bool, expected: list[TimeRule]
) -> None:
    check = TimeCheck(replace(STRICT, high_school_alike=alike), academic=True, stage=stage)
    assert rules(once(D(2026, 9, 5), at(9), at(10)), check) == expected


def test_a_bureau_may_forbid_holidays_to_everybody() -> None:
    check = TimeCheck(replace(EASY, no_holidays=True), academic=False, stage=Stage.COMPULSORY)
    assert rules(once(D(2026, 10, 1), at(9), at(10)), check) == [TimeRule.PUBLIC_HOLIDAY]


def test_a_weekly_slot_names_each_rule_once_with_its_first_day_and_how_often() -> None:
    slot = Planned(4, at(18), at(19, 30), D(2026, 8, 20), D(2026, 10, 31))
    assert permitted_time(slot, ACADEMIC, DAYS) == [
        TimeBreach(TimeRule.PUBLIC_HOLIDAY, D(2026, 10, 1), 1),
        TimeBreach(TimeRule.VACATION, D(2026, 8, 20), 2),
    ]
    spared = replace(slot, not_on=frozenset({D(2026, 8, 20), D(2026, 8, 27), D(2026, 10, 1)}))
    assert permitted_time(spared, ACADEMIC, DAYS) == []
    assert (lessons(slot), lessons(spared)) == (11, 8)


def test_the_quick_way_and_lesson_by_lesson_agree() -> None:
    hours = [(at(7), at(8)), (at(9), at(10)), (at(18), at(20, 30)), (at(19), at(20, 31))]
    spans = [(D(2026, 3, 1), D(2026, 7, 10)), (D(2026, 9, 1), D(2026, 9, 30)), (D(2027, 1, 1), D(2027, 3, 31))]
    for check in (ACADEMIC, ARTS):
        for weekday in range(1, 8):
            for starts, ends in hours:
                for first, last in spans:
                    slot = Planned(weekday, starts, ends, first, last)
                    one_by_one = [check.lesson(DAYS.code(day), starts, ends) for day in slot.days()]
                    assert check.clean(slot, DAYS) == (set(one_by_one) <= {None}), slot


def test_days_that_no_school_calendar_covers_are_said_to_be_unknown() -> None:
    morning = Planned(1, at(9), at(10), D(2027, 3, 1), D(2027, 3, 31))
    evening = replace(morning, starts=at(18), ends=at(19))
    assert permitted_time(morning, ARTS, DAYS) == []
    assert unknown_days(morning, ARTS, DAYS) == 5
    assert unknown_days(evening, ARTS, DAYS) == 0
    assert unknown_days(evening, ACADEMIC, DAYS) == 5


def test_holidays_of_a_year_that_is_not_published_are_reckoned() -> None:
    assert rules(once(D(2027, 1, 1), at(18), at(19))) == [TimeRule.PUBLIC_HOLIDAY]


@pytest.mark.parametrize("day", [D(2025, 12, 29), D(2028, 1, 3)])
def test_a_slot_beyond_the_calendar_is_refused(day: dt.date) -> None:
    with pytest.raises(IndexError):
        permitted_time(once(day, at(18), at(19)), ACADEMIC, DAYS)


def test_two_slots_at_one_time_are_found_and_one_after_the_other_are_not() -> None:
    first = Planned(1, at(18), at(19), D(2026, 9, 1), D(2026, 12, 31))
    assert overlapping([first, replace(first, starts=at(19), ends=at(20))]) == []
    assert overlapping([first, replace(first, starts=at(18, 59), ends=at(20))]) == [(0, 1)]
    assert overlapping([first, replace(first, weekday=2)]) == []
    assert overlapping([first, replace(first, from_on=D(2027, 1, 1), to_on=D(2027, 1, 29))]) == []


def weekly(starts: int, ends: int, *, from_on: dt.date = MONDAY, weeks: int = 4, weekday: int = 1) -> Planned:
    return Planned(weekday, starts, ends, from_on, from_on + dt.timedelta(weeks=weeks, days=-1), online=True)


@pytest.mark.parametrize(("pause", "expected"), [(0, [(0, 1)]), (9, [(0, 1)]), (10, []), (11, [])])
def test_a_break_of_ten_minutes_between_online_lessons(pause: int, expected: list[tuple[int, int]]) -> None:
    first, second = weekly(at(18), at(18, 30)), weekly(at(18, 30) + pause, at(19) + pause)
    assert too_close([first, second], 10) == expected
    assert too_close([second, first], 10) == [(1, 0) for _ in expected], "whatever their order"


def test_lessons_on_other_days_weeks_or_at_one_time_need_no_break() -> None:
    first = weekly(at(18), at(18, 30))
    tuesday = weekly(at(18, 30), at(19), weekday=2)
    later = weekly(at(18, 30), at(19), from_on=MONDAY + dt.timedelta(weeks=4))
    same = weekly(at(18, 15), at(18, 45))
    left_out = replace(weekly(at(18, 30), at(19), weeks=1), not_on=frozenset({MONDAY}))
    assert [too_close([first, other], 10) for other in (tuesday, later, same, left_out)] == [[], [], [], []]
