"""Assigning work (交办) and moving it along: every step by the table of `rules.workflow`, with its deadline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models.functions import Length

from cixi_oversight.audit.services.record import record
from cixi_oversight.clock import SHANGHAI
from cixi_oversight.desk.enums import AssignmentVerb as Verb
from cixi_oversight.desk.enums import ExtensionState
from cixi_oversight.desk.errors import DueInPast, NotTheOwner, TextMissing
from cixi_oversight.desk.models import Assignment, AssignmentExtension, AssignmentTransition, WorkingGroup
from cixi_oversight.desk.models.assignment import SUBJECT
from cixi_oversight.desk.rules.numbers import number_of, serial_of
from cixi_oversight.desk.rules.workflow import ASSIGNMENT, SIDE
from cixi_oversight.desk.services import parties, telling
from cixi_oversight.desk.services.parties import Owner
from cixi_oversight.errors import NotFound, StaleVersion
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.services.words import clean, without_numbers
from cixi_oversight.policy.enums import DeadlineCode, Span
from cixi_oversight.policy.services import deadlines
from cixi_oversight.transitions import apply
from cixi_oversight.users.models import County


@transaction.atomic
def assign(
    *,
    county_id: int,
    title: str,
    source: tuple[str, int | None],
    institution_id: int | None,
    owner: Owner,
    co_owners: Sequence[Owner],
    due_on: dt.date,
    by: Viewer,
    at: dt.datetime,
    why: str = "",
    task: str = "",
    source_text: str = "",
    group: WorkingGroup | None = None,
    dedupe: str | None = None,
) -> Assignment:
    """Assign work under the county's next number of the year; the numbers have no gaps. `source` is (kind, id) of a
    thing in the viewer's scope, which the door has made sure of, or a kind alone with `source_text`. `task` says what
    is asked, `why` what the audit keeps. With `dedupe` a second call answers the first assignment, unchanged.

    Raises TextMissing, NumberInText, DueInPast, PartyTwice, PartyElsewhere.
    """
    on = _day(at)
    if due_on < on:
        raise DueInPast(field="due_on", day=due_on.isoformat())
    words = {"title": a_text(title, "title"), "task": a_text(task or title, "task")}
    parties.check(owner, co_owners, county_id=county_id)
    county = County.objects.select_for_update(of=("self",)).get(pk=county_id)
    known = Assignment.objects.filter(dedupe=dedupe).first() if dedupe else None
    if known is not None:
        return known
    row = Assignment.objects.create(
        county=county,
        number=_next_number(county, on.year),
        source_kind=source[0],
        source_id=source[1],
        source_text=without_numbers(clean(source_text), field="source_text"),
        institution_id=institution_id,
        group=group,
        assigned_on=on,
        due_on=due_on,
        dedupe=dedupe,
        created_at=at,
        created_by_id=by.actor_id,
        changed_at=at,
        changed_by_id=by.actor_id,
        **words,
    )
    parties.put(row, owner, co_owners, at=at)
    _start_deadline(row, by=by, at=at)
    audit("assign", row, by=by, at=at, why=why, data={"number": row.number, "due_on": due_on.isoformat()})
    telling.given(row, by=by, at=at)
    return row


@transaction.atomic
def move(
    *,
    assignment: Assignment,
    verb: Verb,
    by: Viewer,
    why: str,
    at: dt.datetime,
    version: int | None = None,
    due_on: dt.date | None = None,
    owner: Owner | None = None,
    co_owners: Sequence[Owner] = (),
) -> AssignmentTransition:
    """One step. `version` is that of the page it was decided on; `due_on` a new day where work begins anew (it must be
    given to open again), `owner` and `co_owners` who has it after "assign anew" (None: as before).

    Raises NotFound, StaleVersion, WrongState, Forbidden, NotTheOwner, ReasonMissing, NumberInText, DueInPast,
    PartyTwice, PartyElsewhere.
    """
    row = locked(assignment, by=by, version=version)
    ASSIGNMENT.move(row.state, verb)  # of two at once the second is told that the state has moved on
    if SIDE[verb] not in parties.sides(row, parties.current(row), by):
        raise NotTheOwner
    on, reason = _day(at), without_numbers(clean(why), field="why")
    if due_on is not None and due_on < on:
        raise DueInPast(field="due_on", day=due_on.isoformat())
    made = apply(
        row,
        verb,
        workflow=ASSIGNMENT,
        history=AssignmentTransition,
        owner="assignment",
        by=by,
        why=reason,
        at=at,
        state_field="state",
        also=_columns(verb, row, on, due_on),
    )
    if verb is Verb.REASSIGN and owner is not None:
        parties.check(owner, co_owners, county_id=row.county_id)
        before = telling.people_of(row, at=at)
        parties.put(row, owner, co_owners, at=at)
        telling.taken_away(row, before, by=by, at=at)
    _move_deadline(row, verb, on, why=reason, by=by, at=at)
    if verb in (Verb.REPORT, Verb.REASSIGN, Verb.RETURN, Verb.WITHDRAW):
        _lapse(row, by=by, at=at)
    data = {"source": made.source, "target": made.target, "due_on": row.due_on.isoformat()}
    audit(verb, row, by=by, at=at, why=reason, data=data)
    telling.stepped(row, verb, by=by, why=reason, at=at)
    return made


def locked(assignment: Assignment, *, by: Viewer, version: int | None = None) -> Assignment:
    """The row in the viewer's scope, locked. Raises NotFound, StaleVersion."""
    row: Assignment | None = Assignment.objects.select_for_update(of=("self",)).filter(pk=assignment.pk).first()
    if row is None or not Assignment.objects.visible_to(by).filter(pk=row.pk).exists():
        raise NotFound
    if version is not None and version != row.version:
        raise StaleVersion
    return row


