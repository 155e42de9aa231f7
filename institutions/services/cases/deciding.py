"""The decision: granted or refused with one paper, or renewed because nobody answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.services.papers import Codes
from cixi_oversight.errors import DomainError, Problems, ReasonMissing, WrongState
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.services import parameters
from institutions.enums.cases import CaseKind, CaseOrigin, CaseState, CaseVerb, Decision, StepState
from institutions.errors.cases import NotCleared, NotConfirmed, NoticeTooShort, PermitDates
from institutions.models import RegistrationCase
from institutions.models.registration_case import SUBJECT
from institutions.rules.cases.fitting import first_end, next_end, notice_ends, renewed_by_silence
from institutions.rules.cases.kinds import KINDS
from institutions.rules.cases.numbers import permit_number
from institutions.rules.labels.settlement import CLEARANCE_TOPIC as TOPIC
from institutions.services import clearances
from institutions.services.cases import clocks, effects, steps, telling
from institutions.services.cases.effects import NewPermit
from institutions.services.cases.moving import check, locked, move, on_behalf, text
from institutions.services.cases.results import issue_result
from institutions.services.extensions import Clearance
from institutions.services.words import day_of

_SILENCE: Final = "有效期届满前未作出决定，视为准予延续"


@dataclass(frozen=True, slots=True)
class Said:
    """What the decision box says. `confirmed`: topic of a clearance that no system answers -> what was looked at."""

    reasons: str
    legal_basis: str = ""
    permit: NewPermit | None = None
    confirmed: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def grant(
    *,
    case: RegistrationCase,
    said: Said,
    by: Viewer,
    at: dt.datetime,
    version: int | None = None,
    codes: Codes | None = None,
) -> RegistrationCase:
    """Grant: the register follows, the result paper goes out, the registrations are handed over.

    Raises NotFound, StaleVersion, WrongState, Forbidden, ReasonMissing, NumberInText, PermitDates, NotCleared,
    NotConfirmed, NoticeTooShort, and what the register's services refuse.
    """
    row = locked(case, by=by, version=version)
    check(row, CaseVerb.GRANT, by)
    table, on = KINDS[CaseKind(row.kind)], day_of(at)
    reasons = text(said.reasons, "reasons")
    if not reasons:
        raise ReasonMissing(field="reasons")
    confirmed = _cleared(row, said.confirmed, on) if row.kind == CaseKind.DEREGISTRATION else {}
    permit = said.permit if table.issues_permit else None
    if table.issues_permit and (permit is None or not permit.number or (permit.expires_on or dt.date.max) <= on):
        raise PermitDates(field="permit_number")
    decided = {
        "decision": Decision.GRANTED,
        "decided_on": on,
        "reasons": reasons,
        "legal_basis": text(said.legal_basis, "legal_basis") or table.law,
        "confirmed": confirmed,
    }
    _carry_out(row, CaseVerb.GRANT, permit, decided, why=reasons, by=by, at=at, codes=codes)
    return row


@transaction.atomic
def refuse(
    *,
    case: RegistrationCase,
    said: Said,
    by: Viewer,
    at: dt.datetime,
    version: int | None = None,
    codes: Codes | None = None,
) -> RegistrationCase:
    """Refuse with reasons, basis and the ways of redress (许可法 38).

    Raises NotFound, StaleVersion, WrongState, Forbidden, ReasonMissing, NumberInText.
    """
    row = locked(case, by=by, version=version)
    on, reasons = day_of(at), text(said.reasons, "reasons")
    check(row, CaseVerb.REFUSE, by)
    if not reasons:
        raise ReasonMissing(field="reasons")
    decided = {
        "decision": Decision.REFUSED,
        "decided_on": on,
        "reasons": reasons,
        "legal_basis": text(said.legal_basis, "legal_basis") or KINDS[CaseKind(row.kind)].law,
    }
    _note(row, decided)
    paper = issue_result(row, PaperKind.LICENCE_REFUSAL, by=by, at=at, codes=codes)
    move(row, CaseVerb.REFUSE, by=by, at=at, why=reasons, result=paper, **decided)
    for step in row.steps.select_related("case"):
        steps.drop(step, by=by, at=at)
    clocks.stop_all(row, on, "不予许可", by=by, at=at)
    telling.moved(row, at=at)
    return row


@transaction.atomic
def renew_by_silence(
    *, case: RegistrationCase, by: Viewer, at: dt.datetime, codes: Codes | None = None
) -> RegistrationCase:
    """许可法 50: applied for in time, no answer by the permit's last day. Raises NotFound, WrongState."""
    row = locked(case, by=by)
    on = day_of(at)
    old = effects.standing_permit(row.institution) if row.institution else None
    applied = row.submitted_at and day_of(row.submitted_at)
    if row.kind != CaseKind.RENEWAL or old is None or old.expires_on is None or applied is None:
        raise WrongState
    if not renewed_by_silence(CaseState(row.state), applied, old.expires_on, on):
        raise WrongState
    for step in row.steps.select_related("case"):
        steps.drop(step, by=by, at=at)
    decided = {
        "decision": Decision.BY_SILENCE,
        "decided_on": on,
        "legal_basis": "《中华人民共和国行政许可法》第五十条",
    }
    permit = NewPermit(old.number, proposed_end(row, on))
    _carry_out(row, CaseVerb.RENEW_BY_SILENCE, permit, decided, why=_SILENCE, by=by, at=at, codes=codes)
    return row


