"""Annual reports of academic institutions, accepted ones only (decision 14). All figures in fen."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from cixi_oversight.permissions import Viewer
from institutions.enums.filings import FilingKind
from institutions.errors import NotAPeriod, PartAboveWhole, PeriodNotOver
from institutions.models import AnnualReport, Institution
from institutions.rules.periods import is_period, next_period
from institutions.services.records.common import check_same, check_supersedes, insert
from institutions.services.words import COUNT_MAX, clean, day_of, lock, within

KIND = FilingKind.ANNUAL_REPORT


@transaction.atomic
def record_annual_report(
    *,
    institution: Institution,
    by: Viewer,
    at: dt.datetime,
    year: dt.date,
    staff: int,
    teaching_staff: int,
    certified_teachers: int,
    students: int,
    income_fen: int,
    cost_fen: int,
    profit_fen: int,
    related_party_fen: int,
    supersedes: AnnualReport | None = None,
    why: str = "",
) -> AnnualReport:
    """`year` is its first day. Raises NotAPeriod, PeriodNotOver, NegativeFigure, FigureTooLarge, PartAboveWhole,
    AlreadyRecorded, NotStanding, OtherRecord."""
    if not is_period(KIND, year):
        raise NotAPeriod(field="year", day=year.isoformat())
    if day_of(at) < next_period(KIND, year):
        raise PeriodNotOver(field="year", day=next_period(KIND, year).isoformat())
    counts = {
        "staff": staff,
        "teaching_staff": teaching_staff,
        "certified_teachers": certified_teachers,
        "students": students,
    }
    for name, count in counts.items():
        within(count, name, top=COUNT_MAX)
    if not certified_teachers <= teaching_staff <= staff:
        raise PartAboveWhole(field="teaching_staff")
    figures = {
        "income_fen": income_fen,
        "cost_fen": cost_fen,
        "profit_fen": profit_fen,
        "related_party_fen": related_party_fen,
    }
    for name, fen in figures.items():
        within(fen, name, may_be_negative=name == "profit_fen")
    locked = lock(institution)
    check_supersedes(AnnualReport, locked, supersedes, {"year": year})
    check_same(supersedes, {"year": year})
    return insert(
        AnnualReport,
        kind="annual_report",
        institution=locked,
        by=by,
        at=at,
        supersedes=supersedes,
        why=clean(why),
        values={**counts, **figures, "year": year},
    )
