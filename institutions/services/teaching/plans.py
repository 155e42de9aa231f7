"""Teaching plans with their lesson plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from institutions.errors.teaching import NotInForce
from institutions.models import Course, Institution, LessonPlan, TeachingPlan
from institutions.services.teaching.lists import stamp
from institutions.services.words import in_order, key_of, lock


@transaction.atomic
def record_plan(
    *,
    institution: Institution,
    course: str,
    title: str,
    goals: str,
    from_on: dt.date,
    to_on: dt.date,
    lessons: Sequence[tuple[str, str]],
    by: Viewer,
    at: dt.datetime,
    supersedes: TeachingPlan | None = None,
    filing_id: int | None = None,
) -> TeachingPlan:
    """`lessons` are topic and contents in their order. Raises NotInForce (the course), DatesReversed."""
    in_order(from_on, to_on, "to_on")
    row = lock(institution)
    of = Course.objects.in_force().filter(institution=row, code=course).first()
    if of is None:
        raise NotInForce(code=course)
    made: TeachingPlan = TeachingPlan.objects.create(
        institution=row,
        course=of,
        title=title,
        goals=goals,
        from_on=from_on,
        to_on=to_on,
        supersedes=supersedes,
        filing_id=filing_id,
        **stamp(by, at),
    )
    LessonPlan.objects.bulk_create(
        [
            LessonPlan(institution=row, plan=made, number=number, title=topic, content=content, **stamp(by, at))
            for number, (topic, content) in enumerate(lessons, 1)
        ]
    )
    record(
        "institutions.record_plan",
        by=by,
        subject=("institution", row.pk),
        institution_id=row.pk,
        data={"lessons": len(lessons), "supersedes": key_of(supersedes)},
        at=at,
    )
    return made
