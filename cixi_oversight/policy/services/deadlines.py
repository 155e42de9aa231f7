"""Deadlines of any subject: started, stopped, suspended, resumed, extended. The law is in `rules/deadlines.py`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Greatest

from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import ReasonMissing
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode, Ends, MoveCause, Span
from cixi_oversight.policy.errors import (
    AlreadyStopped,
    AlreadySuspended,
    LawMissing,
    NotExtendable,
    NotSuspendable,
    NotSuspended,
    PeriodOver,
    SuspensionDates,
)
from cixi_oversight.policy.models import Deadline, DeadlineMove, DeadlineSuspension
from cixi_oversight.policy.rules.deadline_kinds import KINDS
from cixi_oversight.policy.rules.deadlines import Due, due_on
from cixi_oversight.policy.services import calendar
from cixi_oversight.policy.services.recompute import apply_due, move_of, reckoned, suspensions_of


@dataclass(frozen=True, slots=True)
class Start:
    """A deadline to begin; with `stopped_on` one that was met before it was asked for."""

    subject_id: int
    institution_id: int | None
    stopped_on: dt.date | None = None


def reckon(
    kind: DeadlineCode, started_on: dt.date, *, amount: int | None = None, span: Span | None = None, work: Any = None
) -> Due:
    """The due day without keeping it. `work` saves loading the calendar again."""
    return due_on(started_on, KINDS[kind], work or calendar.load(), amount=amount, span=span)


def start_deadline(
    *,
    subject: tuple[str, int],
    institution_id: int | None,
    kind: DeadlineCode,
    started_on: dt.date,
    by: Viewer,
    at: dt.datetime,
    amount: int | None = None,
    span: Span | None = None,
    due: Due | None = None,
) -> Deadline:
    """Begin a subject's deadline. `due` is what `reckon` said of the same period, where the caller has it already.

    A second start of the same kind for the same subject answers the first one, unchanged.
    """
    values = _values(kind, started_on, due or reckon(kind, started_on, amount=amount, span=span), amount, span)
    row, _ = Deadline.objects.get_or_create(
        subject_kind=subject[0],
        subject_id=subject[1],
        kind=kind,
        defaults=values | {"institution_id": institution_id, "recorded_at": at, "recorded_by_id": by.actor_id},
    )
    return row


def start_many(
    *,
    subject_kind: str,
    kind: DeadlineCode,
    started_on: dt.date,
    starts: Iterable[Start],
    by: Viewer,
    at: dt.datetime,
    amount: int | None = None,
    span: Span | None = None,
) -> int:
    """Begin the same period for many subjects, reckoned once. Those that have it already keep it."""
    values = _values(kind, started_on, reckon(kind, started_on, amount=amount, span=span), amount, span)
    rows = [
        Deadline(
            subject_kind=subject_kind,
            subject_id=one.subject_id,
            institution_id=one.institution_id,
            kind=kind,
            stopped_on=one.stopped_on,
            stopped_by_id=by.actor_id if one.stopped_on else None,
            recorded_at=at,
            recorded_by_id=by.actor_id,
            **values,
        )
        for one in starts
    ]
    Deadline.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2_000)
    return len(rows)


def _values(kind: DeadlineCode, started_on: dt.date, due: Due, amount: int | None, span: Span | None) -> dict[str, Any]:
    return {
        "amount": KINDS[kind].amount if amount is None else amount,
        "span": span or KINDS[kind].span,
        "started_on": started_on,
        "due_on": due.day,
        "safe_on": due.safe_day,
        "provisional": due.provisional,
    }


@transaction.atomic
def stop_deadline(
    *, subject: tuple[str, int], kind: DeadlineCode, on: dt.date, why: str, by: Viewer, at: dt.datetime
) -> bool:
    """What was asked for has happened on a day. Answers whether there was such a deadline; a correction of the
    subject's own record stops it again, by its new day."""
    rows = Deadline.objects.filter(subject_kind=subject[0], subject_id=subject[1], kind=kind)
    ids = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    Deadline.objects.filter(pk__in=ids).update(stopped_on=on, stopped_by_id=by.actor_id, stopped_why=why[:300])
    DeadlineSuspension.objects.filter(deadline__in=ids, to_on=None).update(
        to_on=Greatest("from_on", on), ended_by_id=by.actor_id, ended_at=at
    )
    return bool(ids)


