"""Financial statements: an accepted filing is the quarter's statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from cixi_oversight.permissions import Viewer
from institutions.enums.filings import FilingKind
from institutions.errors.filings import PeriodMissing
from institutions.models import Filing, FinancialStatement
from institutions.rules.filings.schema import Payload
from institutions.rules.periods import next_period
from institutions.services.records import record_statement

_FIGURES: Final = (
    "current_assets",
    "current_liabilities",
    "contract_liabilities",
    "net_assets",
    "revenue",
    "net_profit",
)


def accept(filing: Filing, payload: Payload, by: Viewer, at: dt.datetime) -> int:
    """A statement that stands for the quarter is corrected. Raises as `record_statement`."""
    quarter = _quarter(filing)
    standing = FinancialStatement.objects.standing().filter(institution=filing.institution_id, quarter=quarter)
    row = record_statement(
        institution=filing.institution,
        by=by,
        at=at,
        quarter=quarter,
        submitted_at=filing.submitted_at,
        accepted_at=at,
        supersedes=standing.first(),
        **{f"{name}_fen": int(payload[name]) for name in _FIGURES},  # type: ignore[arg-type]
    )
    return int(row.pk)


def prefill(filing: Filing) -> Payload:
    """What the bureau has entered by hand for the quarter."""
    rows = FinancialStatement.objects.standing().filter(institution=filing.institution_id, quarter=_quarter(filing))
    row = rows.first()
    return {name: getattr(row, f"{name}_fen") for name in _FIGURES} if row is not None else {}


def facts(filing: Filing, on: dt.date) -> Mapping[str, Any]:
    quarter = _quarter(filing)
    rows = FinancialStatement.objects.standing().filter(institution=filing.institution_id, quarter__lt=quarter)
    last = rows.order_by("-quarter").first()
    return {
        "is_over": next_period(FilingKind.FINANCIAL_STATEMENT, quarter) <= on,
        "revenue_before": last.revenue_fen if last is not None else None,
    }


def _quarter(filing: Filing) -> dt.date:
    if filing.period is None:
        raise PeriodMissing(field="period")
    return filing.period