def proposed_permit(row: RegistrationCase, on: dt.date) -> NewPermit | None:
    """What the decision box is filled in with."""
    if not KINDS[CaseKind(row.kind)].issues_permit:
        return None
    old = effects.standing_permit(row.institution) if row.institution else None
    keeps = old is not None and row.kind in (CaseKind.RENEWAL, CaseKind.CHANGE)
    number = old.number if keeps and old else permit_number(row.number or "")
    return NewPermit(number, proposed_end(row, on))


def proposed_end(row: RegistrationCase, on: dt.date) -> dt.date:
    """A change keeps the permit's end, a renewal prolongs it, everything else begins anew."""
    old = effects.standing_permit(row.institution) if row.institution else None
    months = int(parameters.value(Key.PERMIT_MONTHS, on=on, county=row.county_id))
    if old is not None and old.expires_on is not None:
        if row.kind == CaseKind.CHANGE and old.expires_on > on:
            return old.expires_on
        if row.kind == CaseKind.RENEWAL:
            return next_end(old.issued_on, old.expires_on, months)
    return first_end(on, months)


def clearances_of(row: RegistrationCase, on: dt.date) -> list[Clearance]:
    """What must be settled before deregistration; of other kinds nothing."""
    if row.kind != CaseKind.DEREGISTRATION or row.institution_id is None:
        return []
    return clearances.ask([row.institution_id], on)[row.institution_id]


def paper_of(row: RegistrationCase, *, granted: bool) -> PaperKind:
    return KINDS[CaseKind(row.kind)].paper if granted else PaperKind.LICENCE_REFUSAL


def objections(row: RegistrationCase) -> list[str]:
    """Keys of the steps whose authorities have objected."""
    return list(row.steps.filter(state=StepState.OBJECTED).values_list("key", flat=True))


def _note(row: RegistrationCase, decided: Mapping[str, Any]) -> None:
    """On the row at hand, for the paper; the move writes it."""
    for name, value in decided.items():
        setattr(row, name, value)


def _carry_out(
    row: RegistrationCase,
    verb: CaseVerb,
    permit: NewPermit | None,
    decided: Mapping[str, Any],
    *,
    why: str,
    by: Viewer,
    at: dt.datetime,
    codes: Codes | None,
) -> None:
    """The register follows, the paper is issued, the case moves on, what follows is handed over."""
    on = day_of(at)
    _note(row, decided)
    effects.on_granted(row, permit, by=on_behalf(by), at=at)
    paper = issue_result(
        row,
        paper_of(row, granted=True),
        by=by,
        at=at,
        permit_number=permit.number if permit else "",
        expires_on=permit.expires_on if permit else None,
        codes=codes,
    )
    move(row, verb, by=by, at=at, why=why, result=paper, **decided)
    clocks.stop((SUBJECT, row.pk), KINDS[CaseKind(row.kind)].decision_deadline, on, "已作出决定", by=by, at=at)
    telling.moved(row, at=at)
    steps.advance(row, by=by, at=at)


def _cleared(row: RegistrationCase, confirmed: Mapping[str, str], on: dt.date) -> dict[str, str]:
    """What nobody's system answers is confirmed by hand. Raises Problems."""
    problems: list[DomainError] = []
    kept: dict[str, str] = {}
    for one in clearances_of(row, on):
        said = text(confirmed.get(one.topic, ""), f"confirm_{one.topic}")
        if one.is_clear is False:
            problems.append(NotCleared(topic=TOPIC[one.topic]))
        elif one.is_clear is None and not said:
            problems.append(NotConfirmed(field=f"confirm_{one.topic}", topic=TOPIC[one.topic]))
        elif one.is_clear is None:
            kept[one.topic] = said[:300]
    notice = row.payload.get("notice_on")
    if row.origin != CaseOrigin.EX_OFFICIO and notice and row.payload.get("ground") == "charter":
        earliest = notice_ends(dt.date.fromisoformat(notice))
        if on < earliest:
            problems.append(NoticeTooShort(day=earliest.isoformat()))
    if problems:
        raise Problems(problems)
    return kept
