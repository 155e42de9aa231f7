"""Deadlines for what entered without one. Safe to run again and beside running work: who has one keeps it."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, Max, Min, OuterRef

from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode, MoveCause, Span
from cixi_oversight.policy.models import Deadline, DeadlineMove
from cixi_oversight.policy.rules.deadlines import Due
from cixi_oversight.policy.services import calendar
from cixi_oversight.policy.services.deadlines import reckon
from cixi_oversight.policy.services.extensions import BACKFILLS, Backfill, Missing

BY_TODAYS_CALENDAR: Final = "补设期限时按现行工作日历重算"  # a reason in the record, as officers write theirs


def without_deadline(rows: Any, subject_kind: str) -> Any:
    """Those of `rows` (a QuerySet of the subject) about which no deadline runs or ran."""
    kept = Deadline.objects.filter(subject_kind=subject_kind, subject_id=OuterRef("pk"))
    return rows.filter(~Exists(kept))


def bounds_of(rows: Any) -> tuple[int, int] | None:
    """The lowest and the highest id of a QuerySet."""
    found = rows.aggregate(low=Min("pk"), high=Max("pk"))
    return None if found["low"] is None else (found["low"], found["high"])


def bounds() -> tuple[int | None, int | None]:
    """Over all kinds; two None where nothing is missing."""
    found = [pair for source in BACKFILLS.all() if (pair := source.bounds()) is not None]
    if not found:
        return None, None
    return min(low for low, _ in found), max(high for _, high in found)


@transaction.atomic
def backfill(*, low: int, high: int, by: Viewer, at: dt.datetime) -> int:
    """Begin what is missing for subjects with ids from `low` to `high`; answers how many deadlines were begun."""
    work = calendar.load()

    @cache
    def due(kind: DeadlineCode, started_on: dt.date, amount: int, span: Span) -> Due:
        return reckon(kind, started_on, amount=amount, span=span, work=work)

    made = 0
    for source in BACKFILLS.all():
        rows = [
            (one, _row(source.subject_kind, one, due(one.kind, one.started_on, one.amount, one.span), by=by, at=at))
            for one in source.missing(low, high)
        ]
        Deadline.objects.bulk_create([row for _, row in rows], ignore_conflicts=True, batch_size=2_000)
        _note_other_days(source, rows, by=by, at=at)
        made += len(rows)
    return made


def _note_other_days(source: Backfill, rows: list[tuple[Missing, Deadline]], *, by: Viewer, at: dt.datetime) -> None:
    """A due day that is another one by today's calendar than was entered has moved: nights read the moves."""
    other = {row.subject_id: one.due_on for one, row in rows if one.due_on is not None and one.due_on != row.due_on}
    kept = Deadline.objects.filter(subject_kind=source.subject_kind, subject_id__in=other, recorded_at=at)
    DeadlineMove.objects.bulk_create(
        DeadlineMove(
            deadline_id=pk,
            before_on=other[subject_id],
            after_on=due_on,
            cause=MoveCause.CALENDAR,
            why=BY_TODAYS_CALENDAR,
            recorded_at=at,
            recorded_by_id=by.actor_id,
        )
        for pk, subject_id, due_on in kept.values_list("pk", "subject_id", "due_on")
    )


def _row(subject_kind: str, one: Missing, due: Due, *, by: Viewer, at: dt.datetime) -> Deadline:
    return Deadline(
        subject_kind=subject_kind,
        subject_id=one.subject_id,
        institution_id=one.institution_id,
        kind=one.kind,
        amount=one.amount,
        span=one.span,
        started_on=one.started_on,
        due_on=due.day,
        safe_on=due.safe_day,
        provisional=due.provisional,
        stopped_on=one.stopped_on,
        stopped_by_id=by.actor_id if one.stopped_on else None,
        stopped_why=one.stopped_why[:300],
        recorded_at=at,
        recorded_by_id=by.actor_id,
    )
