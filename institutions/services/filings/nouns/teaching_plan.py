"""Teaching plans: an accepted filing is the plan in force for its subject."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from cixi_oversight.permissions import Viewer
from institutions.models import Course, Filing, TeachingPlan
from institutions.rules.filings.forms.common import day
from institutions.rules.filings.forms.teaching_plan import LESSONS
from institutions.rules.filings.schema import Payload, rows_of
from institutions.services.filings.nouns.class_groups import courses_of
from institutions.services.teaching.plans import record_plan


def accept(filing: Filing, payload: Payload, by: Viewer, at: dt.datetime) -> int:
    """Takes the place of the plan that the former filing of the same thing made. Raises as `record_plan`."""
    from_on, to_on = day(payload["from_on"]), day(payload["to_on"])
    assert from_on is not None and to_on is not None  # noqa: S101, PT018  # the shape has been checked
    same = Filing.objects.all().same_thing(filing).values("pk")
    before = TeachingPlan.objects.in_force().filter(institution=filing.institution_id, filing_id__in=same).first()
    made = record_plan(
        institution=filing.institution,
        course=str(payload["course"]),
        title=str(payload["title"]),
        goals=str(payload["goals"]),
        from_on=from_on,
        to_on=to_on,
        lessons=[(str(row["title"]), str(row.get("content") or "")) for row in rows_of(payload, LESSONS)],
        by=by,
        at=at,
        supersedes=before,
        filing_id=filing.pk,
    )
    return int(made.pk)


def facts(filing: Filing, on: dt.date) -> Mapping[str, Any]:
    """Courses in force, and of how many lessons."""
    rows = Course.objects.in_force().filter(institution=filing.institution_id)
    return {"courses": courses_of(filing.institution_id), "lessons": dict(rows.values_list("code", "lessons"))}
