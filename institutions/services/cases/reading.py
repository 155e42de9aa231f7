"""What pages, API and other subjects read of cases: set-based, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cixi_oversight.errors import Message, msg
from cixi_oversight.policy.models import Deadline
from institutions.enums import Category, LegalForm, Status
from institutions.enums.cases import CaseKind, CaseState, StepState
from institutions.models import CaseStep, Institution, RegistrationCase
from institutions.models.registration_case import ON_DESK
from institutions.rules.cases.fitting import Known
from institutions.rules.cases.kinds import KINDS
from institutions.services.cases import clocks


@dataclass(frozen=True, slots=True)
class Waits:
    """Who is waited for, for what, since when, by when; nobody in an ended case."""

    who: str | Message
    what: Message
    since: dt.datetime
    due_on: dt.date | None


_APPLICANT = msg("The applicant")
_WINDOW = msg("Service-centre window")
_BUREAU = msg("Education bureau")


def known_of(row: Institution) -> Known:
    """What the register knows of an institution, for `rules.cases.fitting`."""
    permit = row.permits.standing().order_by("-recorded_at", "-pk").first()
    return Known(
        status=Status(row.status),
        category=Category(row.category) if row.category else None,
        legal_form=LegalForm(row.legal_form) if row.legal_form else None,
        has_permit=permit is not None,
        permit_ends=permit.expires_on if permit else None,
    )


def waits_of(rows: Sequence[RegistrationCase]) -> dict[int, list[Waits]]:
    """By case; steps that run side by side are each waited for. Two statements for steps, four for periods."""
    ids = [row.pk for row in rows]
    steps: dict[int, list[CaseStep]] = {}
    open_steps = CaseStep.objects.filter(case__in=ids, state__in=ON_DESK).select_related("department", "town")
    for step in open_steps.order_by("place", "pk"):
        steps.setdefault(step.case_id, []).append(step)
    periods = clocks.of_cases(ids)
    return {row.pk: _waits(row, steps.get(row.pk, []), periods.get(row.pk, [])) for row in rows}


def _waits(row: RegistrationCase, steps: Sequence[CaseStep], periods: Sequence[Deadline]) -> list[Waits]:
    due = min((one.due_on for one in periods if one.stopped_on is None), default=None)
    state = CaseState(row.state)
    if state is CaseState.DRAFT:
        return [Waits(_APPLICANT, msg("to submit"), row.since, None)]
    if state is CaseState.SUBMITTED:
        return [Waits(_WINDOW, msg("to accept or return"), row.since, due)]
    if state is CaseState.RETURNED:
        return [Waits(_APPLICANT, msg("to put right"), row.since, due)]
    if state is CaseState.TO_DECIDE:
        return [Waits(_BUREAU, msg("to decide"), row.since, due)]
    table = KINDS[CaseKind(row.kind)]
    return [
        Waits(whose(step), table.steps_by_key[step.key].label, step.handed_over_at or row.since, step.due_on)
        for step in steps
    ]


def whose(step: CaseStep) -> str:
    """The authority's own name."""
    place: Any = step.town or step.department
    return str(place.name) if place else ""


def step_is_late(step: CaseStep, on: dt.date) -> bool:
    return step.state in (StepState.WAITING, StepState.RECEIVED) and step.due_on is not None and step.due_on < on
