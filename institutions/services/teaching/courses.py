"""Courses with their fee items: a list filed as a whole takes the place of the one in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from institutions.enums.register import Stage
from institutions.enums.teaching import CourseSubject, FeeKind, TeachingMode
from institutions.models import Course, FeeItem, Institution
from institutions.services.teaching.lists import compare, ended, stamp
from institutions.services.words import lock


@dataclass(frozen=True, slots=True)
class FeeEntry:
    """One payment: `amount_fen` fen for `lessons` lessons within `span_months` months; 0 where it is not sold so."""

    name: str
    kind: FeeKind
    amount_fen: int
    lessons: int = 0
    span_months: int = 0


@dataclass(frozen=True, slots=True)
class CourseEntry:
    name: str
    subject: CourseSubject
    stage: Stage
    mode: TeachingMode
    size_max: int
    lessons: int
    lesson_minutes: int
    fees: tuple[FeeEntry, ...] = ()


_COLUMNS = ("name", "subject", "stage", "mode", "size_max", "lessons", "lesson_minutes")


@transaction.atomic
def record_courses(
    *,
    institution: Institution,
    courses: Mapping[str, CourseEntry],
    by: Viewer,
    at: dt.datetime,
    filing_id: int | None = None,
) -> list[Course]:
    """Everything that is offered, by the institution's own number; what is missing is no longer offered.

    The caps and the guidance price have been checked by the filing.
    """
    row = lock(institution)
    rows = Course.objects.in_force().filter(institution=row).prefetch_related("fee_items")
    found = compare({one.code: one for one in rows}, courses, _same)
    made = Course.objects.bulk_create(
        [
            Course(
                institution=row,
                code=code,
                supersedes=before,
                filing_id=filing_id,
                **{name: getattr(courses[code], name) for name in _COLUMNS},
                **stamp(by, at),
            )
            for code, before in found.put.items()
        ]
        + [ended(one, by, at, withdrawn=True, filing_id=filing_id) for one in found.gone]
    )
    FeeItem.objects.bulk_create(
        [
            FeeItem(
                institution=row,
                course=one,
                name=fee.name,
                kind=fee.kind,
                amount_fen=fee.amount_fen,
                lessons=fee.lessons,
                span_months=fee.span_months,
                **stamp(by, at),
            )
            for one in made
            if not one.withdrawn
            for fee in courses[one.code].fees
        ]
    )
    record(
        "institutions.record_courses",
        by=by,
        subject=("institution", row.pk),
        institution_id=row.pk,
        data={"recorded": len(found.put), "ended": len(found.gone), "unchanged": len(found.kept)},
        at=at,
    )
    return made


def _same(row: Course, entry: CourseEntry) -> bool:
    fees = {(one.name, one.kind, one.amount_fen, one.lessons, one.span_months) for one in row.fee_items.all()}
    filed = {(one.name, str(one.kind), one.amount_fen, one.lessons, one.span_months) for one in entry.fees}
    return fees == filed and all(getattr(row, name) == getattr(entry, name) for name in _COLUMNS)