@transaction.atomic
def stop_many(*, subject_kind: str, ids: Collection[int], kind: DeadlineCode, on: dt.date, why: str, by: Viewer) -> int:
    """The same for many subjects of which none has let its period rest: those still running stop. How many."""
    running = Deadline.objects.filter(subject_kind=subject_kind, subject_id__in=ids, kind=kind, stopped_on=None)
    return running.update(stopped_on=on, stopped_by_id=by.actor_id, stopped_why=why[:300])


@transaction.atomic
def suspend(
    *, deadline: Deadline, from_on: dt.date, reason: str, law: str, by: Viewer, at: dt.datetime
) -> DeadlineSuspension:
    """Let the period rest from a day on, that day within; only where a law, regulation or rule is named (处罚法 60).

    Raises ReasonMissing, LawMissing, AlreadyStopped, NotSuspendable, SuspensionDates, PeriodOver, AlreadySuspended.
    """
    if not reason.strip():
        raise ReasonMissing(field="reason")
    if not law.strip():
        raise LawMissing(field="law")
    row = _locked(deadline)
    kind = KINDS[DeadlineCode(row.kind)]
    if kind.by_hand or kind.ends is not Ends.AFTER:  # a day set by hand is extended by whoever set it
        raise NotSuspendable
    if from_on <= row.started_on:
        raise SuspensionDates(field="from_on")
    if from_on > row.due_on:
        raise PeriodOver(day=row.due_on.isoformat())
    known = DeadlineSuspension.objects.filter(deadline=row)
    if known.filter(to_on=None).exists() or known.filter(to_on__gte=from_on).exists():
        raise AlreadySuspended
    made = DeadlineSuspension.objects.create(
        deadline=row, from_on=from_on, reason=reason, law=law, recorded_at=at, recorded_by_id=by.actor_id
    )
    _audit("suspend_deadline", row, why=reason, data={"from_on": from_on.isoformat(), "law": law}, by=by, at=at)
    return made


@transaction.atomic
def resume(*, deadline: Deadline, to_on: dt.date, why: str, by: Viewer, at: dt.datetime) -> Deadline:
    """The period runs again after `to_on`, its last day of rest.

    Raises AlreadyStopped, NotSuspended, SuspensionDates.
    """
    row = _locked(deadline)
    resting = DeadlineSuspension.objects.select_for_update().filter(deadline=row, to_on=None).first()
    if resting is None:
        raise NotSuspended
    if to_on < resting.from_on:
        raise SuspensionDates(field="to_on")
    resting.to_on, resting.ended_by_id, resting.ended_at = to_on, by.actor_id, at
    resting.save(update_fields=["to_on", "ended_by", "ended_at"])
    _reckon_again(row, MoveCause.SUSPENSION, why=why, by=by, at=at)
    _audit("resume_deadline", row, why=why, data={"to_on": to_on.isoformat()}, by=by, at=at)
    return row


@transaction.atomic
def extend(
    *, deadline: Deadline, on: dt.date, why: str, by: Viewer, at: dt.datetime, until: dt.date | None = None
) -> Deadline:
    """What the law lets an approval add (20+10, 60+30); both count as one period. A day that an officer has set by hand
    moves to `until`, a later one, as often as it is granted.

    Raises ReasonMissing, AlreadyStopped, NotExtendable, PeriodOver.
    """
    if not why.strip():
        raise ReasonMissing(field="why")
    row = _locked(deadline)
    if KINDS[DeadlineCode(row.kind)].by_hand:
        if until is None or until <= row.due_on:
            raise NotExtendable
        _set_by_hand(row, until, MoveCause.EXTENSION, why=why, by=by, at=at)
        return row
    more = KINDS[DeadlineCode(row.kind)].extension
    if not more or row.extended:
        raise NotExtendable
    if on > row.due_on and not DeadlineSuspension.objects.filter(deadline=row, to_on=None).exists():
        raise PeriodOver(day=row.due_on.isoformat())
    row.amount, row.extended = row.amount + more, True
    row.save(update_fields=["amount", "extended"])
    _reckon_again(row, MoveCause.EXTENSION, why=why, by=by, at=at)
    _audit("extend_deadline", row, why=why, data={"added": more}, by=by, at=at)
    return row


