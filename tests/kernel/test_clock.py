"""Business time is Shanghai's, or the demo's pinned day at the real hour."""

import datetime as dt

import pytest
import time_machine

from cixi_oversight import clock
from cixi_oversight.jobs.services.business_date import pin

DAY = dt.date(2026, 11, 23)


def test_a_moment_of_a_day() -> None:
    assert clock.at(DAY, 9, 30).isoformat() == "2026-11-23T09:30:00+08:00"


@pytest.mark.django_db
@pytest.mark.parametrize(("utc_hour", "day"), [(15, DAY), (16, DAY + dt.timedelta(days=1))])
def test_the_day_ends_at_midnight_in_shanghai(utc_hour: int, day: dt.date) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 23, utc_hour, tzinfo=dt.UTC), tick=False):
        assert clock.today() == day


@pytest.mark.django_db
def test_a_pinned_day_keeps_the_hour_running() -> None:
    pin(dt.date(2030, 2, 28))
    with time_machine.travel(dt.datetime(2026, 11, 23, 4, 5, 6, tzinfo=dt.UTC), tick=False):
        assert clock.now().isoformat() == "2030-02-28T12:05:06+08:00"
        assert clock.real_now().date() == DAY


@pytest.mark.django_db
def test_production_does_not_even_look(settings: object, django_assert_num_queries: object) -> None:
    pin(dt.date(2030, 2, 28))
    settings.BUSINESS_DATE_MAY_BE_PINNED = False  # type: ignore[attr-defined]
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert clock.today() == clock.real_now().date()
