"""Annual reports: an accepted filing is the year's report; a new draft knows what the year's other filings said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Sum

from cixi_oversight.permissions import Viewer
from institutions.enums.filings import FilingKind
from institutions.errors.filings import PeriodMissing
from institutions.models import AnnualReport, EnrolmentReturn, Filing, FinancialStatement
from institutions.rules.filings.forms.annual_report import turnover
from institutions.rules.filings.schema import Payload
from institutions.rules.periods import next_period
from institutions.services.records.annual_reports import record_annual_report


def accept(filing: Filing, payload: Payload, by: Viewer, at: dt.datetime) -> int:
    """A report that stands for the year is corrected. Raises as `record_annual_report`."""
    year = _year(filing)
    standing = AnnualReport.objects.standing().filter(institution=filing.institution_id, year=year)
    row = record_annual_report(
        institution=filing.institution,
        by=by,
        at=at,
        year=year,
        staff=payload["staff"],
        teaching_staff=payload["teaching_staff"],
        certified_teachers=payload["certified_teachers"],
        students=payload["students"],
        income_fen=payload["income"],
        cost_fen=payload["cost"],
        profit_fen=payload["profit"],
        related_party_fen=turnover(payload),
        supersedes=standing.first(),
    )
    return int(row.pk)


def prefill(filing: Filing) -> Payload:
    """Income and profit from the four quarterly statements, cost from both, students from the last return: typed once,
    used again."""
    year = _year(filing)
    sums = _quarters(filing, year)
    returns = EnrolmentReturn.objects.standing().filter(institution=filing.institution_id, month__year=year.year)
    last = returns.order_by("-month").first()
    known: Payload = {}
    if sums["quarters"] == 4:
        known |= {"income": sums["revenue"], "profit": sums["profit"], "cost": sums["revenue"] - sums["profit"]}
    if last is not None:
        known["students"] = last.students
    return known


def facts(filing: Filing, on: dt.date) -> Mapping[str, Any]:
    year = _year(filing)
    sums = _quarters(filing, year)
    return {
        "is_over": next_period(FilingKind.ANNUAL_REPORT, year) <= on,
        "revenue_of_quarters": sums["revenue"] if sums["quarters"] == 4 else None,
    }


def _quarters(filing: Filing, year: dt.date) -> dict[str, int]:
    rows = FinancialStatement.objects.standing().filter(institution=filing.institution_id, quarter__year=year.year)
    found = rows.aggregate(revenue=Sum("revenue_fen"), profit=Sum("net_profit_fen"))
    return {"quarters": rows.count(), "revenue": found["revenue"] or 0, "profit": found["profit"] or 0}


def _year(filing: Filing) -> dt.date:
    if filing.period is None:
        raise PeriodMissing(field="period")
    return filing.period
