"""Class groups and their timetable (班与课表). Accepting this filing publishes the timetable; a lesson in a forbidden
time is a finding that names slot, day and rule, so that it cannot be submitted."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from cixi_oversight.errors import Message, msg
from institutions.enums.filings import FilingKind
from institutions.enums.register import Stage
from institutions.enums.teaching import TeachingMode
from institutions.rules.filings.forms.common import choices, day, days, minutes
from institutions.rules.filings.schema import (
    Field,
    FieldType,
    FilingForm,
    Finding,
    Known,
    Payload,
    Section,
    Table,
    row_path,
    rows_of,
)
from institutions.rules.labels.teaching import WEEKDAY
from institutions.rules.teaching.breaks import too_close
from institutions.rules.teaching.fees import CourseFacts, is_academic
from institutions.rules.teaching.people import ratio_is_short
from institutions.rules.teaching.permitted_time import Planned, TimeCheck, overlapping, permitted_time, unknown_days
from institutions.rules.teaching.school_days import SchoolDays
from institutions.rules.teaching.wording import of_break, of_time

GROUPS: Final = "groups"
SLOTS: Final = "slots"


def planned(row: Mapping[str, Any], *, online: bool) -> Planned | None:
    """A slot as the rules read it; None where it is not whole or ends before it begins."""
    starts, ends = minutes(row.get("starts")), minutes(row.get("ends"))
    first, last, without = day(row.get("from_on")), day(row.get("to_on")), days(row.get("not_on") or "")
    weekday = str(row.get("weekday"))
    if starts is None or ends is None or first is None or last is None or without is None or weekday not in WEEKDAY:
        return None
    if ends <= starts or last < first:
        return None
    return Planned(int(weekday), starts, ends, first, last, online, frozenset(without))


def check(payload: Payload, known: Known) -> list[Finding]:
    """Every class has a course, a teacher in service and a place; every lesson is in a permitted time; nobody teaches
    two classes at once and no room holds two."""
    groups = {str(row.get("code")): row for row in rows_of(payload, GROUPS)}
    found = [one for number, row in enumerate(rows_of(payload, GROUPS), 1) for one in _of_group(row, number, known)]
    read: dict[int, tuple[str, Planned]] = {}
    for number, row in enumerate(rows_of(payload, SLOTS), 1):
        group = groups.get(str(row.get("group")))
        if group is None:
            found.append(Finding(msg("No class with this number above."), row_path(SLOTS, number, "group")))
            continue
        course = _course(known, group)
        slot = planned(row, online=course is not None and course.mode is TeachingMode.ONLINE)
        if slot is None:
            found += _unreadable(row, number)
        elif course is not None:
            read[number] = (str(row.get("group")), slot)
            found += _times(slot, number, str(group.get("name") or row.get("group")), course, known)
    busy = {str(row.get("group")) for row in rows_of(payload, SLOTS)}
    found += [
        Finding(msg("Enter when this class meets."), row_path(GROUPS, number, "code"))
        for number, row in enumerate(rows_of(payload, GROUPS), 1)
        if row.get("code") and str(row.get("code")) not in busy
    ]
    return found + _twice(read, groups) + _breaks(read, groups, known)


def _of_group(row: Mapping[str, Any], number: int, known: Known) -> list[Finding]:
    found = []
    course = _course(known, row)
    if row.get("course") and course is None:
        found.append(
            Finding(
                msg("No course with the number %(code)s is in force: file the course first.", code=row["course"]),
                row_path(GROUPS, number, "course"),
            )
        )
    if row.get("teacher") and row["teacher"] not in known.facts.get("teachers", {}):
        found.append(
            Finding(
                msg("Nobody with the number %(code)s teaches here: file the staff first.", code=row["teacher"]),
                row_path(GROUPS, number, "teacher"),
            )
        )
    if row.get("site") and row["site"] not in known.facts.get("sites", {}):
        found.append(Finding(msg("No site of this name is on the register."), row_path(GROUPS, number, "site")))
    students = row.get("students")
    if course is not None and isinstance(students, int) and students > course.size_max:
        found.append(
            Finding(
                msg("The course is filed for %(most)s students in a class at most.", most=course.size_max),
                row_path(GROUPS, number, "students"),
            )
        )
    return found


def _unreadable(row: Mapping[str, Any], number: int) -> list[Finding]:
    """What is whole of shape and yet no time; the rest the shape's own findings say."""
    starts, ends = minutes(row.get("starts")), minutes(row.get("ends"))
    first, last = day(row.get("from_on")), day(row.get("to_on"))
    found = []
    if starts is not None and ends is not None and ends <= starts:
        found.append(Finding(msg("A lesson ends after it begins."), row_path(SLOTS, number, "ends")))
    if first is not None and last is not None and last < first:
        found.append(Finding(msg("The last day lies before the first."), row_path(SLOTS, number, "to_on")))
    if days(row.get("not_on") or "") is None:
        found.append(Finding(msg("Write the days as 2026-10-01, 2026-10-02."), row_path(SLOTS, number, "not_on")))
    return found


