"""Fees: the caps and the guidance price at, before and after each limit, without a database."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from institutions.enums.register import Stage
from institutions.enums.teaching import CourseSubject, FeeKind, TeachingMode
from institutions.rules.teaching.fees import (
    CourseFacts,
    CourseRule,
    FeeBreach,
    FeeFacts,
    FeeLimits,
    FeeRule,
    class_hours,
    course_breaches,
    fee_breaches,
    guidance_price,
)

LIMITS = FeeLimits(
    amount_fen=500_000,
    months=3,
    class_hours=60,
    hour_offline=45,
    hour_online=30,
    small_most=9,
    large_least=36,
    small_fen=6_000,
    medium_fen=5_000,
    large_fen=4_000,
    up_percent=10,
)
MATHS = CourseFacts(CourseSubject.MATHEMATICS, Stage.COMPULSORY, TeachingMode.OFFLINE, 20, 90)
PAINTING = replace(MATHS, subject=CourseSubject.FINE_ARTS)


def tuition(yuan: int, lessons: int, months: int = 3) -> FeeFacts:
    return FeeFacts(FeeKind.TUITION, yuan * 100, lessons, months)


def broken(course: CourseFacts, fee: FeeFacts) -> list[FeeRule]:
    return [one.rule for one in fee_breaches(course, fee, LIMITS)]


@pytest.mark.parametrize(("yuan", "expected"), [(4999, []), (5000, []), (5001, [FeeRule.OVER_AMOUNT])])
def test_one_payment_is_5000_yuan_at_most(yuan: int, expected: list[FeeRule]) -> None:
    assert broken(PAINTING, tuition(yuan, 30)) == expected


@pytest.mark.parametrize(("lessons", "expected"), [(29, []), (30, []), (31, [FeeRule.OVER_HOURS])])
def test_thirty_lessons_of_ninety_minutes_are_the_sixty_class_hours(lessons: int, expected: list[FeeRule]) -> None:
    assert broken(PAINTING, tuition(1000, lessons)) == expected


@pytest.mark.parametrize(("months", "expected"), [(2, []), (3, []), (4, [FeeRule.OVER_SPAN])])
def test_one_payment_is_for_three_months_at_most(months: int, expected: list[FeeRule]) -> None:
    assert broken(PAINTING, tuition(1000, 10, months)) == expected


def test_where_span_and_lessons_are_both_named_each_cap_holds() -> None:
    assert broken(PAINTING, tuition(6000, 31, 4)) == [FeeRule.OVER_AMOUNT, FeeRule.OVER_HOURS, FeeRule.OVER_SPAN]


@pytest.mark.parametrize(
    ("minutes", "mode", "hours"),
    [
        (45, TeachingMode.OFFLINE, 1),
        (90, TeachingMode.OFFLINE, 2),
        (40, TeachingMode.OFFLINE, Fraction(8, 9)),
        (30, TeachingMode.ONLINE, 1),
    ],
)
def test_a_class_hour_is_45_minutes_on_site_and_30_online(
    minutes: int, mode: TeachingMode, hours: Fraction | int
) -> None:
    assert class_hours(1, minutes, mode, LIMITS) == hours


@pytest.mark.parametrize(
    ("size", "yuan"), [(1, 60), (9, 60), (10, 50), (11, 50), (34, 50), (35, 50), (36, 40), (60, 40)]
)
def test_exactly_10_and_35_students_are_a_medium_class_by_the_national_wording(size: int, yuan: int) -> None:
    assert guidance_price(size, LIMITS) == yuan * 100


@pytest.mark.parametrize(("size", "yuan"), [(9, 60), (10, 60), (11, 50), (34, 50), (35, 40), (36, 40)])
def test_a_city_may_count_10_as_small_and_35_as_large(size: int, yuan: int) -> None:
    assert guidance_price(size, replace(LIMITS, small_most=10, large_least=35)) == yuan * 100


@pytest.mark.parametrize(
    ("size", "yuan_an_hour", "expected"),
    [
        (9, 66, []),
        (9, 67, [FeeRule.OVER_PRICE]),
        (20, 1, []),
        (20, 50, []),
        (20, 55, []),
        (20, 56, [FeeRule.OVER_PRICE]),
        (36, 44, []),
        (36, 45, [FeeRule.OVER_PRICE]),
    ],
)
def test_the_guidance_price_goes_up_by_a_tenth_at_most_and_down_freely(
    size: int, yuan_an_hour: int, expected: list[FeeRule]
) -> None:
    assert broken(replace(MATHS, size_max=size), tuition(yuan_an_hour * 20, 10)) == expected


def test_one_fen_above_the_price_of_a_part_of_an_hour_is_above_it() -> None:
    course = replace(MATHS, lesson_minutes=40)  # 8/9 of a class hour; 55 yuan make 48.888… yuan
    assert broken(course, FeeFacts(FeeKind.TUITION, 4888, 1, 1)) == []
    assert fee_breaches(course, FeeFacts(FeeKind.TUITION, 4889, 1, 1), LIMITS) == [
        FeeBreach(FeeRule.OVER_PRICE, Fraction(4889 * 9, 8), Fraction(5500))
    ]


@pytest.mark.parametrize(
    "course",
    [
        PAINTING,
        replace(MATHS, stage=Stage.HIGH_SCHOOL),
        replace(MATHS, mode=TeachingMode.ONLINE, lesson_minutes=30),
    ],
)
def test_no_guidance_price_beyond_academic_lessons_on_site_in_the_compulsory_stage(course: CourseFacts) -> None:
    assert broken(course, tuition(4000, 10)) == []


@pytest.mark.parametrize("kind", [FeeKind.MATERIALS, FeeKind.OTHER])
def test_nothing_is_charged_besides_where_the_guidance_price_holds(kind: FeeKind) -> None:
    assert broken(MATHS, FeeFacts(kind, 1, 0, 0)) == [FeeRule.NOTHING_BESIDES]
    assert broken(MATHS, FeeFacts(kind, 0, 0, 0)) == []
    assert broken(PAINTING, FeeFacts(kind, 10_000, 0, 0)) == []


def test_tuition_says_what_it_covers() -> None:
    assert broken(PAINTING, tuition(100, 0, 0)) == [FeeRule.NOTHING_COVERED]
    assert broken(PAINTING, tuition(100, 0, 1)) == []
    assert broken(MATHS, tuition(100, 0, 1)) == [FeeRule.NOTHING_COVERED]  # the price is one of class hours


@pytest.mark.parametrize(
    ("subject", "stage", "mode", "categories", "expected"),
    [
        (CourseSubject.MATHEMATICS, Stage.COMPULSORY, TeachingMode.OFFLINE, ["academic"], []),
        (CourseSubject.MATHEMATICS, Stage.COMPULSORY, TeachingMode.OFFLINE, ["arts"], [CourseRule.ACADEMIC_ONLY]),
        (CourseSubject.MATHEMATICS, Stage.COMPULSORY, TeachingMode.OFFLINE, [], []),
        (CourseSubject.FINE_ARTS, Stage.COMPULSORY, TeachingMode.OFFLINE, ["arts"], []),
        (CourseSubject.CHINESE, Stage.PRESCHOOL, TeachingMode.OFFLINE, ["academic"], [CourseRule.ACADEMIC_PRESCHOOL]),
        (CourseSubject.DANCE, Stage.PRESCHOOL, TeachingMode.ONLINE, ["arts"], [CourseRule.ONLINE_PRESCHOOL]),
    ],
)
def test_what_may_not_be_taught_at_all(
    subject: CourseSubject, stage: Stage, mode: TeachingMode, categories: list[str], expected: list[CourseRule]
) -> None:
    assert course_breaches(CourseFacts(subject, stage, mode, 20, 45), categories) == expected
