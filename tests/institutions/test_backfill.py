"""Complaints and filings that entered before there were deadlines get theirs, as they would have had them."""

from __future__ import annotations

import datetime as dt

import pytest

from cixi_oversight import clock
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.services.backfill import backfill, bounds
from cixi_oversight.users.services.viewer import system_viewer
from institutions.models import FilingDue
from institutions.services.filings.dues import plan_filings
from tests.people import World, make_world

pytestmark = pytest.mark.django_db
COLUMNS = ("subject_kind", "subject_id", "institution_id", "kind", "amount", "span", "started_on", "due_on", "safe_on")


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def rows() -> list[tuple[object, ...]]:
    return sorted(Deadline.objects.values_list(*COLUMNS))


@pytest.mark.parametrize("on", [dt.date(2026, 10, 2), dt.date(2026, 11, 3)])  # asked for in time, and too late
def test_filings_get_the_deadlines_that_the_night_would_have_begun(world: World, on: dt.date) -> None:
    by, at = system_viewer(), clock.at(on, 1)
    plan_filings(county=world.county, on=on, by=by, at=at)
    begun = rows()
    assert len(begun) == FilingDue.objects.count() > 0
    Deadline.objects.all().delete()
    low, high = bounds()
    assert low is not None
    assert high is not None
    assert backfill(low=low, high=high, by=by, at=at) == len(begun)
    assert rows() == begun
    assert bounds() == (None, None)
    assert backfill(low=low, high=high, by=by, at=at) == 0