def _times(slot: Planned, number: int, name: str, course: CourseFacts, known: Known) -> list[Finding]:
    calendar: SchoolDays | None = known.facts.get("days")
    check_ = time_check(known, course)
    if calendar is None or check_ is None:
        return []
    try:
        breaches = permitted_time(slot, check_, calendar)
    except IndexError:
        span = {"first": calendar.first.isoformat(), "last": calendar.last.isoformat()}
        return [
            Finding(msg("A timetable lies between %(first)s and %(last)s.", **span), row_path(SLOTS, number, "to_on"))
        ]
    return [Finding(of_time(name, slot, one), row_path(SLOTS, number, "weekday")) for one in breaches]


def time_check(known: Known, course: CourseFacts) -> TimeCheck | None:
    """The rules of time for a course, prepared once for each kind of course."""
    limits = known.facts.get("time_limits")
    if limits is None:
        return None
    academic = is_academic(course.subject)
    return TimeCheck(limits["academic" if academic else "other"], academic=academic, stage=Stage(course.stage))


def _twice(read: Mapping[int, tuple[str, Planned]], groups: Mapping[str, Mapping[str, Any]]) -> list[Finding]:
    """One teacher, one class or one room at two places at one time."""
    found = []
    for column, words in (
        ("code", msg("This class meets at the same time in row %(row)s.")),
        ("teacher", msg("The teacher has another class at this time, in row %(row)s.")),
        ("room", msg("The room is taken at this time, by row %(row)s.")),
    ):
        users: dict[Any, list[int]] = defaultdict(list)
        for number, (group, _) in read.items():
            value = groups[group].get(column)
            if value:
                users[(value, groups[group].get("site")) if column == "room" else value].append(number)
        for numbers in users.values():
            for one, other in overlapping([read[number][1] for number in numbers]):
                first, second = numbers[one], numbers[other]
                if column == "code" or read[first][0] != read[second][0]:
                    found.append(Finding(Message(words.id, {"row": first}), row_path(SLOTS, second, "starts")))
    return found


def _breaks(
    read: Mapping[int, tuple[str, Planned]], groups: Mapping[str, Mapping[str, Any]], known: Known
) -> list[Finding]:
    """Two online lessons of a class with too short a break between them, named at the later one."""
    meets: dict[str, list[int]] = defaultdict(list)
    for number, (group, slot) in read.items():
        if slot.online:
            meets[group].append(number)
    found = []
    for group, numbers in meets.items():
        course = _course(known, groups[group])
        check_ = time_check(known, course) if course is not None else None
        if check_ is None:
            continue
        least = check_.limits.online_break
        name = str(groups[group].get("name") or group)
        for one, other in too_close([read[number][1] for number in numbers], least):
            words = of_break(name, read[numbers[one]][1], read[numbers[other]][1], least)
            found.append(Finding(words, row_path(SLOTS, numbers[other], "starts")))
    return found