def a_text(text: str, field: str) -> str:
    """Raises TextMissing, NumberInText: everybody who has the assignment reads it."""
    said = clean(text)
    if not said:
        raise TextMissing(field=field)
    return without_numbers(said, field=field)


def audit(
    verb: str, row: Assignment, *, by: Viewer, at: dt.datetime, why: str = "", data: Mapping[str, Any] | None = None
) -> None:
    record(
        f"desk.{verb}",
        by=by,
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        why=why,
        data=data,
        at=at,
    )


def _columns(verb: Verb, row: Assignment, on: dt.date, due_on: dt.date | None) -> dict[str, Any]:
    """What a step writes beside the state."""
    if verb is Verb.REPORT:
        return {"done_on": on}
    if verb is Verb.CLOSE:
        return {"closed_on": on}
    if verb is Verb.REOPEN:
        if due_on is None:
            raise TextMissing(field="due_on")
        return {"done_on": None, "closed_on": None, "due_on": due_on}
    if verb in (Verb.SEND_BACK, Verb.REASSIGN):
        return {"done_on": None, "due_on": due_on or row.due_on}
    return {}


def _start_deadline(row: Assignment, *, by: Viewer, at: dt.datetime) -> None:
    amount, due = deadlines.by_hand(DeadlineCode.ASSIGNMENT_DUE, row.assigned_on, row.due_on)
    deadlines.start_deadline(
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        kind=DeadlineCode.ASSIGNMENT_DUE,
        started_on=row.assigned_on,
        amount=amount,
        span=Span.CALENDAR_DAYS,
        due=due,
        by=by,
        at=at,
    )


def _move_deadline(row: Assignment, verb: Verb, on: dt.date, *, why: str, by: Viewer, at: dt.datetime) -> None:
    """It rests when the owner has reported, or nobody is to do it; it runs again when work goes on."""
    subject, kind = (SUBJECT, row.pk), DeadlineCode.ASSIGNMENT_DUE
    if verb in (Verb.REPORT, Verb.WITHDRAW):
        deadlines.stop_deadline(subject=subject, kind=kind, on=on, why=why, by=by, at=at)
    elif verb in (Verb.SEND_BACK, Verb.REASSIGN, Verb.REOPEN):
        deadlines.start_again(subject=subject, kind=kind, due_on=row.due_on, why=why, by=by, at=at)


def _lapse(row: Assignment, *, by: Viewer, at: dt.datetime) -> None:
    AssignmentExtension.objects.filter(assignment=row, state=ExtensionState.ASKED).update(
        state=ExtensionState.LAPSED, decided_at=at, decided_by_id=by.actor_id
    )


def _next_number(county: County, year: int) -> str:
    prefix = number_of(county.code, year, 0)[:-5]
    last = (
        Assignment.objects.filter(number__startswith=prefix)
        .order_by(Length("number").desc(), "-number")
        .values_list("number", flat=True)
        .first()
    )
    return number_of(county.code, year, (serial_of(last) if last else 0) + 1)


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(SHANGHAI).date()
