"""Courses and fees: an accepted filing is the list of what is offered."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from cixi_oversight.permissions import Viewer
from institutions.enums.register import Stage
from institutions.enums.teaching import CourseSubject, FeeKind, TeachingMode
from institutions.models import Course, Filing
from institutions.rules.filings.forms.courses import COURSES, FEES
from institutions.rules.filings.schema import Payload, rows_of
from institutions.services.cases.holds import held_since
from institutions.services.teaching import figures
from institutions.services.teaching.courses import CourseEntry, FeeEntry, record_courses


def accept(filing: Filing, payload: Payload, by: Viewer, at: dt.datetime) -> None:
    fees: dict[str, list[FeeEntry]] = defaultdict(list)
    for row in rows_of(payload, FEES):
        fees[str(row["course"])].append(
            FeeEntry(
                str(row["name"]),
                FeeKind(row["kind"]),
                int(row["amount"]),
                int(row.get("lessons") or 0),
                int(row.get("span_months") or 0),
            )
        )
    courses = {
        str(row["code"]): CourseEntry(
            name=str(row["name"]),
            subject=CourseSubject(row["subject"]),
            stage=Stage(row["stage"]),
            mode=TeachingMode(row["mode"]),
            size_max=int(row["size_max"]),
            lessons=int(row["lessons"]),
            lesson_minutes=int(row["lesson_minutes"]),
            fees=tuple(fees[str(row["code"])]),
        )
        for row in rows_of(payload, COURSES)
    }
    record_courses(institution=filing.institution, courses=courses, by=by, at=at, filing_id=filing.pk)


def facts(filing: Filing, on: dt.date) -> Mapping[str, Any]:
    """Caps and guidance price as of the day, and since when nothing may be charged."""
    of = filing.institution
    limits = figures.fee_limits(on=on, county_id=of.county_id, category=of.category)
    return {"fee_limits": limits} | held_since(of.pk, on)


def prefill(filing: Filing) -> Payload:
    """What is offered now."""
    rows = list(
        Course.objects.in_force()
        .filter(institution=filing.institution_id)
        .prefetch_related("fee_items")
        .order_by("code")
    )
    return payload_of(rows)


def payload_of(rows: Sequence[Course]) -> Payload:
    """As they would be filed: courses with their fee items fetched."""
    names = ("code", "name", "subject", "stage", "mode", "size_max", "lessons", "lesson_minutes")
    return {
        COURSES: [{name: getattr(one, name) for name in names} for one in rows],
        FEES: [
            {
                "course": one.code,
                "name": fee.name,
                "kind": fee.kind,
                "amount": fee.amount_fen,
                "lessons": fee.lessons,
                "span_months": fee.span_months,
            }
            for one in rows
            for fee in sorted(one.fee_items.all(), key=lambda fee: fee.pk)
        ],
    }
