"""Workdays: the published years to the day, the others reckoned and marked."""

import datetime as dt
import json
from pathlib import Path

import pytest
from chinese_calendar import constants

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.policy.errors import DayOutOfRange, YearAlreadyPublished
from cixi_oversight.policy.rules.calendar import WorkCalendar, statutory_holidays
from cixi_oversight.policy.services import calendar
from cixi_oversight.users.services.viewer import system_viewer

NOTICES = Path(__file__).resolve().parents[3] / "shared/data/holidays"
AT = clock.at(dt.date(2026, 11, 23), 9)
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def bare() -> WorkCalendar:
    return WorkCalendar(days={}, published=frozenset())


@pytest.mark.django_db
@pytest.mark.parametrize("year", range(2021, 2027))
def test_it_agrees_with_the_notice_of(year: int) -> None:
    path = NOTICES / f"holiday-cn-{year}.json"
    if not path.exists():
        pytest.skip(f"the notice of {year} is not at hand: {path.name}")
    work, off = calendar.load(), {}
    for entry in json.loads(path.read_text(encoding="utf-8"))["days"]:
        off[dt.date.fromisoformat(entry["date"])] = entry["isOffDay"]
    day = dt.date(year, 1, 1)
    while day.year == year:
        assert work.is_workday(day) is not off.get(day, day.weekday() >= 5), day
        day += DAY


@pytest.mark.django_db
def test_the_whole_of_the_published_years_is_there() -> None:
    work = calendar.load()
    assert work.published == frozenset(range(2004, 2027))
    assert all(not work.is_workday(day) for day in constants.holidays)
    assert all(work.is_workday(day) for day in constants.workdays)


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028, 2031, 2040])
def test_the_regulation_fixes_thirteen_days(year: int) -> None:
    days = statutory_holidays(year)
    fixed = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
    assert fixed <= {(day.month, day.day) for day in days}
    assert len(days) + sum(";" in name for name in days.values()) == 13
    spring = [day for day, name in days.items() if name in {"春节", "除夕"}]
    assert len(spring) == 4
    assert spring[-1] - spring[0] == 3 * DAY


def test_the_moon_of_the_reckoning_agrees_with_the_published_years() -> None:
    names = {"春节": "Spring Festival", "端午节": "Dragon Boat Festival", "中秋节": "Mid-autumn Festival"}
    for year in range(2014, 2027):
        for day, name in statutory_holidays(year).items():
            festival = name.split(";")[0].strip()
            if festival in names:
                assert day in constants.holidays, (day, name)
                allowed = {names[festival], "National Day"}  # one notice may give two festivals one name
                assert constants.holidays[day] in allowed, (day, name)


def test_an_unpublished_year_is_monday_to_friday_less_the_fixed_holidays(bare: WorkCalendar) -> None:
    assert not bare.is_workday(dt.date(2027, 1, 1))
    assert not bare.is_workday(dt.date(2027, 2, 8))  # Monday, third day of the year
    assert bare.is_workday(dt.date(2027, 2, 9))  # no day in lieu of the weekend
    assert not bare.is_workday(dt.date(2027, 1, 9))
    assert bare.is_workday(dt.date(2027, 10, 4))


@pytest.mark.django_db
def test_provisional_is_what_the_state_council_has_not_published() -> None:
    assert not calendar.is_provisional(dt.date(2026, 12, 31))
    assert calendar.is_provisional(dt.date(2027, 1, 1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        (dt.date(2026, 11, 23), 0, dt.date(2026, 11, 23)),
        (dt.date(2026, 11, 23), 1, dt.date(2026, 11, 24)),
        (dt.date(2026, 11, 20), 1, dt.date(2026, 11, 23)),  # over a weekend
        (dt.date(2026, 9, 30), 1, dt.date(2026, 10, 8)),  # over the holiday
        (dt.date(2026, 10, 9), 1, dt.date(2026, 10, 10)),  # a Saturday worked instead
        (dt.date(2026, 12, 31), 1, dt.date(2027, 1, 4)),  # into a provisional year
    ],
)
def test_workdays_are_counted_from_the_day_after(start: dt.date, number: int, end: dt.date) -> None:
    assert calendar.add_workdays(start, number) == end
    assert calendar.load().workdays_between(start, end) == number


@pytest.mark.django_db
def test_a_last_day_that_is_off_moves_to_the_next_workday() -> None:
    assert calendar.next_workday(dt.date(2026, 10, 1)) == dt.date(2026, 10, 8)
    assert calendar.next_workday(dt.date(2026, 10, 8)) == dt.date(2026, 10, 8)


def test_a_period_does_not_run_backwards(bare: WorkCalendar) -> None:
    with pytest.raises(ValueError, match="backwards"):
        bare.add_workdays(dt.date(2026, 1, 1), -1)


@pytest.mark.django_db
def test_the_bureau_sets_a_day_and_the_audit_says_so() -> None:
    day, by = dt.date(2027, 3, 8), system_viewer()
    calendar.set_day(day=day, is_workday=False, name="局定休息", why="暴雪停工", by=by, at=AT)
    assert not calendar.is_workday(day)
    calendar.set_day(day=day, is_workday=True, name="恢复上班", why="误设", by=by, at=AT)
    assert calendar.is_workday(day)
    events = Event.objects.filter(verb="policy.set_day").order_by("id")
    assert [event.data["before"] for event in events] == [None, False]


@pytest.mark.django_db
def test_publishing_a_year_ends_the_reckoning() -> None:
    by = system_viewer()
    calendar.set_day(day=dt.date(2027, 2, 9), is_workday=False, name="春节", why="通知", by=by, at=AT)
    calendar.set_day(day=dt.date(2027, 10, 1), is_workday=True, name="试", why="试", by=by, at=AT)
    calendar.publish_year(year=2027, source="国务院办公厅关于2027年部分节假日安排的通知", why="已公布", by=by, at=AT)
    work = calendar.load()
    assert not work.is_provisional(dt.date(2027, 6, 1))
    assert not work.is_workday(dt.date(2027, 1, 1))
    assert not work.is_workday(dt.date(2027, 2, 9))
    assert work.is_workday(dt.date(2027, 10, 1)), "what a person entered stands"
    with pytest.raises(YearAlreadyPublished):
        calendar.publish_year(year=2027, source="再次", why="再次", by=by, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("day", [dt.date(2003, 12, 31), dt.date(2100, 1, 1)])
def test_it_refuses_a_day_outside_the_calendar(day: dt.date) -> None:
    with pytest.raises(DayOutOfRange):
        calendar.set_day(day=day, is_workday=True, name="x", why="x", by=system_viewer(), at=AT)
