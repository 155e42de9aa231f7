"""Insurance policies. An endorsement, shortening or correction supersedes; next year's policy is a new one."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from cixi_oversight.permissions import Viewer
from institutions.enums import InsuranceKind
from institutions.models import Institution, InsurancePolicy
from institutions.services.records.common import check_same, check_supersedes, insert
from institutions.services.words import COUNT_MAX, clean, in_order, lock, within


@transaction.atomic
def record_insurance(
    *,
    institution: Institution,
    by: Viewer,
    at: dt.datetime,
    kind: InsuranceKind,
    from_on: dt.date,
    to_on: dt.date,
    insurer: str = "",
    number: str = "",
    insured_persons: int | None = None,
    limit_fen: int | None = None,
    supersedes: InsurancePolicy | None = None,
    why: str = "",
) -> InsurancePolicy:
    """Validity with both days included; the limit in fen.

    Raises DatesReversed, NegativeFigure, FigureTooLarge, AlreadyRecorded (same kind, number and start), NotStanding,
    OtherRecord.
    """
    in_order(from_on, to_on, "to_on")
    within(insured_persons, "insured_persons", top=COUNT_MAX)
    within(limit_fen, "limit_fen")
    locked = lock(institution)
    number = clean(number)
    check_supersedes(InsurancePolicy, locked, supersedes, {"kind": kind, "number": number, "from_on": from_on})
    check_same(supersedes, {"kind": kind})
    values = {
        "kind": kind,
        "insurer": clean(insurer),
        "number": number,
        "insured_persons": insured_persons,
        "limit_fen": limit_fen,
        "from_on": from_on,
        "to_on": to_on,
    }
    return insert(
        InsurancePolicy,
        kind="insurance",
        institution=locked,
        by=by,
        at=at,
        supersedes=supersedes,
        why=clean(why),
        values=values,
    )
