"""Moving a case or a step by its table, with audit and event. The only place that writes a state."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pghistory
from django.db.models.functions import Length

from cixi_oversight.audit.rules.feed import EventKind
from cixi_oversight.audit.services.outbox import emit
from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import Forbidden, NotFound, StaleVersion
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.transitions import apply
from cixi_oversight.workflows import may
from institutions.enums.cases import ENDED, CaseVerb, StepVerb
from institutions.models import CaseStep, CaseStepTransition, CaseTransition, RegistrationCase
from institutions.models.registration_case import SUBJECT
from institutions.rules.cases.numbers import number_of, serial_of
from institutions.rules.cases.workflow import CASE, STEP
from institutions.services.words import clean, day_of


def text(words: str, field: str) -> str:
    """Raises NumberInText: telephones and document numbers belong into the vault."""
    return without_numbers(clean(words), field=field)


def locked(case: RegistrationCase, *, by: Viewer, version: int | None = None) -> RegistrationCase:
    """The row in the viewer's scope, locked. Raises NotFound, StaleVersion."""
    rows = RegistrationCase.objects.select_for_update(of=("self",)).select_related("county", "town", "institution")
    row: RegistrationCase | None = rows.filter(pk=case.pk).first()
    if row is None or not RegistrationCase.objects.visible_to(by).filter(pk=row.pk).exists():
        raise NotFound
    if version is not None and version != row.version:
        raise StaleVersion
    return row


def on_behalf(by: Viewer) -> Viewer:
    """The same actor with the right that the case gives: what follows from a decision needs no further role."""
    return Viewer(kind=ViewerKind.SYSTEM, actor_id=by.actor_id, user_id=by.user_id, label=by.label)


def check(row: RegistrationCase, verb: CaseVerb, by: Viewer) -> None:
    """Before a number is taken. Raises WrongState, Forbidden."""
    if not may(CASE.move(row.state, verb), by):
        raise Forbidden


def move(
    row: RegistrationCase, verb: CaseVerb, *, by: Viewer, at: dt.datetime, why: str = "", **also: Any
) -> CaseTransition:
    """One move of the case. Raises WrongState, Forbidden, ReasonMissing."""
    on = day_of(at)
    target = CASE.move(row.state, verb).target
    if target in ENDED:
        also.setdefault("ended_on", on)
    with pghistory.context(actor=by.actor_id, why=why):
        made = apply(
            row,
            verb,
            workflow=CASE,
            history=CaseTransition,
            owner="case",
            by=by,
            why=why,
            at=at,
            state_field="state",
            also={"since": at, **also},
        )
    audit("move_case", row, by=by, at=at, why=why, data={"verb": verb, "source": made.source, "target": made.target})
    kind = EventKind.CASE_DECIDED if "decision" in also else EventKind.CASE_MOVED
    tell_feed(kind, row, at=at, state=row.state, kind_of_case=row.kind, decision=row.decision)
    return made


def move_step(
    step: CaseStep, verb: StepVerb, *, by: Viewer, at: dt.datetime, why: str = "", **also: Any
) -> CaseStepTransition:
    """One move of a step; the case's row is locked. Raises WrongState, Forbidden, ReasonMissing."""
    made = apply(
        step,
        verb,
        workflow=STEP,
        history=CaseStepTransition,
        owner="step",
        by=by,
        why=why,
        at=at,
        state_field="state",
        also=also,
    )
    audit("move_case_step", step.case, by=by, at=at, why=why, data={"verb": verb, "step": step.key})
    tell_feed(EventKind.CASE_STEP, step.case, at=at, step=step.key, step_state=step.state)
    return made


def tell_feed(kind: EventKind, row: RegistrationCase, *, at: dt.datetime, **data: Any) -> None:
    emit(
        kind,
        subject=(SUBJECT, row.pk),
        public_id=row.public_id,
        institution_id=row.institution_id,
        county_id=row.county_id,
        data=data,
        at=at,
    )


def audit(
    verb: str, row: RegistrationCase, *, by: Viewer, at: dt.datetime, data: dict[str, Any], why: str = ""
) -> None:
    record(
        f"institutions.{verb}",
        by=by,
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        why=why,
        data={"kind": row.kind, **data},
        at=at,
    )


def next_number(row: RegistrationCase, year: int) -> str:
    """The county's row is locked by the caller, so that the numbers have no gaps."""
    prefix = number_of(row.county.code, year, 0)[:-5]
    last = (
        RegistrationCase.objects.filter(number__startswith=prefix)
        .order_by(Length("number").desc(), "-number")
        .values_list("number", flat=True)
        .first()
    )
    return number_of(row.county.code, year, (serial_of(last) if last else 0) + 1)
