"""The ladder of guidance: reminder, (regulatory talk), order to rectify, circulated notice, referral."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from django.db import IntegrityError, transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import ReasonMissing
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.policy.enums import DeadlineCode, Span
from cixi_oversight.policy.services import deadlines
from cixi_oversight.users.models import Department
from institutions.enums import TalkState
from institutions.enums.guidance import Outcome, Rung
from institutions.errors.guidance import (
    DayBeforeStep,
    DueDayMissing,
    OutcomeDoesNotFit,
    OutcomeKnown,
    ReferredToMissing,
)
from institutions.models import GuidanceOutcome, GuidanceStep, Institution, RegulatoryTalk
from institutions.rules.guidance.ladder import FITTING, Taken
from institutions.services.guidance import telling
from institutions.services.words import clean, lock, not_in_future, of_county

SUBJECT: Final = telling.SUBJECT
TALK: Final = "regulatory_talk"


@transaction.atomic
def take_step(
    *,
    institution: Institution,
    rung: Rung,
    taken_on: dt.date,
    matter: str,
    by: Viewer,
    at: dt.datetime,
    legal_basis: str = "",
    paper_number: str = "",
    due_on: dt.date | None = None,
    to_department: Department | None = None,
    cause: tuple[str, int] | None = None,
) -> GuidanceStep:
    """A rung as a dated fact; an order to rectify starts its deadline. A talk is planned with `talks.plan_talk`.
    The institution is told of a reminder, an order and a circulated notice.

    Raises ReasonMissing, NumberInText, DateInFuture, DueDayMissing, DayBeforeStep, ReferredToMissing, OtherCounty.
    """
    row = lock(institution)
    words = {
        name: without_numbers(clean(text), field=name)
        for name, text in (("matter", matter), ("legal_basis", legal_basis), ("paper_number", paper_number))
    }
    if not words["matter"]:
        raise ReasonMissing(field="matter")
    not_in_future(taken_on, at, "taken_on")
    due_on = due_on if rung is Rung.RECTIFY else None
    to_department = to_department if rung is Rung.REFER else None
    if rung is Rung.RECTIFY and due_on is None:
        raise DueDayMissing(field="due_on")
    if due_on is not None and due_on < taken_on:
        raise DayBeforeStep(field="due_on", day=taken_on.isoformat())
    if rung is Rung.REFER and to_department is None:
        raise ReferredToMissing(field="to_department")
    of_county(to_department, row.county_id, "to_department")
    cause_kind, cause_id = cause or ("", None)
    made = GuidanceStep.objects.create(
        institution=row,
        rung=rung,
        taken_on=taken_on,
        due_on=due_on,
        to_department=to_department,
        cause_kind=cause_kind,
        cause_id=cause_id,
        recorded_at=at,
        recorded_by_id=by.actor_id,
        **words,
    )
    if due_on is not None:
        amount, due = deadlines.by_hand(DeadlineCode.RECTIFICATION_ORDER, taken_on, due_on)
        deadlines.start_deadline(
            subject=(SUBJECT, made.pk),
            institution_id=row.pk,
            kind=DeadlineCode.RECTIFICATION_ORDER,
            started_on=taken_on,
            by=by,
            at=at,
            amount=amount,
            span=Span.CALENDAR_DAYS,
            due=due,
        )
    telling.taken(made, at=at)
    _audit("take_guidance_step", made, by=by, at=at, data={"rung": rung, "due_on": due_on and due_on.isoformat()})
    return made


@transaction.atomic
def record_outcome(
    *,
    step: GuidanceStep,
    outcome: Outcome,
    known_on: dt.date,
    by: Viewer,
    at: dt.datetime,
    note: str = "",
    paper_number: str = "",
) -> GuidanceOutcome:
    """What came of it: rectified or not, the receipt of a referral, the authority's result.

    Raises OutcomeDoesNotFit, OutcomeKnown, DateInFuture, DayBeforeStep, NumberInText.
    """
    lock(step.institution)
    if outcome not in FITTING[Rung(step.rung)]:
        raise OutcomeDoesNotFit(field="outcome")
    not_in_future(known_on, at, "known_on")
    if known_on < step.taken_on:
        raise DayBeforeStep(field="known_on", day=step.taken_on.isoformat())
    words = without_numbers(clean(note), field="note")
    try:
        with transaction.atomic():
            made = GuidanceOutcome.objects.create(
                step=step,
                institution_id=step.institution_id,
                outcome=outcome,
                known_on=known_on,
                note=words,
                paper_number=without_numbers(clean(paper_number), field="paper_number"),
                recorded_at=at,
                recorded_by_id=by.actor_id,
            )
    except IntegrityError:
        raise OutcomeKnown(field="outcome") from None
    if outcome is Outcome.RECTIFIED:
        deadlines.stop_deadline(
            subject=(SUBJECT, step.pk),
            kind=DeadlineCode.RECTIFICATION_ORDER,
            on=known_on,
            why=words or "已整改",
            by=by,
            at=at,
        )
    telling.settled(made, at=at)
    _audit("record_guidance_outcome", step, by=by, at=at, data={"outcome": outcome}, why=words)
    return made


def rungs(ids: Sequence[int], *, known_to: Viewer | None = None) -> dict[int, list[Taken]]:
    """Every rung that the institutions were on, oldest first: talks with a notice, and the written ones. Three queries.

    `known_to` leaves out what that viewer may not see.
    """
    steps: Any = GuidanceStep.objects
    steps = steps.visible_to(known_to) if known_to else steps.all()
    steps = list(steps.standing().filter(institution__in=list(ids)).select_related("to_department"))
    outcomes: defaultdict[int, list[tuple[Outcome, dt.date, str]]] = defaultdict(list)
    for one in GuidanceOutcome.objects.filter(step__in=steps).order_by("known_on", "pk"):
        outcomes[one.step_id].append((Outcome(one.outcome), one.known_on, one.paper_number or one.note))
    talks = RegulatoryTalk.objects.filter(institution__in=list(ids), notice__isnull=False)
    talks = talks.exclude(state=TalkState.CANCELLED).select_related("notice")
    found: defaultdict[int, list[Taken]] = defaultdict(list)
    for step in steps:
        found[step.institution_id].append(_of_step(step, tuple(outcomes[step.pk])))
    for talk in talks:
        day = talk.held_on or talk.starts_at.date()
        number = talk.notice.number if talk.notice else ""
        found[talk.institution_id].append(
            Taken(Rung.TALK, day, talk.matter, (TALK, talk.pk), talk.public_id, number, talk.demands_due_on)
        )
    return {pk: sorted(rows, key=lambda one: (one.taken_on, one.source)) for pk, rows in found.items()}


def _of_step(step: GuidanceStep, outcomes: tuple[tuple[Outcome, dt.date, str], ...]) -> Taken:
    return Taken(
        Rung(step.rung),
        step.taken_on,
        step.matter,
        (SUBJECT, step.pk),
        step.public_id,
        step.paper_number,
        step.due_on,
        step.to_department.name if step.to_department else "",
        outcomes,
    )


def _audit(verb: str, row: GuidanceStep, *, by: Viewer, at: dt.datetime, data: dict[str, Any], why: str = "") -> None:
    record(
        f"institutions.{verb}",
        by=by,
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        why=why,
        data=data,
        at=at,
    )
