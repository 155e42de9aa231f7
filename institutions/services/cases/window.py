"""The window (一窗受理): accepts, returns for correction once and whole, or does not accept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.services.papers import Codes
from cixi_oversight.errors import ReasonMissing
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.services import deadlines
from institutions.enums.cases import CaseKind, CaseVerb, Decision, DocumentState
from institutions.errors.cases import NothingReturned
from institutions.models import CaseCorrection, CaseCorrectionItem, CaseDocument, RegistrationCase
from institutions.models.registration_case import SUBJECT
from institutions.rules.cases.kinds import KINDS
from institutions.rules.cases.workflow import CASE
from institutions.services.cases import clocks, steps, telling
from institutions.services.cases.moving import check, locked, move, text
from institutions.services.cases.results import issue_result
from institutions.services.settlement.tables import open_settlement
from institutions.services.words import day_of


@dataclass(frozen=True, slots=True)
class Item:
    """`target` is "field" or "document"; `comment` says what is wrong."""

    target: str
    key: str
    comment: str


@transaction.atomic
def accept_case(*, case: RegistrationCase, by: Viewer, at: dt.datetime, version: int | None = None) -> RegistrationCase:
    """The application is complete: the decision's period begins and the first authorities have their steps.

    Raises NotFound, StaleVersion, WrongState, Forbidden.
    """
    row = locked(case, by=by, version=version)
    return _accepted(row, CaseVerb.ACCEPT, by=by, at=at, why="")


@transaction.atomic
def deem_accepted(*, case: RegistrationCase, by: Viewer, at: dt.datetime) -> RegistrationCase:
    """行政许可法 32: nobody said within five workdays what is missing. Raises NotFound, WrongState."""
    row = locked(case, by=by)
    return _accepted(
        row, CaseVerb.DEEM_ACCEPTED, by=by, at=at, why="五个工作日内未告知补正，自收到申请材料之日起即为受理"
    )


@transaction.atomic
def return_case(
    *,
    case: RegistrationCase,
    items: Sequence[Item],
    by: Viewer,
    at: dt.datetime,
    note: str = "",
    version: int | None = None,
) -> CaseCorrection:
    """Everything that is to be put right, at once: exactly fields and documents of the kind's table.

    Raises NotFound, StaleVersion, WrongState, Forbidden, NothingReturned, NumberInText.
    """
    row = locked(case, by=by, version=version)
    CASE.move(row.state, CaseVerb.RETURN)
    on = day_of(at)
    table = KINDS[CaseKind(row.kind)]
    wanted = {one.key for one in table.wanted(row.payload)}
    fields = {one.key for one in table.fields if one.applies(row.payload)}
    said = {
        (one.target, one.key): text(one.comment, f"{one.target}_{one.key}")
        for one in items
        if one.key in (wanted if one.target == "document" else fields)
    }
    if not said or not all(said.values()):
        raise NothingReturned
    window = clocks.of_window(row)
    move(row, CaseVerb.RETURN, by=by, at=at)
    clocks.stop(window, DeadlineCode.LICENCE_SUPPLEMENT, on, "已告知补正", by=by, at=at)
    due = deadlines.reckon(DeadlineCode.CASE_CORRECTION, on)
    made: CaseCorrection = CaseCorrection.objects.create(
        case=row,
        round=row.corrections.count() + 1,
        note=text(note, "note"),
        due_on=due.day,
        recorded_at=at,
        recorded_by_id=by.actor_id,
    )
    CaseCorrectionItem.objects.bulk_create(
        CaseCorrectionItem(
            correction=made,
            target=target,
            key=key,
            comment=comment[:300],
            was={"value": row.payload.get(key)} if target == "field" else {},
        )
        for (target, key), comment in said.items()
    )
    returned = [key for target, key in said if target == "document"]
    standing = CaseDocument.objects.standing().filter(case=row)
    standing.filter(key__in=returned).update(state=DocumentState.TO_CORRECT)
    standing.exclude(key__in=returned).update(state=DocumentState.ACCEPTED)
    clocks.start((clocks.CORRECTION_SUBJECT, made.pk), row, DeadlineCode.CASE_CORRECTION, on, by=by, at=at)
    telling.returned(row, made, len(said), at=at)
    return made


@transaction.atomic
def not_accept(
    *,
    case: RegistrationCase,
    reasons: str,
    by: Viewer,
    at: dt.datetime,
    version: int | None = None,
    codes: Codes | None = None,
) -> RegistrationCase:
    """Not a matter for a licence or for this office (许可法 32): a paper with the reasons, and the end.

    Raises NotFound, StaleVersion, WrongState, Forbidden, ReasonMissing, NumberInText.
    """
    row = locked(case, by=by, version=version)
    why, on = text(reasons, "reasons"), day_of(at)
    check(row, CaseVerb.NOT_ACCEPT, by)
    if not why:
        raise ReasonMissing(field="reasons")
    row.reasons = why
    also = {"decision": Decision.NOT_ACCEPTED, "decided_on": on, "reasons": why}
    paper = issue_result(row, PaperKind.LICENCE_NOT_ACCEPTED, by=by, at=at, codes=codes)
    move(row, CaseVerb.NOT_ACCEPT, by=by, at=at, why=why, result=paper, **also)
    clocks.stop_all(row, on, "不予受理", by=by, at=at)
    telling.moved(row, at=at)
    return row


def _accepted(row: RegistrationCase, verb: CaseVerb, *, by: Viewer, at: dt.datetime, why: str) -> RegistrationCase:
    on = day_of(at)
    table = KINDS[CaseKind(row.kind)]
    window = clocks.of_window(row)
    move(row, verb, by=by, at=at, why=why, accepted_on=on)
    clocks.stop(window, DeadlineCode.LICENCE_SUPPLEMENT, on, "已受理", by=by, at=at)
    clocks.start((SUBJECT, row.pk), row, table.decision_deadline, on, by=by, at=at)
    CaseDocument.objects.standing().filter(case=row).update(state=DocumentState.ACCEPTED)
    if row.kind == CaseKind.DEREGISTRATION and row.institution is not None:
        open_settlement(institution=row.institution, case_id=row.pk, by=by, at=at)
    telling.moved(row, at=at)
    steps.plan(row, by=by, at=at)
    return row
