"""Enrolment returns: an accepted filing is the month's return."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from cixi_oversight.permissions import Viewer
from institutions.errors.filings import PeriodMissing
from institutions.models import EnrolmentReturn, Filing
from institutions.rules.filings.schema import Payload
from institutions.services.cases.holds import held_since
from institutions.services.records import record_enrolment


def accept(filing: Filing, payload: Payload, by: Viewer, at: dt.datetime) -> int:
    """A return that stands for the month is corrected. Raises as `record_enrolment`."""
    month = _month(filing)
    standing = EnrolmentReturn.objects.standing().filter(institution=filing.institution_id, month=month)
    row = record_enrolment(
        institution=filing.institution,
        by=by,
        at=at,
        month=month,
        students=int(payload["students"]),
        prepaid_balance_fen=payload.get("prepaid_balance"),
        submitted_at=filing.submitted_at,
        supersedes=standing.first(),
    )
    return int(row.pk)


def prefill(filing: Filing) -> Payload:
    """What the bureau has entered by hand for the month."""
    rows = EnrolmentReturn.objects.standing().filter(institution=filing.institution_id, month=_month(filing))
    row = rows.first()
    if row is None:
        return {}
    known: Payload = {"students": row.students, "prepaid_balance": row.prepaid_balance_fen}
    return {key: value for key, value in known.items() if value is not None}


def facts(filing: Filing, on: dt.date) -> Mapping[str, Any]:
    """The return of the month before, and since when nobody may be enrolled."""
    rows = EnrolmentReturn.objects.standing().filter(institution=filing.institution_id, month__lt=_month(filing))
    last = rows.order_by("-month").first()
    return {
        "students_before": last.students if last is not None else None,
        "prepaid_before": last.prepaid_balance_fen if last is not None else None,
    } | held_since(filing.institution_id, on)


def _month(filing: Filing) -> dt.date:
    if filing.period is None:
        raise PeriodMissing(field="period")
    return filing.period
