"""Quarterly financial statements, accepted ones only (decision 14). All figures in fen."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from cixi_oversight.permissions import Viewer
from institutions.enums import FilingKind
from institutions.errors import NotAPeriod, PartAboveWhole, PeriodNotOver
from institutions.models import FinancialStatement, Institution
from institutions.rules.periods import is_period, next_period
from institutions.services.filings.dues import note_met
from institutions.services.records.common import check_same, check_supersedes, insert
from institutions.services.words import clean, day_of, in_order, lock, within

KIND = FilingKind.FINANCIAL_STATEMENT


@transaction.atomic
def record_statement(
    *,
    institution: Institution,
    by: Viewer,
    at: dt.datetime,
    quarter: dt.date,
    current_assets_fen: int,
    current_liabilities_fen: int,
    contract_liabilities_fen: int,
    net_assets_fen: int,
    revenue_fen: int,
    net_profit_fen: int,
    submitted_at: dt.datetime | None = None,
    accepted_at: dt.datetime | None = None,
    supersedes: FinancialStatement | None = None,
    why: str = "",
) -> FinancialStatement:
    """`quarter` is its first day. Unearned fees (`contract_liabilities_fen`) are part of current liabilities; net
    assets and profit may be negative. Meets the filing that is due for the quarter.

    Raises NotAPeriod, PeriodNotOver, NegativeFigure, FigureTooLarge, PartAboveWhole, DatesReversed, AlreadyRecorded,
    NotStanding, OtherRecord.
    """
    if not is_period(KIND, quarter):
        raise NotAPeriod(field="quarter", day=quarter.isoformat())
    submitted, accepted = submitted_at or at, accepted_at or at
    over = next_period(KIND, quarter)
    if day_of(submitted) < over:
        raise PeriodNotOver(field="quarter", day=over.isoformat())
    in_order(day_of(submitted), day_of(accepted), "accepted_at")
    in_order(day_of(accepted), day_of(at), "accepted_at")
    figures = {
        "current_assets_fen": current_assets_fen,
        "current_liabilities_fen": current_liabilities_fen,
        "contract_liabilities_fen": contract_liabilities_fen,
        "net_assets_fen": net_assets_fen,
        "revenue_fen": revenue_fen,
        "net_profit_fen": net_profit_fen,
    }
    for name, fen in figures.items():
        within(fen, name, may_be_negative=name in {"net_assets_fen", "net_profit_fen"})
    if contract_liabilities_fen > current_liabilities_fen:
        raise PartAboveWhole(field="contract_liabilities_fen")
    locked = lock(institution)
    check_supersedes(FinancialStatement, locked, supersedes, {"quarter": quarter})
    check_same(supersedes, {"quarter": quarter})
    row = insert(
        FinancialStatement,
        kind="statement",
        institution=locked,
        by=by,
        at=at,
        supersedes=supersedes,
        why=clean(why),
        values={**figures, "quarter": quarter, "submitted_at": submitted, "accepted_at": accepted},
    )
    note_met(institution=locked, kind=KIND, period=quarter, record_id=row.pk, met_on=day_of(submitted), by=by, at=at)
    return row
