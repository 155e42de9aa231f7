"""The annual report: prefilled, checked, a row of the register, corrected by a newer one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from cixi_oversight.errors import Problems
from cixi_oversight.permissions import Viewer
from institutions.enums.filings import FilingKind, FilingState
from institutions.models import AnnualReport, Filing, Institution
from institutions.rules.filings.forms.annual_report import FORM
from institutions.services.filings import engine
from institutions.services.records import record_enrolment, record_statement

from .conftest import AT, ON

YEAR = dt.date(2025, 1, 1)
QUARTER = {
    "current_assets_fen": 300_000_00,
    "current_liabilities_fen": 90_000_00,
    "contract_liabilities_fen": 60_000_00,
    "net_assets_fen": 210_000_00,
    "revenue_fen": 100_000_00,
    "net_profit_fen": 5_000_00,
}
SAID: dict[str, Any] = {
    "prospectus": "面向小学生的书法课程。",
    "standards": "每课时60元，按课时收取。",
    "students": 80,
    "staff": 12,
    "teaching_staff": 8,
    "certified_teachers": 8,
    "income": 400_000_00,
    "cost": 380_000_00,
    "profit": 20_000_00,
    "has_related_parties": False,
}


def file(institution: Institution, by: Viewer, *, year: dt.date = YEAR, **change: Any) -> Filing:
    filing = engine.start_draft(institution=institution, kind=FilingKind.ANNUAL_REPORT, period=year, by=by, at=AT)
    filing = engine.save_draft(
        filing=filing, payload=filing.payload | SAID | change, expected_version=filing.version, by=by, at=AT
    )
    return engine.submit(filing=filing, expected_version=filing.version, by=by, at=AT)


def test_accepted_it_is_the_years_report_and_a_newer_one_corrects_it(
    institution: Institution, owner: Viewer, sampled: Callable[[int], None]
) -> None:
    assert file(institution, owner).state == FilingState.ACCEPTED
    assert file(institution, owner, students=82).state == FilingState.ACCEPTED
    standing = AnnualReport.objects.standing().get(institution=institution, year=YEAR)
    assert (standing.students, standing.profit_fen, standing.related_party_fen) == (82, 20_000_00, 0)
    assert AnnualReport.objects.filter(institution=institution).count() == 2


def test_what_the_years_filings_said_is_not_typed_again_and_is_compared(
    institution: Institution, owner: Viewer, by: Viewer, sampled: Callable[[int], None]
) -> None:
    for month in (1, 4, 7, 10):
        quarter = dt.date(2025, month, 1)
        record_statement(institution=institution, by=by, at=AT, quarter=quarter, **QUARTER)
    record_enrolment(
        institution=institution, by=by, at=AT, month=dt.date(2025, 12, 1), students=77, prepaid_balance_fen=0
    )
    draft = engine.start_draft(institution=institution, kind=FilingKind.ANNUAL_REPORT, period=YEAR, by=owner, at=AT)
    assert draft.payload == {"income": 400_000_00, "cost": 380_000_00, "profit": 20_000_00, "students": 77}
    engine.withdraw(filing=draft, by=owner, at=AT)
    doubtful = file(institution, owner, income=445_000_00, cost=425_000_00)
    assert doubtful.state == FilingState.SUBMITTED
    assert len(doubtful.doubts) == 1


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"profit": 20_000_01}, "profit"),
        ({"teaching_staff": 13}, "teaching_staff"),
        ({"certified_teachers": 9}, "certified_teachers"),
        ({"has_related_parties": True}, "related_parties"),
        (
            {"related_parties": [{"party": "𠮷公司", "relation": "股东", "matter": "房租", "amount": 1}]},
            "related_parties",
        ),
    ],
)
def test_figures_that_do_not_add_up_are_named(
    institution: Institution, owner: Viewer, change: dict[str, Any], place: str
) -> None:
    with pytest.raises(Problems) as refused:
        file(institution, owner, **change)
    assert [one.field for one in refused.value.problems] == [place]


def test_a_year_that_is_not_over_is_not_reported(institution: Institution, owner: Viewer) -> None:
    with pytest.raises(Problems):
        file(institution, owner, year=dt.date(ON.year, 1, 1))


def test_related_parties_and_few_who_teach_are_looked_at_by_a_person(
    institution: Institution, owner: Viewer, sampled: Callable[[int], None]
) -> None:
    rent = {"party": "慈溪市𠮷房产公司", "relation": "举办者控股", "matter": "房租", "amount": 96_000_00}
    filing = file(
        institution, owner, has_related_parties=True, related_parties=[rent], teaching_staff=5, certified_teachers=5
    )
    assert (filing.state, len(filing.doubts)) == (FilingState.SUBMITTED, 2)
    assert FORM.law_unread  # the source was not read in the original, and the page says so
