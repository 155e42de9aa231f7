"""What is owed by when, and that it was met."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from cixi_oversight.jobs.enums import JobState
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.jobs.services.wake import start
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.models import Parameter
from cixi_oversight.users.models import County
from institutions.enums import Category, FilingKind, Status
from institutions.models import FilingDue, FilingMet, Institution
from institutions.rules.periods import days_overdue, is_period, last_ended, next_period, period_of
from institutions.services.filings.dues import plan_filings
from institutions.services.reading import owed
from institutions.services.records import record_enrolment, record_statement
from institutions.services.register import create_institution

from .conftest import AT, ON

STATEMENT, RETURN = FilingKind.FINANCIAL_STATEMENT, FilingKind.ENROLMENT_RETURN
Q3 = dt.date(2026, 7, 1)
OCTOBER = dt.date(2026, 10, 1)
FIGURES = {
    "current_assets_fen": 1,
    "current_liabilities_fen": 1,
    "contract_liabilities_fen": 1,
    "net_assets_fen": 1,
    "revenue_fen": 1,
    "net_profit_fen": 1,
}


@pytest.mark.parametrize(
    ("kind", "day", "period"),
    [
        (STATEMENT, dt.date(2026, 9, 30), Q3),
        (STATEMENT, dt.date(2026, 10, 1), OCTOBER),
        (STATEMENT, dt.date(2024, 2, 29), dt.date(2024, 1, 1)),
        (RETURN, dt.date(2024, 2, 29), dt.date(2024, 2, 1)),
        (RETURN, dt.date(2026, 12, 31), dt.date(2026, 12, 1)),
    ],
)
def test_the_period_of_a_day(kind: FilingKind, day: dt.date, period: dt.date) -> None:
    assert period_of(kind, day) == period
    assert is_period(kind, period)
    assert not is_period(kind, period + dt.timedelta(days=1))


def test_periods_follow_one_another_over_the_year() -> None:
    assert next_period(STATEMENT, dt.date(2026, 10, 1)) == dt.date(2027, 1, 1)
    assert next_period(RETURN, dt.date(2026, 12, 1)) == dt.date(2027, 1, 1)
    assert last_ended(STATEMENT, dt.date(2027, 1, 1)) == dt.date(2026, 10, 1)
    assert last_ended(STATEMENT, dt.date(2026, 12, 31)) == Q3
    assert last_ended(RETURN, dt.date(2027, 1, 1)) == dt.date(2026, 12, 1)


def test_the_due_day_itself_is_not_late() -> None:
    due = dt.date(2026, 10, 15)
    assert [days_overdue(due, due + dt.timedelta(days=n)) for n in (-1, 0, 1, 31)] == [0, 0, 1, 31]


def test_planning_asks_each_living_institution_once(
    make: Callable[..., Institution], county: County, by: Viewer
) -> None:
    for status in Status:
        make(status, status=status)
    assert plan_filings(county=county, on=ON, by=by, at=AT) == 3 * 3
    assert plan_filings(county=county, on=ON, by=by, at=AT) == 0
    owing = set(FilingDue.objects.values_list("institution__status", flat=True))
    assert owing == {Status.OPERATING, Status.SUSPENDED, Status.CLOSING}
    assert set(FilingDue.objects.values_list("kind", "period")) == {
        (STATEMENT, Q3),
        (RETURN, OCTOBER),
        (FilingKind.STAFF, dt.date(2025, 1, 1)),
    }


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (dt.date(2026, 10, 1), dt.date(2026, 10, 15)),
        (dt.date(2026, 10, 15), dt.date(2026, 10, 15)),
        (dt.date(2026, 10, 16), dt.date(2026, 11, 2)),  # 15 days, and the 31st is a Saturday
        (ON, dt.date(2026, 12, 8)),
    ],
)
def test_nobody_is_overdue_with_what_was_never_asked_for(
    asked: dt.date, due: dt.date, institution: Institution, county: County, by: Viewer
) -> None:
    plan_filings(county=county, on=asked, by=by, at=AT)
    assert FilingDue.objects.get(kind=STATEMENT, period=Q3).due_on == due
    plan_filings(county=county, on=asked + dt.timedelta(days=30), by=by, at=AT)
    assert FilingDue.objects.get(kind=STATEMENT, period=Q3).due_on == due


def test_who_opened_after_the_period_owes_nothing_for_it(
    make: Callable[..., Institution], county: County, by: Viewer
) -> None:
    make("到期末前一天", effective_on=dt.date(2026, 9, 30))
    make("期后", effective_on=dt.date(2026, 10, 1))
    plan_filings(county=county, on=ON, by=by, at=AT)
    assert list(FilingDue.objects.filter(kind=STATEMENT).values_list("institution__name", flat=True)) == [
        "到期末前一天"
    ]
    assert FilingDue.objects.filter(kind=RETURN).count() == 2


def test_another_county_is_left_alone(institution: Institution, by: Viewer) -> None:
    elsewhere = County.objects.create(code="330281", name="余姚市")
    assert plan_filings(county=elsewhere, on=ON, by=by, at=AT) == 0


def test_the_due_day_is_policys_and_moves_to_a_workday(institution: Institution, county: County, by: Viewer) -> None:
    Parameter.objects.create(
        key="filings.statement_due_days",
        county=county,
        value=17,
        unit="calendar_days",
        effective_from=dt.date(2026, 1, 1),
        source="本县规定",
        recorded_at=AT,
    )
    plan_filings(county=county, on=dt.date(2026, 10, 1), by=by, at=AT)
    assert FilingDue.objects.get(kind=STATEMENT).due_on == dt.date(2026, 10, 19)  # the 17th is a Saturday


def test_a_record_meets_what_is_due_once(institution: Institution, county: County, by: Viewer) -> None:
    plan_filings(county=county, on=ON, by=by, at=AT)
    came_in = AT - dt.timedelta(days=3)
    first = record_statement(institution=institution, by=by, at=AT, quarter=Q3, submitted_at=came_in, **FIGURES)
    met = FilingMet.objects.get()
    assert (met.record_id, met.met_on, met.due.kind) == (first.pk, came_in.date(), STATEMENT)
    record_statement(institution=institution, by=by, at=AT, quarter=Q3, supersedes=first, **FIGURES)
    assert FilingMet.objects.get() == met
    open_ones = [one for one in owed(institution, dt.date(2026, 12, 16)) if one.is_open]
    # asked on 23 November: ten days to file the return, thirty-one to check the people
    assert {one.kind: one.days_late for one in open_ones} == {RETURN: 13, FilingKind.STAFF: 0}


def test_filed_early_is_met_when_it_is_asked_for(institution: Institution, county: County, by: Viewer) -> None:
    early = AT.replace(month=11, day=2, hour=1)
    row = record_enrolment(institution=institution, by=by, at=early, month=OCTOBER, students=5)
    record_enrolment(institution=institution, by=by, at=AT, month=OCTOBER, students=6, supersedes=row)
    plan_filings(county=county, on=ON, by=by, at=AT)
    met = FilingMet.objects.get()
    assert (met.record_id, met.met_on, met.due.kind) == (row.pk, early.date(), RETURN)


def test_another_period_meets_nothing(institution: Institution, county: County, by: Viewer) -> None:
    plan_filings(county=county, on=ON, by=by, at=AT)
    record_enrolment(institution=institution, by=by, at=AT, month=dt.date(2026, 9, 1), students=5)
    assert not FilingMet.objects.exists()


def test_the_night_asks_in_every_county_and_twice_asks_once(institution: Institution, by: Viewer) -> None:
    elsewhere = County.objects.create(code="330281", name="余姚市")
    create_institution(
        county=elsewhere, name="姚江", by=by, at=AT, status=Status.OPERATING, effective_on=dt.date(2022, 1, 1)
    )
    for on in (ON, ON + dt.timedelta(days=1)):
        job = start("institutions.filings", slot=on.isoformat(), by=by, payload={"on": on.isoformat()})
        assert work_through(job.pk) is JobState.DONE
    assert FilingDue.objects.count() == 2 * 3
    assert sorted(job.slices.values_list("rows", flat=True)) == [0, 0]


def test_the_annual_report_is_asked_of_academic_institutions_by_the_end_of_june(
    make: Callable[..., Institution], county: County, by: Viewer
) -> None:
    academic = make("学科", category=Category.ACADEMIC)
    make("文艺", category=Category.ARTS)
    plan_filings(county=county, on=dt.date(2026, 1, 5), by=by, at=AT)
    due = FilingDue.objects.get(kind=FilingKind.ANNUAL_REPORT)
    assert (due.institution, due.period, due.due_on) == (academic, dt.date(2025, 1, 1), dt.date(2026, 6, 30))
    staff = FilingDue.objects.filter(kind=FilingKind.STAFF).values_list("due_on", flat=True)
    assert set(staff) == {dt.date(2026, 2, 2)}  # the 31st of January is a Saturday
