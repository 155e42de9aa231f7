"""Publishing a timetable: classes and their weekly lessons take the place of those in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.web.words import worded
from institutions.enums.register import Stage
from institutions.enums.teaching import CourseSubject, TeachingMode
from institutions.errors.teaching import LessonForbidden, NotInForce
from institutions.models import ClassGroup, Course, Institution, StaffMember, TimetableSlot
from institutions.rules.teaching.breaks import too_close
from institutions.rules.teaching.fees import is_academic
from institutions.rules.teaching.permitted_time import Planned, TimeCheck, permitted_time
from institutions.rules.teaching.wording import of_break, of_time
from institutions.services.teaching import figures
from institutions.services.teaching.lists import compare, ended, stamp
from institutions.services.words import day_of, lock


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """`course` and `teacher` are the institution's own numbers; `site_id` None is online."""

    name: str
    course: str
    teacher: str
    site_id: int | None
    room: str
    students: int
    slots: tuple[Planned, ...]


@transaction.atomic
def publish_timetable(
    *,
    institution: Institution,
    groups: Mapping[str, GroupEntry],
    by: Viewer,
    at: dt.datetime,
    filing_id: int | None = None,
) -> list[ClassGroup]:
    """Every class by the institution's own number; what is missing has ended.

    Raises NotInForce (a course, or nobody of this number teaches), LessonForbidden.
    """
    row = lock(institution)
    courses = {one.code: one for one in Course.objects.in_force().filter(institution=row)}
    teachers = {one.code: one for one in StaffMember.objects.serving(day_of(at)).filter(institution=row)}
    _check(row, groups, courses, teachers, on=day_of(at))
    standing = ClassGroup.objects.in_force().filter(institution=row)
    standing = standing.select_related("course", "teacher").prefetch_related("slots")
    found = compare({one.code: one for one in standing}, groups, _same)
    made = ClassGroup.objects.bulk_create(
        [
            ClassGroup(
                institution=row,
                code=code,
                course=courses[groups[code].course],
                teacher=teachers[groups[code].teacher],
                site_id=groups[code].site_id,
                name=groups[code].name,
                room=groups[code].room,
                students=groups[code].students,
                supersedes=before,
                filing_id=filing_id,
                **stamp(by, at),
            )
            for code, before in found.put.items()
        ]
        + [ended(one, by, at, withdrawn=True, filing_id=filing_id) for one in found.gone]
    )
    TimetableSlot.objects.bulk_create(
        [slot_row(one, slot, by, at) for one in made if not one.withdrawn for slot in groups[one.code].slots]
    )
    record(
        "institutions.publish_timetable",
        by=by,
        subject=("institution", row.pk),
        institution_id=row.pk,
        data={"recorded": len(found.put), "ended": len(found.gone), "unchanged": len(found.kept)},
        at=at,
    )
    return made


def slot_row(group: ClassGroup, slot: Planned, by: Viewer, at: dt.datetime) -> TimetableSlot:
    return TimetableSlot(
        institution_id=group.institution_id,
        class_group=group,
        weekday=slot.weekday,
        starts=dt.time(*divmod(slot.starts, 60)),
        ends=dt.time(*divmod(slot.ends, 60)),
        from_on=slot.from_on,
        to_on=slot.to_on,
        not_on=sorted(slot.not_on),
        **stamp(by, at),
    )


def planned_of(row: TimetableSlot, *, online: bool) -> Planned:
    """A slot of the register as the rules read it."""
    return Planned(
        row.weekday,
        row.starts.hour * 60 + row.starts.minute,
        row.ends.hour * 60 + row.ends.minute,
        row.from_on,
        row.to_on,
        online,
        frozenset(row.not_on),
    )


def _check(
    row: Institution,
    groups: Mapping[str, GroupEntry],
    courses: Mapping[str, Course],
    teachers: Mapping[str, StaffMember],
    *,
    on: dt.date,
) -> None:
    limits = figures.time_limits_by_kind(on=on, county_id=row.county_id, category=row.category)
    first, last = figures.around(on)
    days = figures.school_days(county_id=row.county_id, first=first, last=last)
    for group in groups.values():
        for code, known in ((group.course, courses), (group.teacher, teachers)):
            if code not in known:
                raise NotInForce(code=code)
        course = courses[group.course]
        academic = is_academic(CourseSubject(course.subject))
        check = TimeCheck(limits["academic" if academic else "other"], academic=academic, stage=Stage(course.stage))
        for slot in group.slots:
            for breach in permitted_time(slot, check, days):
                raise LessonForbidden(finding=worded(of_time(group.name, slot, breach)))
        least, online = check.limits.online_break, [slot for slot in group.slots if slot.online]
        for one, other in too_close(online, least):
            raise LessonForbidden(finding=worded(of_break(group.name, online[one], online[other], least)))


def _same(row: ClassGroup, entry: GroupEntry) -> bool:
    facts = (row.name, row.course.code, row.teacher.code, row.site_id, row.room, row.students)
    if facts != (entry.name, entry.course, entry.teacher, entry.site_id, entry.room, entry.students):
        return False
    online = row.course.mode == TeachingMode.ONLINE
    return {planned_of(one, online=online) for one in row.slots.all()} == set(entry.slots)
