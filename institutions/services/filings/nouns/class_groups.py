"""Classes and timetable: an accepted filing is published."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import Key
from institutions.enums.register import Stage
from institutions.enums.teaching import CourseSubject, Employment, TeachingMode
from institutions.models import ClassGroup, Course, Filing, Site, StaffMember
from institutions.rules.filings.forms.class_groups import GROUPS, SLOTS, planned
from institutions.rules.filings.schema import Payload, rows_of
from institutions.rules.teaching.fees import CourseFacts
from institutions.rules.teaching.permitted_time import Planned
from institutions.services.teaching import figures
from institutions.services.teaching.timetables import GroupEntry, publish_timetable


def accept(filing: Filing, payload: Payload, by: Viewer, at: dt.datetime) -> None:
    """Raises as `publish_timetable`."""
    of = filing.institution
    known = courses_of(of.pk)
    sites = sites_of(of.pk)
    slots: dict[str, list[Planned]] = defaultdict(list)
    groups = {str(row["code"]): row for row in rows_of(payload, GROUPS)}
    for row in rows_of(payload, SLOTS):
        course = known.get(str(groups[str(row["group"])].get("course")))
        slot = planned(row, online=course is not None and course.mode is TeachingMode.ONLINE)
        if slot is not None:
            slots[str(row["group"])].append(slot)
    entries = {
        code: GroupEntry(
            name=str(row["name"]),
            course=str(row["course"]),
            teacher=str(row["teacher"]),
            site_id=_site(row, known, sites),
            room=str(row.get("room") or ""),
            students=int(row["students"]),
            slots=tuple(slots[code]),
        )
        for code, row in groups.items()
    }
    publish_timetable(institution=of, groups=entries, by=by, at=at, filing_id=filing.pk)


def _site(row: Mapping[str, Any], known: Mapping[str, CourseFacts], sites: Mapping[str, int]) -> int | None:
    course = known.get(str(row["course"]))
    if course is not None and course.mode is TeachingMode.ONLINE:
        return None
    return sites.get(str(row.get("site") or "")) or sites.get("")


def facts(filing: Filing, on: dt.date) -> Mapping[str, Any]:
    """Times, calendar, and the courses, teachers and sites that classes may name."""
    of = filing.institution
    first, last = figures.around(on)
    ratios = figures.values((Key.CLASS_RATIO, Key.CLASS_RATIO_PRESCHOOL), on=on, county_id=of.county_id)
    serving = StaffMember.objects.serving(on).filter(institution=of)
    return {
        "time_limits": figures.time_limits_by_kind(on=on, county_id=of.county_id, category=of.category),
        "days": figures.school_days(county_id=of.county_id, first=first, last=last),
        "courses": courses_of(of.pk),
        "teachers": {
            code: employment == Employment.FULL_TIME for code, employment in serving.values_list("code", "employment")
        },
        "sites": sites_of(of.pk),
        "ratios": {"school": ratios[Key.CLASS_RATIO], "preschool": ratios[Key.CLASS_RATIO_PRESCHOOL]},
    }


def courses_of(institution_id: int) -> dict[str, CourseFacts]:
    """Courses in force by their number."""
    return {
        one.code: CourseFacts(
            CourseSubject(one.subject), Stage(one.stage), TeachingMode(one.mode), one.size_max, one.lesson_minutes
        )
        for one in Course.objects.in_force().filter(institution=institution_id)
    }


def sites_of(institution_id: int) -> dict[str, int]:
    """Open sites by name and by address; the main one, or else the first, by an empty name too."""
    rows = Site.objects.filter(institution=institution_id, closed_on=None).order_by("-is_main", "pk")
    found: dict[str, int] = {}
    for one in rows:
        for name in ("", one.name, one.address):
            found.setdefault(name, one.pk)
    return found


def prefill(filing: Filing) -> Payload:
    """Classes that stand, with their weekly lessons that have not ended."""
    rows = list(
        ClassGroup.objects.in_force()
        .filter(institution=filing.institution_id)
        .select_related("course", "teacher", "site")
        .prefetch_related("slots")
        .order_by("code")
    )
    return payload_of(rows)


def payload_of(rows: Sequence[ClassGroup]) -> Payload:
    """As they would be filed: classes with course, teacher, site and weekly lessons fetched."""
    return {
        GROUPS: [_group(one) for one in rows],
        SLOTS: [_slot(one, slot) for one in rows for slot in one.slots.all()],
    }


def _group(one: ClassGroup) -> dict[str, Any]:
    found = {
        "code": one.code,
        "name": one.name,
        "course": one.course.code,
        "teacher": one.teacher.code,
        "students": one.students,
    }
    more = {"room": one.room, "site": (one.site.name or one.site.address) if one.site else ""}
    return found | {key: value for key, value in more.items() if value}


def _slot(one: ClassGroup, slot: Any) -> dict[str, Any]:
    return {
        "group": one.code,
        "weekday": str(slot.weekday),
        "starts": f"{slot.starts:%H:%M}",
        "ends": f"{slot.ends:%H:%M}",
        "from_on": slot.from_on.isoformat(),
        "to_on": slot.to_on.isoformat(),
        **({"not_on": ", ".join(day.isoformat() for day in slot.not_on)} if slot.not_on else {}),
    }
