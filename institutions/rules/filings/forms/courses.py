"""Courses and fee items (培训项目与收费): the whole list of what is offered, with what is charged."""

from __future__ import annotations

from typing import Any, Final

from cixi_oversight.errors import Message, msg
from institutions.enums.filings import FilingKind
from institutions.enums.register import Stage
from institutions.enums.teaching import CourseSubject, FeeKind, TeachingMode
from institutions.rules.filings.forms.common import choices, one_of
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
from institutions.rules.labels.register import STAGE
from institutions.rules.labels.teaching import FEE_KIND, MODE, SUBJECT
from institutions.rules.teaching.fees import (
    CourseFacts,
    CourseRule,
    FeeFacts,
    FeeLimits,
    FeeRule,
    course_breaches,
    fee_breaches,
)
from institutions.rules.teaching.wording import COURSES as COURSE_WORDS
from institutions.rules.teaching.wording import of_fee

COURSES: Final = "courses"
FEES: Final = "fees"
_FEE_PLACE: Final = {
    FeeRule.OVER_HOURS: "lessons",
    FeeRule.OVER_SPAN: "span_months",
    FeeRule.NOTHING_COVERED: "lessons",
}
_COURSE_PLACE: Final = {CourseRule.ONLINE_PRESCHOOL: "mode"}


def course_of(row: dict[str, Any]) -> CourseFacts | None:
    subject, stage = one_of(CourseSubject, row.get("subject")), one_of(Stage, row.get("stage"))
    mode, size, minutes = one_of(TeachingMode, row.get("mode")), row.get("size_max"), row.get("lesson_minutes")
    if subject is None or stage is None or mode is None or not isinstance(size, int) or not isinstance(minutes, int):
        return None
    return CourseFacts(subject, stage, mode, size, minutes)


def fee_of(row: dict[str, Any]) -> FeeFacts | None:
    kind, amount = one_of(FeeKind, row.get("kind")), row.get("amount")
    lessons, span = row.get("lessons") or 0, row.get("span_months") or 0
    if kind is None or not all(isinstance(one, int) and one >= 0 for one in (amount, lessons, span)):
        return None
    return FeeFacts(kind, amount, lessons, span)  # type: ignore[arg-type]


def check(payload: Payload, known: Known) -> list[Finding]:
    """What may be taught; the caps of prepaid fees; the guidance price; every fee belongs to a course."""
    limits: FeeLimits | None = known.facts.get("fee_limits")
    courses: dict[str, CourseFacts] = {}
    found = []
    for number, row in enumerate(rows_of(payload, COURSES), 1):
        course = course_of(row)
        if course is None:
            continue
        courses[str(row.get("code"))] = course
        for rule in course_breaches(course, [known.category] if known.category else []):
            place = row_path(COURSES, number, _COURSE_PLACE.get(rule, "subject"))
            found.append(Finding(COURSE_WORDS[rule], place))
    codes = {str(row.get("code")) for row in rows_of(payload, COURSES)}
    paid = set()
    for number, row in enumerate(rows_of(payload, FEES), 1):
        code = str(row.get("course"))
        if code not in codes:
            found.append(
                Finding(msg("No course with the number %(code)s above.", code=code), row_path(FEES, number, "course"))
            )
            continue
        paid.add(code)
        fee = fee_of(row)
        if fee is None or code not in courses or limits is None:
            continue
        for breach in fee_breaches(courses[code], fee, limits):
            place = row_path(FEES, number, _FEE_PLACE.get(breach.rule, "amount"))
            found.append(Finding(of_fee(breach), place))
    found += [
        Finding(msg("Enter what is charged for this course; 0 if it is free."), row_path(COURSES, number, "code"))
        for number, row in enumerate(rows_of(payload, COURSES), 1)
        if row.get("code") and str(row.get("code")) not in paid
    ]
    return found


