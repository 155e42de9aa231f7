"""While the bureau looks at what was handed in, the institution is not late; once it is given back, it is again."""

from __future__ import annotations

import datetime as dt

import pytest

from cixi_oversight import clock
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums import FilingKind
from institutions.models import FilingDue
from institutions.services.filings import deciding, engine
from institutions.services.filings.dues import plan_filings
from riskcodes.services import facts_sql
from tests.people import make_world

from .test_moved_due_days import read

D = dt.date
Q3 = D(2026, 7, 1)
FIGURES = ("current_assets", "current_liabilities", "contract_liabilities", "revenue", "net_profit")


@pytest.mark.django_db
def test_pages_and_the_night_as_of_then_agree() -> None:
    world, by = make_world(), system_viewer()
    plan_filings(county=world.county, on=D(2026, 10, 2), by=by, at=clock.at(D(2026, 10, 2), 1))
    due = FilingDue.objects.get(institution=world.institution, kind=FilingKind.FINANCIAL_STATEMENT)
    on = due.due_on + dt.timedelta(days=5)
    late = FilingDue.objects.overdue(on).filter(pk=due.pk)
    assert late.exists()

    at = clock.at(due.due_on, 10)
    filing = engine.start_draft(
        institution=world.institution, kind=FilingKind.FINANCIAL_STATEMENT, period=Q3, by=by, at=at
    )
    payload = dict.fromkeys(FIGURES, 0) | {"net_assets": -1}  # a doubt, so that a person looks
    filing = engine.save_draft(filing=filing, payload=payload, expected_version=1, by=by, at=at)
    filing = engine.submit(filing=filing, expected_version=2, by=by, at=at)
    before, handed_in = clock.at(due.due_on, 9), clock.at(due.due_on, 11)
    assert not late.exists()
    assert read(world, facts_sql.OVERDUE, on, before) == [due.due_on], "not known then"
    assert read(world, facts_sql.OVERDUE, on, handed_in) == []

    returned = clock.at(due.due_on + dt.timedelta(days=2), 9)
    deciding.return_for_correction(filing=filing, comments={"net_assets": "请核对"}, by=by, at=returned)
    assert late.exists()
    assert read(world, facts_sql.OVERDUE, on, clock.at(on)) == [due.due_on]
    assert read(world, facts_sql.OVERDUE, on, handed_in) == [], "a night of then stays as it was"
