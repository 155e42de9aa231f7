"""Steps of the authorities: planned at acceptance, handed over in turn, received and answered with a receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction

from cixi_oversight.errors import NotFound, ReasonMissing
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import Department
from institutions.enums import Category, LegalForm
from institutions.enums.cases import CaseKind, CaseState, CaseVerb, StepParty, StepPhase, StepState, StepVerb
from institutions.errors.cases import ChecksOpen, NotYourStep, RegistrationMissing
from institutions.models import CaseStep, RegistrationCase
from institutions.rules.cases.kinds import KINDS, department_of
from institutions.rules.cases.schema import StepSpec
from institutions.rules.cases.workflow import ANSWERED, STEP
from institutions.services.cases import clocks, effects, telling
from institutions.services.cases.moving import locked, move, move_step, on_behalf, text
from institutions.services.words import clean, day_of, not_in_future

_DESK: Final = (StepState.WAITING, StepState.RECEIVED)


def plan(row: RegistrationCase, *, by: Viewer, at: dt.datetime) -> None:
    """All steps of both phases, with their authorities; the first ones are handed over."""
    table = KINDS[CaseKind(row.kind)]
    offices = {DepartmentKind(one.kind): one for one in Department.objects.filter(county=row.county_id, town=None)}
    CaseStep.objects.bulk_create(
        CaseStep(case=row, key=spec.key, place=spec.place, phase=phase, party=spec.party, **_whose(row, spec, offices))
        for phase in StepPhase
        for spec in table.steps_of(phase, row.payload)
    )
    advance(row, by=by, at=at)


def deliver(case: RegistrationCase, *, by: Viewer, at: dt.datetime) -> None:
    """The viewer's department or town has the case before its eyes; the first time is kept."""
    deliver_many([case.pk], by=by, at=at)


def deliver_many(ids: Sequence[int], *, by: Viewer, at: dt.datetime) -> None:
    if by.kind in (ViewerKind.STAFF, ViewerKind.CLIENT):
        CaseStep.objects.on_desk_of(by).filter(case__in=ids, delivered_at=None).update(delivered_at=at)


@transaction.atomic
def receive_step(*, step: CaseStep, by: Viewer, at: dt.datetime) -> CaseStep:
    """Sign for it (签收). Raises NotFound, NotYourStep, WrongState, Forbidden."""
    row = _own(step, by)
    STEP.move(row.state, StepVerb.RECEIVE)
    deliver(row.case, by=by, at=at)
    move_step(row, StepVerb.RECEIVE, by=by, at=at, received_at=at)
    return row


@transaction.atomic
def answer_step(
    *,
    step: CaseStep,
    verb: StepVerb,
    by: Viewer,
    at: dt.datetime,
    answer: str = "",
    checks: Mapping[str, bool] | None = None,
    number: str = "",
    registered_on: dt.date | None = None,
) -> CaseStep:
    """Agree, object or report a registration, on behalf of the viewer's department or town. Before the decision one
    agrees or objects, after it one reports what is done.

    Raises NotFound, NotYourStep, WrongState, Forbidden, ChecksOpen, ReasonMissing, RegistrationMissing, DateInFuture,
    NumberInText.
    """
    row = _own(step, by)
    STEP.move(row.state, verb)
    spec = KINDS[CaseKind(row.case.kind)].steps_by_key[row.key]
    wanted = {StepVerb.REPORT_DONE} if spec.registers else {StepVerb.AGREE, StepVerb.OBJECT}
    if verb not in wanted:
        raise NotFound
    said = text(answer, "answer")
    ticked = {key: bool((checks or {}).get(key)) for key, _ in spec.checks}
    if verb is StepVerb.AGREE and not all(ticked.values()):
        raise ChecksOpen
    if verb is StepVerb.OBJECT and not said:
        raise ReasonMissing(field="answer")
    facts: dict[str, Any] = {}
    if spec.registers:
        if not number.strip() or registered_on is None:
            raise RegistrationMissing(field="number")
        not_in_future(registered_on, at, "registered_on")
        facts = {"number": clean(number)[:40], "registered_on": registered_on.isoformat()}
    deliver(row.case, by=by, at=at)
    on = day_of(at)
    move_step(
        row,
        verb,
        by=by,
        at=at,
        why=said,
        received_at=row.received_at or at,
        answered_at=at,
        answered_by_id=by.actor_id,
        answer=said,
        checks=ticked,
        facts=facts,
    )
    clocks.stop((clocks.STEP_SUBJECT, row.pk), spec.deadline, on, "已反馈", by=by, at=at)
    if spec.registers:
        effects.on_registered(row.case, row, by=on_behalf(by), at=at)
    advance(row.case, by=by, at=at)
    return row


