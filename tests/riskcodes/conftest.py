"""A small hand-made county: each fact is one call, recorded at a time of its own."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from cixi_oversight import clock
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County, Town
from cixi_oversight.users.services.viewer import system_viewer
from inspections.models import Complaint, ComplaintResolution, ComplaintValidity
from institutions.models import (
    CategoryRow,
    EnrolmentReturn,
    FilingDue,
    FilingMet,
    FinancialStatement,
    Institution,
    InstitutionTransition,
    InsurancePolicy,
    Registration,
)
from riskcodes.enums import Source
from riskcodes.models import SourceConnection

TODAY = dt.date(2026, 11, 23)
LONG_AGO = clock.at(dt.date(2025, 1, 2), 9)


class Maker:
    """Makes rows as the services would; `at` is when they were recorded."""

    def __init__(self, county: County, town: Town, by: Viewer) -> None:
        self.county, self.town, self.by = county, town, by
        self.count = 0

    def _base(self, at: dt.datetime, supersedes: Any = None) -> dict[str, Any]:
        return {"recorded_at": at, "recorded_by_id": self.by.actor_id, "supersedes": supersedes}

    def connect(self, *sources: Source, from_on: dt.date = dt.date(2025, 1, 1)) -> None:
        for source in sources or tuple(Source):
            SourceConnection.objects.create(county=self.county, source=source, from_on=from_on)

    def institution(self, *, at: dt.datetime = LONG_AGO, status: str = "operating", **more: Any) -> Institution:
        self.count += 1
        made = Institution.objects.create(
            county=self.county,
            town=self.town,
            name=more.pop("name", f"青禾艺术培训 {self.count}"),
            public_id=f"inst{self.count:04d}",
            status=status,
            created_at=at,
            created_by_id=self.by.actor_id,
            changed_at=at,
            changed_by_id=self.by.actor_id,
            **more,
        )
        self.move(made, "applying", status, at=at)
        CategoryRow.objects.create(institution=made, category="arts", from_on=at.date(), **self._base(at))
        return made

    def move(self, institution: Institution, source: str, target: str, *, at: dt.datetime) -> InstitutionTransition:
        return InstitutionTransition.objects.create(
            institution=institution,
            verb="move",
            source=source,
            target=target,
            effective_on=at.date(),
            recorded_at=at,
            actor_id=self.by.actor_id,
        )

    def enrolment(
        self,
        institution: Institution,
        month: dt.date,
        students: int,
        prepaid_yuan: int | None = None,
        *,
        at: dt.datetime = LONG_AGO,
        supersedes: EnrolmentReturn | None = None,
    ) -> EnrolmentReturn:
        fen = None if prepaid_yuan is None else prepaid_yuan * 100
        return EnrolmentReturn.objects.create(
            institution=institution,
            month=month,
            students=students,
            prepaid_balance_fen=fen,
            **self._base(at, supersedes),
        )

    def capital(self, institution: Institution, yuan: int, *, at: dt.datetime = LONG_AGO) -> Registration:
        return Registration.objects.create(
            institution=institution, kind="business", number="1", registered_capital_fen=yuan * 100, **self._base(at)
        )

    def statement(
        self,
        institution: Institution,
        quarter: dt.date,
        *,
        at: dt.datetime = LONG_AGO,
        supersedes: FinancialStatement | None = None,
        **figures: int,
    ) -> FinancialStatement:
        given = {
            "current_assets_fen": 20_000_000,
            "current_liabilities_fen": 15_000_000,
            "contract_liabilities_fen": 5_000_000,
            "net_assets_fen": 10_000_000,
            "revenue_fen": 8_000_000,
            "net_profit_fen": 500_000,
        } | figures
        return FinancialStatement.objects.create(
            institution=institution,
            quarter=quarter,
            submitted_at=at,
            accepted_at=at,
            **given,
            **self._base(at, supersedes),
        )

    def due(
        self, institution: Institution, quarter: dt.date, due_on: dt.date, *, at: dt.datetime = LONG_AGO
    ) -> FilingDue:
        return FilingDue.objects.create(
            institution=institution, kind="financial_statement", period=quarter, due_on=due_on, **self._base(at)
        )

    def met(self, due: FilingDue, record_id: int, *, at: dt.datetime) -> FilingMet:
        return FilingMet.objects.create(
            due=due, institution=due.institution, record_id=record_id, met_on=at.date(), **self._base(at)
        )

    def policy(
        self,
        institution: Institution,
        kind: str,
        from_on: dt.date,
        to_on: dt.date,
        persons: int | None = None,
        *,
        at: dt.datetime = LONG_AGO,
        supersedes: InsurancePolicy | None = None,
    ) -> InsurancePolicy:
        return InsurancePolicy.objects.create(
            institution=institution,
            kind=kind,
            from_on=from_on,
            to_on=to_on,
            insured_persons=persons,
            **self._base(at, supersedes),
        )

    def complaint(
        self,
        institution: Institution,
        received_on: dt.date,
        *,
        valid: bool | None = True,
        resolved_on: dt.date | None = None,
        due_on: dt.date | None = None,
        at: dt.datetime | None = None,
    ) -> Complaint:
        self.count += 1
        at = at or clock.at(received_on, 10)
        made = Complaint.objects.create(
            institution=institution,
            number=f"C{self.count:05d}",
            channel="hotline_12345",
            matter="refund",
            received_on=received_on,
            due_on=due_on or received_on + dt.timedelta(days=15),
            **self._base(at),
        )
        if valid is not None:
            ComplaintValidity.objects.create(
                complaint=made,
                institution=institution,
                is_valid=valid,
                decided_on=at.date(),
                reason="-",
                **self._base(at),
            )
        if resolved_on is not None:
            self.resolve(made, resolved_on, at=max(at, clock.at(resolved_on, 11)))
        return made

    def resolve(self, complaint: Complaint, resolved_on: dt.date, *, at: dt.datetime) -> ComplaintResolution:
        return ComplaintResolution.objects.create(
            complaint=complaint,
            institution=complaint.institution,
            outcome="refunded",
            resolved_on=resolved_on,
            reason="-",
            **self._base(at),
        )

    def healthy(self, *, students: int = 60, until: dt.date = TODAY, **more: Any) -> Institution:
        """An institution with every source in order up to the end of the month before `until`."""
        made = self.institution(**more)
        month = until.replace(day=1)
        for _ in range(7):
            month = (month - dt.timedelta(days=1)).replace(day=1)
            self.enrolment(made, month, students, students * 1_800, at=clock.at(month, 9) + dt.timedelta(days=33))
        self.capital(made, 300_000)
        quarter = dt.date(until.year, (until.month - 1) // 3 * 3 + 1, 1)
        for _ in range(5):
            quarter = (quarter - dt.timedelta(days=80)).replace(day=1)
            statement = self.statement(made, quarter, at=clock.at(quarter, 9) + dt.timedelta(days=110))
            due = self.due(made, quarter, quarter + dt.timedelta(days=122), at=clock.at(quarter, 9))
            self.met(due, statement.pk, at=statement.recorded_at)
        year = (dt.date(until.year, 1, 1), dt.date(until.year, 12, 31) + dt.timedelta(days=365))
        self.policy(made, "premises_liability", *year)
        self.policy(made, "student_cover", *year, persons=students)
        return made


@pytest.fixture
def by(db: None) -> Viewer:
    return system_viewer()


@pytest.fixture
def county(db: None) -> County:
    return County.objects.create(code="330282", name="慈溪市")


@pytest.fixture
def make(county: County, by: Viewer) -> Maker:
    return Maker(county, Town.objects.create(county=county, code="330282001", name="浒山街道"), by)


@pytest.fixture
def night(county: County, by: Viewer) -> Callable[..., Any]:
    """Run the night of a day at two o'clock."""
    from riskcodes.services.night import run_night

    def run(on: dt.date, *, at: dt.datetime | None = None) -> Any:
        return run_night(county=county, on=on, at=at or clock.at(on, 2), by=by)

    return run
