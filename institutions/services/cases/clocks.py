"""The periods of a case: begun and stopped with its moves. They are reckoned by `policy`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Q

from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.services import deadlines
from institutions.models import CaseCorrection, CaseStep, RegistrationCase
from institutions.models.registration_case import SUBJECT

STEP_SUBJECT: Final = "case_step"
CORRECTION_SUBJECT: Final = "case_correction"


def start(
    subject: tuple[str, int],
    row: RegistrationCase,
    kind: DeadlineCode,
    on: dt.date,
    *,
    by: Viewer,
    at: dt.datetime,
    amount: int | None = None,
) -> Deadline:
    return deadlines.start_deadline(
        subject=subject, institution_id=row.institution_id, kind=kind, started_on=on, amount=amount, by=by, at=at
    )


def stop(subject: tuple[str, int], kind: DeadlineCode, on: dt.date, why: str, *, by: Viewer, at: dt.datetime) -> None:
    deadlines.stop_deadline(subject=subject, kind=kind, on=on, why=why, by=by, at=at)


def of_window(row: RegistrationCase) -> tuple[str, int]:
    """Whose five workdays run: the case's own the first time, the last correction's after a return."""
    last = row.corrections.order_by("-round").first()
    return (CORRECTION_SUBJECT, last.pk) if last else (SUBJECT, row.pk)


def stop_all(row: RegistrationCase, on: dt.date, why: str, *, by: Viewer, at: dt.datetime) -> None:
    """Nothing of an ended case runs on."""
    for one in of_case(row):
        if one.stopped_on is None:
            stop((one.subject_kind, one.subject_id), DeadlineCode(one.kind), on, why, by=by, at=at)


def of_case(row: RegistrationCase) -> list[Deadline]:
    """All periods of a case, of its corrections and steps, in the order of their days."""
    return of_cases([row.pk]).get(row.pk, [])


def of_cases(ids: Sequence[int]) -> dict[int, list[Deadline]]:
    """By case, in four queries however many cases there are."""
    owners: dict[tuple[str, int], int] = {(SUBJECT, pk): pk for pk in ids}
    steps = CaseStep.objects.filter(case__in=ids).values_list("pk", "case_id")
    owners |= {(STEP_SUBJECT, pk): case_id for pk, case_id in steps}
    corrections = CaseCorrection.objects.filter(case__in=ids).values_list("pk", "case_id")
    owners |= {(CORRECTION_SUBJECT, pk): case_id for pk, case_id in corrections}
    wanted = Q(pk__in=[])
    for kind in (SUBJECT, STEP_SUBJECT, CORRECTION_SUBJECT):
        wanted |= Q(subject_kind=kind, subject_id__in=[pk for of, pk in owners if of == kind])
    found: dict[int, list[Any]] = {}
    for row in Deadline.objects.filter(wanted).order_by("due_on", "pk"):
        found.setdefault(owners[row.subject_kind, row.subject_id], []).append(row)
    return found