def drop(step: CaseStep, *, by: Viewer, at: dt.datetime) -> None:
    """The case has ended first."""
    if step.state not in ANSWERED:
        move_step(step, StepVerb.DROP, by=on_behalf(by), at=at)


def advance(row: RegistrationCase, *, by: Viewer, at: dt.datetime) -> None:
    """Hand over what is next; with the last answer the case moves on."""
    if row.state not in (CaseState.IN_REVIEW, CaseState.FOLLOWING):
        return
    phase = StepPhase.REVIEW if row.state == CaseState.IN_REVIEW else StepPhase.FOLLOWING
    left = [one for one in row.steps.filter(phase=phase).order_by("place", "pk") if one.state not in ANSWERED]
    portal = on_behalf(by)
    if not left:
        move(row, CaseVerb.ANSWERED if phase is StepPhase.REVIEW else CaseVerb.COMPLETE, by=portal, at=at)
        if row.state == CaseState.COMPLETED:
            clocks.stop_all(row, day_of(at), "办结", by=by, at=at)
        telling.moved(row, at=at)
        return
    for step in left:
        if step.place == left[0].place and step.state == StepState.PENDING:
            _hand_over(row, step, by=portal, at=at)


def _hand_over(row: RegistrationCase, step: CaseStep, *, by: Viewer, at: dt.datetime) -> None:
    spec = KINDS[CaseKind(row.kind)].steps_by_key[step.key]
    step.case = row
    due = clocks.start((clocks.STEP_SUBJECT, step.pk), row, spec.deadline, day_of(at), amount=spec.amount, by=by, at=at)
    move_step(step, StepVerb.HAND_OVER, by=by, at=at, handed_over_at=at, due_on=due.due_on)
    telling.handed_over(step, due.due_on, at=at)


def _own(step: CaseStep, by: Viewer) -> CaseStep:
    """The step with its case, both locked. Raises NotFound, NotYourStep."""
    case = locked(RegistrationCase(pk=step.case_id), by=by)
    row: CaseStep = CaseStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    row.case = case
    if by.kind is ViewerKind.SYSTEM:
        return row
    if row.department_id not in by.department_ids and row.town_id not in by.town_ids:
        raise NotYourStep
    return row


def category_after(row: RegistrationCase) -> Category | None:
    """What is taught once it is granted."""
    named = row.payload.get("to_category") or row.payload.get("category")
    if named:
        return Category(named)
    return Category(row.institution.category) if row.institution and row.institution.category else None


def _form_of(row: RegistrationCase) -> LegalForm | None:
    named = row.payload.get("legal_form")
    if named:
        return LegalForm(named)
    return LegalForm(row.institution.legal_form) if row.institution and row.institution.legal_form else None


def _whose(row: RegistrationCase, spec: StepSpec, offices: Mapping[DepartmentKind, Department]) -> dict[str, Any]:
    """A town that nobody knows, or an office that the county has not entered: the education bureau does it."""
    if spec.party is StepParty.TOWN and row.town_id is not None:
        return {"town_id": row.town_id}
    kind = department_of(spec.party, category_after(row), _form_of(row))
    office = offices.get(kind) or offices[DepartmentKind.EDUCATION]
    return {"department": office}
