"""While a new permit is not yet followed by the registration, an institution neither enrols nor charges.

Others ask `case_holds`: enrolment, charging, the public page. 教育部办公厅等三部门 2021: seven workdays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cixi_oversight.errors import Message, msg
from institutions.enums.cases import CaseKind, CaseState, StepPhase
from institutions.models import CaseStep, Permit, PermitLapse
from institutions.rules.cases.kinds import KINDS
from institutions.rules.cases.workflow import ANSWERED


@dataclass(frozen=True, slots=True)
class CaseHold:
    """No enrolment and no charging: why, since when, until when it is to be put in order. `case_public_id` is empty
    where a permit has simply ended."""

    why: Message
    since: dt.date
    due_on: dt.date | None
    case_public_id: str = ""
    case_number: str = ""


def case_holds(ids: Sequence[int], on: dt.date) -> dict[int, CaseHold]:
    """Of these institutions those that are held on a day, in two queries."""
    found = _lapsed(ids, on)
    steps = CaseStep.objects.filter(
        case__institution__in=ids, case__state=CaseState.FOLLOWING, phase=StepPhase.FOLLOWING
    )
    for step in steps.exclude(state__in=sorted(ANSWERED)).select_related("case").order_by("-due_on", "pk"):
        case = step.case
        holds = KINDS[CaseKind(case.kind)].steps_by_key[step.key].holds
        if not holds or case.institution_id is None or case.decided_on is None or case.decided_on > on:
            continue
        found[case.institution_id] = CaseHold(
            msg("New permit; no enrolment and no charging until the registration is changed."),
            case.decided_on,
            step.due_on,
            case.public_id,
            case.number or "",
        )
    return found


def _lapsed(ids: Sequence[int], on: dt.date) -> dict[int, CaseHold]:
    """Permits that ended and were not followed by another one."""
    rows = PermitLapse.objects.filter(institution__in=ids, ended_on__lt=on).order_by("ended_on")
    return {
        row.institution_id: CaseHold(
            msg("The permit has ended without renewal; no enrolment and no charging."), row.ended_on, None
        )
        for row in rows.filter(permit__in=_standing(ids))
    }


def _standing(ids: Sequence[int]) -> Any:
    return Permit.objects.standing().filter(institution__in=ids).values("pk")
