"""What is known already when an application is begun."""

from __future__ import annotations

from typing import Any

from institutions.enums.cases import CaseKind, CaseOrigin, Ground
from institutions.models import EnrolmentReturn, Institution
from institutions.rules.cases.kinds import KINDS
from institutions.services.cases.effects import standing_permit


def prefill(kind: CaseKind, institution: Institution, origin: CaseOrigin) -> dict[str, Any]:
    """By the table's own field names; what nobody knows stays open."""
    permit = standing_permit(institution)
    rows: Any = EnrolmentReturn.objects.filter(institution=institution)
    last = rows.standing().order_by("-month").first()
    known: dict[str, Any] = {
        "new_name": institution.name if kind is not CaseKind.CHANGE else None,
        "scope": permit.scope if permit and kind is CaseKind.CHANGE else None,
        "students": last.students if last else None,
        "unearned_fen": last.prepaid_balance_fen if last else None,
        "town": institution.town.code if institution.town else None,
    }
    if origin is CaseOrigin.EX_OFFICIO:
        known["ground"] = Ground.PERMIT_ENDED.value
        known["students"] = known["students"] or 0
        known["unearned_fen"] = known["unearned_fen"] or 0
    fields = {spec.key for spec in KINDS[kind].fields}
    return {name: value for name, value in known.items() if name in fields and value is not None}
