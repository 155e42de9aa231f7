"""People who teach: certificates, yearly checks and shares at, before and after each limit, without a database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from institutions.enums.register import Stage
from institutions.enums.teaching import CertificateKind, CourseSubject, Employment, Post
from institutions.rules.teaching.materials import goes_to_bureau, retain_until
from institutions.rules.teaching.people import (
    PersonRule,
    StaffFacts,
    check_overdue,
    checked_before,
    person_breaches,
    ratio_is_short,
    share_is_short,
    teaching_share,
)

D = dt.date
ON = D(2026, 11, 23)
TEACHER = StaffFacts(
    post=Post.TEACHER,
    employment=Employment.FULL_TIME,
    certificate=CertificateKind.PRIMARY,
    subject=CourseSubject.MATHEMATICS,
    certified_for=CourseSubject.MATHEMATICS,
    hired_on=D(2024, 9, 1),
    checked_on=D(2026, 9, 1),
    has_number=True,
)


def broken(one: StaffFacts, stage: Stage | None = Stage.COMPULSORY) -> list[PersonRule]:
    return person_breaches(one, stage=stage, on=ON, months=12)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"certificate": CertificateKind.NONE}, [PersonRule.NO_TEACHER_CERTIFICATE]),
        ({"certificate": CertificateKind.PROFESSIONAL}, [PersonRule.NO_TEACHER_CERTIFICATE]),
        ({"certified_for": CourseSubject.CHINESE}, [PersonRule.OTHER_SUBJECT]),
        ({"certificate": CertificateKind.KINDERGARTEN}, [PersonRule.LOWER_STAGE]),
        ({"certificate": CertificateKind.HIGHER}, []),
        ({"has_number": False}, [PersonRule.NUMBER_MISSING]),
        ({"subject": None}, [PersonRule.SUBJECT_MISSING]),
        ({"in_service": True}, [PersonRule.IN_SERVICE]),
        ({"record_found": True}, [PersonRule.RECORD_FOUND]),
        ({"checked_on": None}, [PersonRule.CHECK_MISSING]),
        ({"checked_on": D(2026, 11, 24)}, [PersonRule.CHECK_LATER]),
        ({"left_on": D(2024, 8, 31)}, [PersonRule.ENDS_BEFORE]),
        ({"left_on": ON, "certificate": CertificateKind.NONE, "checked_on": None}, []),
        ({"left_on": D(2026, 11, 24), "checked_on": None}, [PersonRule.CHECK_MISSING]),
    ],
)
def test_one_thing_is_wrong_with_a_teacher(change: dict[str, Any], expected: list[PersonRule]) -> None:
    assert broken(replace(TEACHER, **change)) == expected


@pytest.mark.parametrize(
    ("certificate", "expected"),
    [
        (CertificateKind.JUNIOR_MIDDLE, [PersonRule.LOWER_STAGE]),
        (CertificateKind.SENIOR_MIDDLE, []),
        (CertificateKind.HIGHER, []),
    ],
)
def test_a_certificate_serves_its_stage_and_those_below(
    certificate: CertificateKind, expected: list[PersonRule]
) -> None:
    assert broken(replace(TEACHER, certificate=certificate), Stage.HIGH_SCHOOL) == expected


@pytest.mark.parametrize(
    ("certificate", "expected"),
    [
        (CertificateKind.NONE, [PersonRule.NO_PROOF]),
        (CertificateKind.PROFESSIONAL, []),
        (CertificateKind.PRIMARY, []),
    ],
)
def test_what_is_not_academic_needs_a_professional_proof(
    certificate: CertificateKind, expected: list[PersonRule]
) -> None:
    one = replace(TEACHER, subject=CourseSubject.DANCE, certified_for=None, certificate=certificate)
    assert broken(one) == expected


@pytest.mark.parametrize("post", [Post.ASSISTANT, Post.MANAGER, Post.SUPPORT])
def test_nobody_else_needs_a_certificate_but_everybody_a_check(post: Post) -> None:
    one = replace(TEACHER, post=post, certificate=CertificateKind.NONE, subject=None, certified_for=None)
    assert broken(one) == []
    assert broken(replace(one, checked_on=None)) == [PersonRule.CHECK_MISSING]


@pytest.mark.parametrize(
    ("checked", "overdue"),
    [(D(2025, 11, 22), True), (D(2025, 11, 23), False), (D(2025, 11, 24), False), (None, True)],
)
def test_a_check_stands_for_a_year_to_the_day(checked: dt.date | None, overdue: bool) -> None:
    assert check_overdue(checked, ON, 12) is overdue
    assert broken(replace(TEACHER, checked_on=checked)) == (
        [PersonRule.CHECK_MISSING if checked is None else PersonRule.CHECK_OVERDUE] if overdue else []
    )


def test_a_check_of_29_february_stands_until_the_28th() -> None:
    assert not check_overdue(D(2024, 2, 29), D(2025, 2, 28), 12)
    assert check_overdue(D(2024, 2, 29), D(2025, 3, 1), 12)


def test_the_day_that_lists_ask_for_agrees_with_the_rule() -> None:
    for offset in range(800):
        on = D(2024, 1, 1) + dt.timedelta(days=offset)
        first = checked_before(on, 12)
        assert not check_overdue(first, on, 12)
        assert check_overdue(first - dt.timedelta(days=1), on, 12)


@pytest.mark.parametrize(("part", "whole", "short"), [(4, 9, True), (5, 10, False), (6, 11, False), (0, 0, False)])
def test_half_of_the_staff_teaches(part: int, whole: int, short: bool) -> None:
    assert share_is_short(part, whole, 50) is short


def test_assistants_and_part_time_teachers_do_not_count() -> None:
    staff = [
        TEACHER,
        replace(TEACHER, post=Post.RESEARCHER),
        replace(TEACHER, employment=Employment.PART_TIME),
        replace(TEACHER, post=Post.ASSISTANT),
    ]
    assert teaching_share(staff) == (2, 4)


@pytest.mark.parametrize(
    ("teachers", "students", "percent", "short"),
    [(1, 49, 2, False), (1, 50, 2, False), (1, 51, 2, True), (1, 16, 6, False), (1, 17, 6, True), (0, 1, 2, True)],
)
def test_a_class_has_its_full_time_teachers(teachers: int, students: int, percent: int, short: bool) -> None:
    assert ratio_is_short(teachers, students, percent) is short


def test_material_goes_to_the_bureau_or_to_the_sector_and_is_kept_three_years() -> None:
    assert goes_to_bureau(CourseSubject.CHINESE, has_sector_authority=True)
    assert not goes_to_bureau(CourseSubject.DANCE, has_sector_authority=True)
    assert goes_to_bureau(CourseSubject.DANCE, has_sector_authority=False)
    assert retain_until(D(2024, 2, 29), 36) == D(2027, 2, 28)
