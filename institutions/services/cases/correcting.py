"""What the window returned for correction, and what the applicant says to an item that stays as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pghistory
from django.db import transaction

from cixi_oversight.errors import DomainError, WrongState
from cixi_oversight.permissions import Viewer
from institutions.enums.cases import CaseKind, CaseState, DocumentState
from institutions.errors.cases import NotAsked, NotCorrected
from institutions.models import CaseDocument, RegistrationCase
from institutions.rules.cases.correcting import FIELD, Asked, unanswered
from institutions.rules.cases.kinds import KINDS
from institutions.services.cases.applicants import editable
from institutions.services.cases.moving import audit, text


def asked_of(row: RegistrationCase) -> dict[tuple[str, str], Asked]:
    """(field or document, key) -> what the last return says of it, and the applicant's remark."""
    last = row.corrections.order_by("-round").first()
    if last is None:
        return {}
    return {
        (one.target, one.key): Asked(
            one.target, one.key, one.comment, row.remarks.get(f"{last.round}.{one.target}.{one.key}", ""), one.was
        )
        for one in last.items.all()
    }


@transaction.atomic
def remark(
    *, case: RegistrationCase, target: str, key: str, words: str, by: Viewer, at: dt.datetime
) -> RegistrationCase:
    """Why a returned item stays as it is; no words take the remark back.

    Raises NotFound, NotYourCase, WrongState, NotAsked, NumberInText.
    """
    row = editable(case, None, by)
    row.remarks = with_remarks(row, {(target, key): words})
    with pghistory.context(actor=by.actor_id, why=""):
        row.save(update_fields=["remarks"])
    audit("save_case", row, by=by, at=at, data={"remark": f"{target}.{key}"})
    return row


def with_remarks(row: RegistrationCase, said: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """The row's remarks with these. Raises WrongState, NotAsked, NumberInText."""
    last = row.corrections.order_by("-round").first()
    if last is None or row.state != CaseState.RETURNED:
        raise WrongState
    asked, found = asked_of(row), dict(row.remarks)
    for (target, key), words in said.items():
        if (target, key) not in asked:
            raise NotAsked(label=label_of(row, target, key))
        found[f"{last.round}.{target}.{key}"] = text(words, f"remark_{key}")[:300]
    return {name: words for name, words in found.items() if words}


def not_corrected(row: RegistrationCase) -> list[DomainError]:
    """Each item of the last return that is as it was and has no remark."""
    table = KINDS[CaseKind(row.kind)]
    fresh = CaseDocument.objects.filter(case=row, state=DocumentState.HANDED_IN).values_list("key", flat=True)
    found = unanswered(asked_of(row).values(), row.payload, set(fresh))
    specs = {(one.target, one.key): _spec(table, one.target, one.key) for one in found}
    return [
        NotCorrected(field=_place(one), label=specs[one.target, one.key].label)
        for one in found
        if specs[one.target, one.key] is not None and specs[one.target, one.key].applies(row.payload)
    ]


def label_of(row: RegistrationCase, target: str, key: str) -> Any:
    spec = _spec(KINDS[CaseKind(row.kind)], target, key)
    return spec.label if spec else key


def _spec(table: Any, target: str, key: str) -> Any:
    return table.field(key) if target == FIELD else table.document(key)


def _place(one: Asked) -> str:
    return one.key if one.target == FIELD else f"document_{one.key}"