@transaction.atomic
def start_again(
    *, subject: tuple[str, int], kind: DeadlineCode, due_on: dt.date, why: str, by: Viewer, at: dt.datetime
) -> Deadline:
    """What was thought done is not: a stopped deadline that is set by hand runs again, until `due_on`.

    Raises Deadline.DoesNotExist where there never was one.
    """
    row: Deadline = Deadline.objects.select_for_update(of=("self",)).get(
        subject_kind=subject[0], subject_id=subject[1], kind=kind
    )
    row.stopped_on, row.stopped_by_id, row.stopped_why = None, None, ""
    row.save(update_fields=["stopped_on", "stopped_by", "stopped_why"])
    if due_on != row.due_on:
        _set_by_hand(row, due_on, MoveCause.REOPENED, why=why, by=by, at=at)
    return row


@transaction.atomic
def move_many(
    *,
    subject_kind: str,
    ids: Collection[int],
    kind: DeadlineCode,
    was: dt.date,
    due_on: dt.date,
    why: str,
    by: Viewer,
    at: dt.datetime,
) -> int:
    """One day set by hand for many subjects, `was`, becomes another, later or earlier: those still running move, each
    with its record. Who has been given a later day than the new one keeps it. How many moved; three statements.

    Raises ReasonMissing, NotExtendable for a kind whose period the law sets.
    """
    if not why.strip():
        raise ReasonMissing(field="why")
    if not KINDS[kind].by_hand:
        raise NotExtendable
    running = Deadline.objects.select_for_update(of=("self",)).filter(
        subject_kind=subject_kind, subject_id__in=ids, kind=kind, stopped_on=None
    )
    rows = list(running.filter(Q(due_on=was) | Q(due_on__lt=due_on)).order_by("pk"))
    work, moves = calendar.load(), []
    for row in rows:
        before = row.due_on
        row.amount, due = by_hand(kind, row.started_on, due_on, work=work)
        row.extended = row.extended or due_on > before
        row.due_on, row.safe_on, row.provisional = due.day, due.safe_day, due.provisional
        moves.append(move_of(row, before, MoveCause.EXTENSION, why=why, by=by, at=at))
    Deadline.objects.bulk_update(rows, ["amount", "extended", "due_on", "safe_on", "provisional"], batch_size=1000)
    DeadlineMove.objects.bulk_create(moves, batch_size=1000)
    return len(rows)


def by_hand(kind: DeadlineCode, started_on: dt.date, day: dt.date, *, work: Any = None) -> tuple[int, Due]:
    """The calendar days from the start to a day that an officer sets, and that day as a due day."""
    amount = (day - started_on).days
    return amount, reckon(kind, started_on, amount=amount, span=Span.CALENDAR_DAYS, work=work)


def _set_by_hand(row: Deadline, day: dt.date, cause: MoveCause, *, why: str, by: Viewer, at: dt.datetime) -> None:
    was = row.due_on
    row.amount, due = by_hand(DeadlineCode(row.kind), row.started_on, day)
    row.extended = row.extended or cause is MoveCause.EXTENSION
    row.due_on, row.safe_on, row.provisional = due.day, due.safe_day, due.provisional
    row.save(update_fields=["amount", "extended", "due_on", "safe_on", "provisional"])
    move_of(row, was, cause, why=why, by=by, at=at).save()
    _audit("extend_deadline", row, why=why, data={"was": was.isoformat(), "cause": cause}, by=by, at=at)


def _locked(deadline: Deadline) -> Deadline:
    row: Deadline = Deadline.objects.select_for_update(of=("self",)).get(pk=deadline.pk)
    if row.stopped_on is not None:
        raise AlreadyStopped(day=row.stopped_on.isoformat())
    return row


def _reckon_again(row: Deadline, cause: MoveCause, *, why: str, by: Viewer, at: dt.datetime) -> None:
    was = row.due_on
    apply_due(row, reckoned(row, calendar.load(), suspensions_of([row.pk]).get(row.pk, [])))
    row.save(update_fields=["due_on", "safe_on", "provisional"])
    if row.due_on != was:
        move_of(row, was, cause, why=why, by=by, at=at).save()


def _audit(verb: str, row: Deadline, *, why: str, data: dict[str, Any], by: Viewer, at: dt.datetime) -> None:
    record(
        f"policy.{verb}",
        by=by,
        subject=("deadline", row.pk),
        institution_id=row.institution_id,
        why=why,
        data=data | {"of": [row.subject_kind, row.subject_id], "due_on": row.due_on.isoformat()},
        at=at,
    )
