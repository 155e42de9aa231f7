"""Due days after the calendar has changed: what runs across the year is reckoned anew, and what moved is kept."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode, Ends, MoveCause, Party, Span
from cixi_oversight.policy.models import Deadline, DeadlineMove, DeadlineSuspension
from cixi_oversight.policy.rules.day_table import Days
from cixi_oversight.policy.rules.deadline_kinds import KINDS
from cixi_oversight.policy.rules.deadlines import Due, Interval, due_on

_CHUNK: Final = 5_000
_FIELDS: Final = ("due_on", "safe_on", "provisional")


@transaction.atomic
def recompute(*, year: int, work: Days, why: str, by: Viewer, at: dt.datetime) -> int:
    """Reckon the open deadlines that touch `year` by the calendar `work`. Answers how many due days moved; each has a
    DeadlineMove. A party's right is never ended earlier than it was told."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    touched = Q(started_on__lte=last, due_on__gte=first) | Q(due_on__lte=last, started_on__gte=first)
    rows = Deadline.objects.open().filter(touched).select_for_update(of=("self",)).order_by("pk")
    moved, after = 0, 0
    while chunk := list(rows.filter(pk__gt=after)[:_CHUNK]):
        after = chunk[-1].pk
        moved += _reckon_chunk(chunk, work, why=why, by=by, at=at)
    if moved:
        data = {"moved": moved}
        record("policy.recompute_deadlines", by=by, subject=("calendar_year", year), why=why, data=data, at=at)
    return moved


def _reckon_chunk(chunk: list[Any], work: Days, *, why: str, by: Viewer, at: dt.datetime) -> int:
    rested = suspensions_of([row.pk for row in chunk])
    changed, moves = [], []
    for row in chunk:
        before = tuple(getattr(row, name) for name in _FIELDS)
        was = row.due_on
        apply_due(row, reckoned(row, work, rested.get(row.pk, [])))
        if before != tuple(getattr(row, name) for name in _FIELDS):
            changed.append(row)
        if row.due_on != was:
            moves.append(move_of(row, was, MoveCause.CALENDAR, why=why, by=by, at=at))
    Deadline.objects.bulk_update(changed, _FIELDS, batch_size=1_000)
    DeadlineMove.objects.bulk_create(moves, batch_size=2_000)
    return len(moves)


def suspensions_of(ids: list[int]) -> dict[int, list[Interval]]:
    """The ended suspensions of each deadline; an open one lengthens nothing before it has ended."""
    found: defaultdict[int, list[Interval]] = defaultdict(list)
    rows = DeadlineSuspension.objects.filter(deadline__in=ids, to_on__isnull=False)
    for pk, first, last in rows.values_list("deadline_id", "from_on", "to_on"):
        found[pk].append((first, last or first))
    return found


def reckoned(row: Any, work: Days, suspensions: list[Interval]) -> Due:
    kind = KINDS[DeadlineCode(row.kind)]
    return due_on(row.started_on, kind, work, suspensions, amount=row.amount, span=Span(row.span))


def apply_due(row: Any, due: Due) -> None:
    """Put what was reckoned into the row, except that a party keeps a later day that it was told."""
    kind = KINDS[DeadlineCode(row.kind)]
    told_later = kind.whose is Party.PARTY and kind.ends is Ends.AFTER and row.due_on > due.day
    row.provisional = due.provisional
    if not told_later:
        row.due_on, row.safe_on = due.day, due.safe_day


def move_of(row: Any, was: dt.date, cause: MoveCause, *, why: str, by: Viewer, at: dt.datetime) -> DeadlineMove:
    return DeadlineMove(
        deadline_id=row.pk,
        before_on=was,
        after_on=row.due_on,
        cause=cause,
        why=why[:300],
        recorded_at=at,
        recorded_by_id=by.actor_id,
    )
