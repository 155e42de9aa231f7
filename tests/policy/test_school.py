"""School terms and vacations: no day in two, corrections, what was known when."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from cixi_oversight import clock
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy import errors
from cixi_oversight.policy.enums import SchoolPeriodKind as Kind
from cixi_oversight.policy.models import SchoolPeriod
from cixi_oversight.policy.services import school
from cixi_oversight.users.models import County
from cixi_oversight.users.services.viewer import system_viewer

pytestmark = pytest.mark.django_db
D = dt.date
AT = clock.at(D(2026, 11, 23), 9)
LATER = clock.at(D(2026, 11, 24), 9)


@pytest.fixture
def by(db: None) -> Viewer:
    return system_viewer(label="tests")


@pytest.fixture
def county(db: None) -> County:
    return County.objects.create(code="330282", name="慈溪市")


def add(by: Viewer, county: County, kind: Kind, first: dt.date, last: dt.date, **more: Any) -> SchoolPeriod:
    facts: dict[str, Any] = {"school_year": "2026-2027", "name": kind.value, "source": "校历", "confirmed": True}
    return school.record_period(county=county, kind=kind, from_on=first, to_on=last, by=by, **{"at": AT} | facts | more)


def test_both_ends_are_within_and_an_unknown_day_is_unknown(by: Viewer, county: County) -> None:
    add(by, county, Kind.TERM, D(2026, 9, 1), D(2027, 1, 29))
    add(by, county, Kind.VACATION, D(2027, 1, 30), D(2027, 2, 26))
    days = (D(2026, 8, 31), D(2026, 9, 1), D(2027, 1, 29), D(2027, 1, 30), D(2027, 2, 26), D(2027, 2, 27))
    assert [school.is_vacation(county, day) for day in days] == [None, False, False, True, True, None]
    assert school.is_vacation(County.objects.create(code="330281"), D(2027, 2, 1)) is None


@pytest.mark.parametrize(("first", "last"), [(D(2027, 1, 29), D(2027, 2, 5)), (D(2026, 8, 1), D(2026, 9, 1))])
def test_overlapping_periods_are_refused(by: Viewer, county: County, first: dt.date, last: dt.date) -> None:
    add(by, county, Kind.TERM, D(2026, 9, 1), D(2027, 1, 29))
    with pytest.raises(errors.SchoolPeriodsOverlap):
        add(by, county, Kind.VACATION, first, last)
    add(by, County.objects.create(code="330281"), Kind.VACATION, first, last)


def test_a_correction_supersedes_and_what_was_known_stays(by: Viewer, county: County) -> None:
    row = add(by, county, Kind.VACATION, D(2027, 1, 30), D(2027, 2, 26))
    add(by, county, Kind.VACATION, D(2027, 2, 6), D(2027, 2, 26), supersedes=row, at=LATER)
    assert school.is_vacation(county, D(2027, 2, 1)) is None
    assert school.is_vacation(county, D(2027, 2, 1), known_at=AT) is True
    with pytest.raises(errors.SchoolPeriodReplaced):
        add(by, county, Kind.VACATION, D(2027, 2, 1), D(2027, 2, 26), supersedes=row)


def test_a_withdrawn_period_is_gone_and_its_days_are_free(by: Viewer, county: County) -> None:
    row = add(by, county, Kind.VACATION, D(2027, 1, 30), D(2027, 2, 26))
    school.withdraw_period(period=row, why="录入有误", by=by, at=LATER)
    assert school.is_vacation(county, D(2027, 2, 1)) is None
    add(by, county, Kind.TERM, D(2027, 1, 30), D(2027, 2, 26))
    assert school.is_vacation(county, D(2027, 2, 1)) is False


def test_the_last_day_is_not_before_the_first(by: Viewer, county: County) -> None:
    with pytest.raises(errors.PeriodBackwards):
        add(by, county, Kind.TERM, D(2026, 9, 2), D(2026, 9, 1))


def test_the_seed_comes_once_unconfirmed_with_its_source(by: Viewer, county: County) -> None:
    assert school.seed_periods(county=county, by=by, at=AT) == 2
    assert school.seed_periods(county=county, by=by, at=AT) == 0
    assert school.is_vacation(county, D(2026, 2, 7)) is True
    assert all("待局里核对" in row.source and not row.confirmed for row in SchoolPeriod.objects.all())