def doubts(payload: Payload, known: Known) -> list[Message]:
    """A price that rose by more than a tenth against the list in force; new fees while charging is suspended."""
    before = {(str(row.get("course")), str(row.get("name"))): row.get("amount") for row in _fees(known.before)}
    risen = [
        str(row.get("name"))
        for row in rows_of(payload, FEES)
        for old in [before.get((str(row.get("course")), str(row.get("name"))))]
        if isinstance(old, int) and old > 0 and (row.get("amount") or 0) * 10 > old * 11
    ]
    found = [msg("The price rises by more than a tenth: %(names)s.", names="、".join(risen[:5]))] if risen else []
    since = known.facts.get("held_since")
    if since is not None:
        new = [str(row.get("name")) for row in rows_of(payload, FEES) if not _is_known(row, before)]
        if new:
            found.append(
                msg(
                    "Enrolment and charging are suspended since %(day)s, yet fees are new: %(names)s.",
                    day=since.isoformat(),
                    names="、".join(new[:5]),
                )
            )
    return found


def _is_known(row: dict[str, Any], before: dict[tuple[str, str], Any]) -> bool:
    """The same fee, not dearer than in the list in force."""
    old = before.get((str(row.get("course")), str(row.get("name"))))
    return isinstance(old, int) and (row.get("amount") or 0) <= old


def _fees(payload: Payload | None) -> list[dict[str, Any]]:
    return rows_of(payload, FEES) if payload else []


FORM: Final = FilingForm(
    kind=FilingKind.COURSES,
    label=msg("Courses and fees"),
    about=msg("What is taught, for whom, and what one payment costs and covers."),
    law="教育部等六部门预收费监管通知；宁波市学科类校外培训收费标准；民办教育促进法第三十八条",
    law_unread=True,
    sections=(
        Section(
            "courses",
            msg("Courses"),
            (
                Table(
                    COURSES,
                    msg("Courses"),
                    (
                        Field("code", msg("Number"), max_length=20, help=msg("The institution's own, such as K01.")),
                        Field("name", msg("Name of the course"), max_length=80),
                        Field("subject", msg("Subject of teaching"), FieldType.CHOICE, choices=choices(SUBJECT)),
                        Field("stage", msg("Stage"), FieldType.CHOICE, choices=choices(STAGE)),
                        Field("mode", msg("On site or online"), FieldType.CHOICE, choices=choices(MODE)),
                        Field(
                            "size_max", msg("Students in the largest class"), FieldType.WHOLE_NUMBER, low=1, high=500
                        ),
                        Field("lessons", msg("Lessons of the course"), FieldType.WHOLE_NUMBER, low=1, high=500),
                        Field("lesson_minutes", msg("Minutes of a lesson"), FieldType.WHOLE_NUMBER, low=10, high=480),
                    ),
                    row_key=("code",),
                    title_key=("code", "name"),
                    max_rows=500,
                ),
            ),
            msg("The list takes the place of the former one: a course that is missing is no longer offered."),
        ),
        Section(
            "fees",
            msg("Fee items"),
            (
                Table(
                    FEES,
                    msg("Fee items"),
                    (
                        Field("course", msg("Number of the course"), max_length=20),
                        Field("name", msg("Fee item"), max_length=60),
                        Field("kind", msg("Kind of fee"), FieldType.CHOICE, choices=choices(FEE_KIND)),
                        Field("amount", msg("One payment (yuan)"), FieldType.YUAN, low=0, high=10_000_000),
                        Field(
                            "lessons",
                            msg("Lessons covered, gifts included"),
                            FieldType.WHOLE_NUMBER,
                            False,
                            low=0,
                            high=500,
                        ),
                        Field("span_months", msg("Months covered"), FieldType.WHOLE_NUMBER, False, low=0, high=60),
                    ),
                    row_key=("course", "name"),
                    title_key=("course", "name", "amount"),
                    max_rows=2000,
                ),
            ),
            msg("What is collected in one payment: at most 3 months, 60 class hours of a subject and 5,000 yuan."),
        ),
    ),
    check=check,
    doubts=doubts,
)
