"""The one result paper of a case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.models import Paper
from cixi_oversight.documents.services import papers
from cixi_oversight.documents.services.papers import Codes
from cixi_oversight.permissions import Viewer
from institutions.enums import Category
from institutions.enums.cases import CaseKind
from institutions.models import RegistrationCase
from institutions.models.registration_case import SUBJECT
from institutions.rules.cases.kinds import KINDS
from institutions.rules.cases.papers import ResultFacts, result


def issue_result(
    row: RegistrationCase,
    kind: PaperKind,
    *,
    by: Viewer,
    at: dt.datetime,
    permit_number: str = "",
    expires_on: dt.date | None = None,
    codes: Codes | None = None,
) -> Paper:
    """Number it; the move that follows keeps it with the case. Raises NotPrintable."""
    return papers.issue(
        kind=kind,
        county=row.county,
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        holder=row.title,
        data=result(facts_of(row, kind, at.date(), permit_number=permit_number, expires_on=expires_on)),
        by=by,
        at=at,
        codes=codes,
    )


def preview(row: RegistrationCase, kind: PaperKind, on: dt.date, **said: Any) -> bytes:
    """The first page as PNG, as it would be issued on a day with what the decision box says."""
    return papers.preview(kind=kind, county=row.county, data=result(facts_of(row, kind, on, **said)), on=on)


def facts_of(
    row: RegistrationCase,
    kind: PaperKind,
    on: dt.date,
    *,
    permit_number: str = "",
    expires_on: dt.date | None = None,
    reasons: str | None = None,
    legal_basis: str | None = None,
) -> ResultFacts:
    case_kind = CaseKind(row.kind)
    named = row.payload.get("to_category") or row.payload.get("category")
    return ResultFacts(
        paper=kind,
        kind=case_kind,
        addressee=row.title,
        case_number=row.number or "",
        accepted_on=row.accepted_on,
        legal_basis=legal_basis if legal_basis is not None else row.legal_basis or KINDS[case_kind].law,
        reasons=reasons if reasons is not None else row.reasons,
        new_name=row.payload.get("new_name") or "",
        category=Category(named) if named else None,
        permit_number=permit_number,
        expires_on=expires_on,
        decided_on=on,
        by_silence=row.decision == "by_silence",
    )