def doubts(payload: Payload, known: Known) -> list[Message]:
    """A school calendar that does not reach as far; classes with too few full-time teachers."""
    groups = {str(row.get("code")): row for row in rows_of(payload, GROUPS)}
    unknown = 0
    calendar: SchoolDays | None = known.facts.get("days")
    for row in rows_of(payload, SLOTS):
        course = _course(known, groups.get(str(row.get("group")), {}))
        slot = planned(row, online=course is not None and course.mode is TeachingMode.ONLINE)
        check_ = time_check(known, course) if course is not None else None
        if slot is not None and check_ is not None and calendar is not None:
            unknown += unknown_days(slot, check_, calendar)
    found = []
    if unknown:
        found.append(msg("%(count)s lessons are on days of which the school calendar says nothing yet.", count=unknown))
    short = [str(row.get("name")) for row in groups.values() if _is_short(row, known)]
    if short:
        found.append(
            msg("Too few full-time teachers for the number of students: %(names)s.", names="、".join(short[:5]))
        )
    return found


def _is_short(row: Mapping[str, Any], known: Known) -> bool:
    course, students = _course(known, row), row.get("students")
    if course is None or course.mode is TeachingMode.ONLINE or not isinstance(students, int):
        return False
    ratios = known.facts.get("ratios", {})
    percent = ratios.get("preschool" if course.stage is Stage.PRESCHOOL else "school", 0)
    full_time = int(bool(known.facts.get("teachers", {}).get(row.get("teacher"))))
    return ratio_is_short(full_time, students, percent)


def _course(known: Known, group: Mapping[str, Any]) -> CourseFacts | None:
    found: CourseFacts | None = known.facts.get("courses", {}).get(group.get("course"))
    return found


def span_of(payload: Payload, on: dt.date) -> tuple[dt.date, dt.date]:
    """What the calendar has to cover: half a year back and a year and a half ahead."""
    return on - dt.timedelta(days=183), on + dt.timedelta(days=548)


FORM: Final = FilingForm(
    kind=FilingKind.CLASS_GROUPS,
    label=msg("Classes and timetable"),
    about=msg("Which classes there are, who teaches them, and when they meet. The timetable is public once accepted."),
    law="“双减”意见第十三条、第十四条；国办发〔2018〕80号；教育部等十三部门意见",
    law_unread=True,
    sections=(
        Section(
            "groups",
            msg("Classes"),
            (
                Table(
                    GROUPS,
                    msg("Classes"),
                    (
                        Field("code", msg("Number"), max_length=20, help=msg("The institution's own, such as B01.")),
                        Field("name", msg("Name of the class"), max_length=60),
                        Field("course", msg("Number of the course"), max_length=20),
                        Field("teacher", msg("Number of the teacher"), max_length=20),
                        Field("site", msg("Site"), required=False, max_length=80, help=msg("Empty: the main site.")),
                        Field("room", msg("Room"), required=False, max_length=30),
                        Field("students", msg("Students"), FieldType.WHOLE_NUMBER, low=0, high=500),
                    ),
                    row_key=("code",),
                    title_key=("code", "name"),
                    max_rows=1000,
                ),
            ),
            msg("The list takes the place of the former one: a class that is missing has ended."),
        ),
        Section(
            "slots",
            msg("Timetable"),
            (
                Table(
                    SLOTS,
                    msg("Weekly lessons"),
                    (
                        Field("group", msg("Number of the class"), max_length=20),
                        Field("weekday", msg("Weekday"), FieldType.CHOICE, choices=choices(WEEKDAY)),
                        Field("starts", msg("Begins"), FieldType.TIME),
                        Field("ends", msg("Ends"), FieldType.TIME),
                        Field("from_on", msg("First day"), FieldType.DAY),
                        Field("to_on", msg("Last day"), FieldType.DAY),
                        Field(
                            "not_on",
                            msg("Without lessons on"),
                            required=False,
                            max_length=400,
                            help=msg("Holidays within, as 2026-10-01, 2026-10-02."),
                        ),
                    ),
                    row_key=("group", "weekday", "starts", "from_on"),
                    title_key=("group", "weekday", "starts", "ends"),
                    max_rows=3000,
                ),
            ),
        ),
    ),
    check=check,
    doubts=doubts,
)
