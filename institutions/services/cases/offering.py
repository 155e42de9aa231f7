"""What an institution can apply for now, and why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from cixi_oversight.errors import Message
from institutions.enums.cases import CaseKind, CaseOrigin
from institutions.models import Institution, RegistrationCase
from institutions.rules.cases.fitting import last_day_to_apply, unfit
from institutions.rules.cases.kinds import KINDS
from institutions.rules.labels.cases import CASE_KIND
from institutions.services.cases.reading import known_of


@dataclass(frozen=True, slots=True)
class Offer:
    """`why_not` where the kind does not fit; `open_case` the public id of one that runs. `apply_by`: of a renewal."""

    institution: Institution
    kind: CaseKind
    label: Message
    about: Message
    why_not: Message | None
    open_case: str
    apply_by: dt.date | None = None


def offers(
    ids: Sequence[int], on: dt.date, origin: CaseOrigin = CaseOrigin.OWNER, *, with_unfit: bool = False
) -> list[Offer]:
    """By institution and kind; those that do not fit only where asked for."""
    open_ones = {
        (row.institution_id, row.kind): row.public_id
        for row in RegistrationCase.objects.open().filter(institution__in=ids)
    }
    found = []
    for row in Institution.objects.filter(pk__in=ids).order_by("name", "pk"):
        known = known_of(row)
        for kind, table in KINDS.items():
            if kind is CaseKind.ENTRY:
                continue
            why_not = unfit(kind, known, on, origin)
            if why_not is not None and not with_unfit:
                continue
            by = last_day_to_apply(known.permit_ends) if kind is CaseKind.RENEWAL and known.permit_ends else None
            running = open_ones.get((row.pk, kind), "")
            found.append(Offer(row, kind, CASE_KIND[kind], table.about, why_not, running, by))
    return found
