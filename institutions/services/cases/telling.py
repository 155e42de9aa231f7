"""Who is told of what in a case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from cixi_oversight.desk.services import messages, recipients
from cixi_oversight.desk.services.recipients import Recipients
from cixi_oversight.permissions import Role
from institutions.enums.cases import CaseKind, CaseState
from institutions.models import CaseCorrection, CaseStep, RegistrationCase
from institutions.models.registration_case import SUBJECT
from institutions.rules.cases.kinds import KINDS
from institutions.rules.labels.cases import CASE_KIND, CASE_STATE


def submitted(row: RegistrationCase, due_on: dt.date, turn: int, *, at: dt.datetime) -> None:
    to = recipients.roles(row.county_id, Role.SERVICE_CENTRE_CLERK, Role.REGISTRAR)
    _say(row, "case.submitted", to, f"{turn}", at, name=row.title, due_on=due_on)


def returned(row: RegistrationCase, correction: CaseCorrection, count: int, *, at: dt.datetime) -> None:
    if row.institution_id is not None:
        to = recipients.members(row.institution_id)
        _say(row, "case.returned", to, f"{correction.round}", at, count=count, due_on=correction.due_on)


def moved(row: RegistrationCase, *, at: dt.datetime) -> None:
    """The applicant, and whoever decides once all have answered."""
    state = CaseState(row.state)
    to = Recipients()
    if row.institution_id is not None:
        to = recipients.members(row.institution_id)
    if state is CaseState.TO_DECIDE:
        to = recipients.roles(row.county_id, Role.SECTION_CHIEF)
    _say(row, "case.moved", to, f"{state}", at, name=row.title, state=CASE_STATE[state])


def handed_over(step: CaseStep, due_on: dt.date, *, at: dt.datetime) -> None:
    row = step.case
    to = recipients.towns(step.town_id) if step.town_id else recipients.departments(step.department_id or 0)
    label = KINDS[CaseKind(row.kind)].steps_by_key[step.key].label
    messages.notify(
        template="case.step",
        to=to,
        data={"number": row.number, "name": row.title, "step": label, "due_on": due_on},
        subject=(SUBJECT, row.pk),
        dedupe=f"case.step:{step.pk}",
        at=at,
        institution_id=row.institution_id,
    )


def _say(row: RegistrationCase, template: str, to: Recipients, once: str, at: dt.datetime, **figures: Any) -> None:
    messages.notify(
        template=template,
        to=to,
        data={"number": row.number, "kind": CASE_KIND[CaseKind(row.kind)], **figures},
        subject=(SUBJECT, row.pk),
        dedupe=f"{template}:{row.pk}:{once}",
        at=at,
        institution_id=row.institution_id,
    )
