"""An application is handed in, or in again, or taken back; and what stands in the way of it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from cixi_oversight.errors import DomainError, Problems, StaleVersion
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.users.models import County
from institutions.enums.cases import CaseKind, CaseState, CaseVerb
from institutions.errors.cases import DocumentMissing, FieldsMissing
from institutions.models import CaseDocument, CaseStep, RegistrationCase
from institutions.rules.cases.kinds import KINDS
from institutions.rules.cases.workflow import CASE
from institutions.services.cases import clocks, steps, telling
from institutions.services.cases.applicants import check_applicant, in_person
from institutions.services.cases.correcting import not_corrected
from institutions.services.cases.moving import locked, move, next_number, text
from institutions.services.words import day_of


@transaction.atomic
def submit(*, case: RegistrationCase, expected_version: int, by: Viewer, at: dt.datetime) -> RegistrationCase:
    """Hand the application in, or in again. The number is taken now; the window's five workdays begin.

    Raises NotFound, NotYourCase, StaleVersion, WrongState, Problems (FieldsMissing, DocumentMissing, NotCorrected).
    """
    County.objects.select_for_update(of=("self",)).get(pk=case.county_id)
    row = locked(case, by=by)
    check_applicant(row, by)
    by = in_person(by)
    verb = CaseVerb.RESUBMIT if row.state == CaseState.RETURNED else CaseVerb.SUBMIT
    CASE.move(row.state, verb)
    if row.version != expected_version:
        raise StaleVersion
    problems = missing(row)
    if problems:
        raise Problems(problems)
    on = day_of(at)
    if verb is CaseVerb.RESUBMIT:
        last = row.corrections.latest("round")
        clocks.stop((clocks.CORRECTION_SUBJECT, last.pk), DeadlineCode.CASE_CORRECTION, on, "已补正", by=by, at=at)
        move(row, verb, by=by, at=at)
    else:
        move(row, verb, by=by, at=at, number=next_number(row, on.year), submitted_at=at)
    due = clocks.start(clocks.of_window(row), row, DeadlineCode.LICENCE_SUPPLEMENT, on, by=by, at=at)
    telling.submitted(row, due.due_on, row.corrections.count(), at=at)
    return row


@transaction.atomic
def withdraw(
    *, case: RegistrationCase, why: str, by: Viewer, at: dt.datetime, version: int | None = None
) -> RegistrationCase:
    """The applicant takes it back before it is decided. Raises NotFound, NotYourCase, WrongState, ReasonMissing."""
    row = locked(case, by=by, version=version)
    check_applicant(row, by)
    by = in_person(by)
    move(row, CaseVerb.WITHDRAW, by=by, at=at, why=text(why, "why"))
    drop_rest(row, by=by, at=at)
    return row


def drop_rest(row: RegistrationCase, *, by: Viewer, at: dt.datetime) -> None:
    """Steps that nobody needs any more, and periods."""
    for step in CaseStep.objects.select_related("case").filter(case=row):
        steps.drop(step, by=by, at=at)
    clocks.stop_all(row, day_of(at), "办件已结束", by=by, at=at)


def missing(row: RegistrationCase) -> list[DomainError]:
    """Everything that stands in the way of submitting, at once. Of a returned case also what is as it
    was and has no remark."""
    table = KINDS[CaseKind(row.kind)]
    problems: list[DomainError] = [
        FieldsMissing(field=one.key, label=one.label)
        for one in table.fields
        if one.required and one.applies(row.payload) and row.payload.get(one.key) in (None, "", [])
    ]
    documents = list(CaseDocument.objects.standing().filter(case=row))
    have = {one.key for one in documents}
    problems += [
        DocumentMissing(field=f"document_{spec.key}", label=spec.label)
        for spec in table.wanted(row.payload)
        if spec.required and spec.key not in have
    ]
    if row.state == CaseState.RETURNED:
        named = {one.field for one in problems}
        problems += [one for one in not_corrected(row) if one.field not in named]
    return problems
