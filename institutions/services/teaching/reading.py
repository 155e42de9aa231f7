"""What pages and other apps read of teaching: one query each, whatever the number of rows.

`public_courses`, `public_teachers` and `class_times` hold what is public by duty; nothing of the vault is opened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from institutions.models import (
    ClassGroup,
    Course,
    FeeItem,
    Institution,
    StaffMember,
    TeachingPlan,
    TimetableSlot,
    TrainingMaterial,
)


@dataclass(frozen=True, slots=True)
class PublicFee:
    """Fen of one payment, for so many lessons and months; 0 where it is not sold so."""

    name: str
    kind: str
    amount_fen: int
    lessons: int
    span_months: int


@dataclass(frozen=True, slots=True)
class PublicCourse:
    public_id: str
    code: str
    name: str
    subject: str
    stage: str
    mode: str
    size_max: int
    lessons: int
    lesson_minutes: int
    fees: tuple[PublicFee, ...]


@dataclass(frozen=True, slots=True)
class PublicTeacher:
    """`number` is the masked number of the certificate."""

    name: str
    post: str
    degree: str
    certificate: str
    subject: str
    number: str


@dataclass(frozen=True, slots=True)
class ClassTime:
    """A weekly lesson from `from_on` to `to_on`, never on `not_on`; `weekday` is 1 Monday to 7 Sunday."""

    weekday: int
    starts: dt.time
    ends: dt.time
    from_on: dt.date
    to_on: dt.date
    not_on: tuple[dt.date, ...]
    group: str
    course: str
    mode: str
    teacher: str
    room: str
    students: int


def public_courses(institution: Institution | int) -> list[PublicCourse]:
    """Courses in force with what is charged; one query over the fee items."""
    rows = (
        FeeItem.objects.filter(course__in=Course.objects.in_force().filter(institution=institution))
        .select_related("course")
        .order_by("course__code", "pk")
    )
    found: dict[int, tuple[Course, list[PublicFee]]] = {}
    for fee in rows:
        one = PublicFee(fee.name, fee.kind, fee.amount_fen, fee.lessons, fee.span_months)
        found.setdefault(fee.course_id, (fee.course, []))[1].append(one)
    return [
        PublicCourse(
            public_id=course.public_id,
            code=course.code,
            name=course.name,
            subject=course.subject,
            stage=course.stage,
            mode=course.mode,
            size_max=course.size_max,
            lessons=course.lessons,
            lesson_minutes=course.lesson_minutes,
            fees=tuple(fees),
        )
        for course, fees in found.values()
    ]


def public_teachers(institution: Institution | int, *, on: dt.date) -> list[PublicTeacher]:
    """Those who teach on a day, with what has to be posted of them."""
    rows = StaffMember.objects.serving(on).filter(institution=institution).exclude(posted_name="")
    return [
        PublicTeacher(
            name=one.posted_name,
            post=one.post,
            degree=one.degree,
            certificate=one.certificate,
            subject=one.subject,
            number=one.number.certificate_number_masked if one.number else "",
        )
        for one in rows.select_related("number").order_by("code", "pk")
    ]


def class_times(institution: Institution | int, *, on: dt.date) -> list[ClassTime]:
    """The published timetable from a day on, by weekday and hour."""
    rows = TimetableSlot.objects.in_force().filter(institution=institution, to_on__gte=on)
    rows = rows.select_related("class_group__course", "class_group__teacher").order_by("weekday", "starts", "pk")
    return [
        ClassTime(
            weekday=one.weekday,
            starts=one.starts,
            ends=one.ends,
            from_on=one.from_on,
            to_on=one.to_on,
            not_on=tuple(one.not_on),
            group=one.class_group.name,
            course=one.class_group.course.name,
            mode=one.class_group.course.mode,
            teacher=one.class_group.teacher.posted_name,
            room=one.class_group.room,
            students=one.class_group.students,
        )
        for one in rows
    ]


def people(institution: Institution, *, on: dt.date) -> list[StaffMember]:
    """Everybody in service, teachers first."""
    rows = StaffMember.objects.serving(on).filter(institution=institution).select_related("person", "number")
    return sorted(rows, key=lambda one: (not one.posted_name, one.code))


def plans(institution: Institution) -> list[TeachingPlan]:
    rows = TeachingPlan.objects.in_force().filter(institution=institution).select_related("course")
    return list(rows.prefetch_related("lesson_plans").order_by("course__code", "-from_on"))


def materials(institution: Institution) -> list[TrainingMaterial]:
    """In use and out of use, by number."""
    rows = TrainingMaterial.objects.in_force().filter(institution=institution)
    return list(rows.select_related("reviewed_by").order_by("code"))


def courses_with_fees(institutions: Iterable[int] | Any) -> Any:
    """Courses in force of several institutions with their fee items; two queries."""
    rows = Course.objects.in_force().filter(institution__in=institutions)
    return rows.prefetch_related(Prefetch("fee_items", FeeItem.objects.order_by("pk"))).order_by("code", "pk")


def classes(institution: Institution) -> int:
    """How many classes stand."""
    return int(ClassGroup.objects.in_force().filter(institution=institution).count())
