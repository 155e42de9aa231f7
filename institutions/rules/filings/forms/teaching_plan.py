"""Teaching plan of a course with its lesson plans (教学计划、教案)."""

from __future__ import annotations

import re
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.filings import FilingKind
from institutions.rules.filings.forms.common import day
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
from institutions.rules.teaching.fees import is_academic

LESSONS: Final = "lesson_plans"
_HOMEWORK: Final = re.compile(r"作业|打卡|刷题|预习单")


def check(payload: Payload, known: Known) -> list[Finding]:
    """The course is in force, the days are in order, the lessons are numbered from 1 without a gap."""
    found = []
    code = payload.get("course")
    if code and code not in known.facts.get("courses", {}):
        found.append(
            Finding(msg("No course with the number %(code)s is in force: file the course first.", code=code), "course")
        )
    first, last = day(payload.get("from_on")), day(payload.get("to_on"))
    if first is not None and last is not None and last < first:
        found.append(Finding(msg("The last day lies before the first."), "to_on"))
    for number, row in enumerate(rows_of(payload, LESSONS), 1):
        if isinstance(row.get("number"), int) and row["number"] != number:
            place = row_path(LESSONS, number, "number")
            found.append(Finding(msg("Lessons are numbered 1, 2, 3 … in their order."), place))
            break
    return found


def doubts(payload: Payload, known: Known) -> list[Message]:
    """Academic plans are read by a person; so is one that does not fit its course, or mentions homework."""
    course = known.facts.get("courses", {}).get(payload.get("course"))
    if course is None:
        return []
    found = []
    if is_academic(course.subject):
        found.append(msg("The plan is for an academic subject."))
    planned, filed = len(rows_of(payload, LESSONS)), known.facts.get("lessons", {}).get(payload.get("course"))
    if filed is not None and planned != filed:
        found.append(
            msg("The plan has %(planned)s lessons, the course is filed with %(filed)s.", planned=planned, filed=filed)
        )
    texts = [f"{row.get('title', '')}{row.get('content', '')}" for row in rows_of(payload, LESSONS)]
    if any(_HOMEWORK.search(text) for text in texts):
        found.append(msg("The plan mentions homework, which is not allowed in any form."))
    return found


FORM: Final = FilingForm(
    kind=FilingKind.TEACHING_PLAN,
    label=msg("Teaching plan"),
    about=msg("Goals of a course and what is taught lesson by lesson."),
    law="“双减”意见第十三条、第十五条",
    law_unread=True,
    sections=(
        Section(
            "plan",
            msg("The plan"),
            (
                Field("course", msg("Number of the course"), max_length=20),
                Field("title", msg("Title"), max_length=80),
                Field("goals", msg("Goals"), FieldType.LONG_TEXT, max_length=600),
                Field("from_on", msg("First day"), FieldType.DAY),
                Field("to_on", msg("Last day"), FieldType.DAY),
                Field("document", msg("The plan as a document"), FieldType.FILE, required=False),
            ),
        ),
        Section(
            "lessons",
            msg("Lesson plans"),
            (
                Table(
                    LESSONS,
                    msg("Lesson plans"),
                    (
                        Field("number", msg("Lesson"), FieldType.WHOLE_NUMBER, low=1, high=500),
                        Field("title", msg("Topic"), max_length=80),
                        Field("content", msg("What is taught"), required=False, max_length=400),
                    ),
                    row_key=("number",),
                    title_key=("number", "title"),
                    max_rows=500,
                ),
            ),
        ),
    ),
    check=check,
    doubts=doubts,
)
