"""Last days in law: known cases, reckoned by hand from the statute and the State Council's notices."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from chinese_calendar import constants

from cixi_oversight.policy.enums import DeadlineCode as Code
from cixi_oversight.policy.enums import Span
from cixi_oversight.policy.rules.calendar import WorkCalendar
from cixi_oversight.policy.rules.day_table import DayTable
from cixi_oversight.policy.rules.deadline_kinds import KINDS
from cixi_oversight.policy.rules.deadlines import Due, Interval, add_months, due_on, merged

D = dt.date
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def work() -> WorkCalendar:
    """As shipped: the notices up to 2026 (Spring Festival 15 to 23 February, 14 and 28 February worked)."""
    days = dict.fromkeys(constants.holidays, False) | dict.fromkeys(constants.workdays, True)
    return WorkCalendar(days=days, published=frozenset(range(2004, 2027)))


@pytest.mark.parametrize(
    ("code", "start", "day"),
    [
        (Code.PENALTY_SERVICE, D(2026, 2, 11), D(2026, 2, 27)),  # 12, 13, Sat 14, then 24, 25, 26, 27
        (Code.PENALTY_SERVICE, D(2026, 2, 12), D(2026, 2, 28)),  # ends on the Saturday worked instead
        (Code.LICENCE_SUPPLEMENT, D(2026, 2, 13), D(2026, 2, 27)),  # Sat 14 counts
        (Code.HEARING_REQUEST, D(2026, 2, 14), D(2026, 2, 28)),
        (Code.FINE_PAYMENT, D(2026, 2, 2), D(2026, 2, 24)),  # the 17th is New Year's Day: moved past the holiday
        (Code.PREPARATION_DECISION, D(2026, 1, 17), D(2026, 2, 16)),  # the agency's own, the law is silent: stays
        (Code.PENALTY_DECISION, D(2026, 7, 4), D(2026, 10, 2)),  # within the National Day holiday: stays
        (Code.REVIEW_APPLICATION, D(2026, 8, 4), D(2026, 10, 8)),  # 3 October, moved
        (Code.REVIEW_DECISION, D(2026, 8, 4), D(2026, 10, 8)),  # art. 88 is not silent
        (Code.REFUND_PAYMENT, D(2026, 9, 28), D(2026, 10, 8)),  # 五日 are calendar days here, moved
        (Code.COOLING_OFF, D(2026, 2, 9), D(2026, 2, 24)),
        (Code.STATEMENT_DUE, D(2026, 9, 30), D(2026, 10, 15)),
        (Code.SCHOOL_DECISION, D(2025, 11, 30), D(2026, 2, 28)),  # no 30 February
        (Code.PENALTY_LIMITATION, D(2024, 2, 29), D(2026, 2, 28)),
        (Code.PENALTY_LIMITATION, D(2024, 10, 3), D(2026, 10, 3)),  # never moved
        (Code.PENALTY_LIMITATION_LONG, D(2021, 2, 15), D(2026, 2, 15)),
    ],
)
def test_a_period_ends_where_the_law_says(work: WorkCalendar, code: Code, start: dt.date, day: dt.date) -> None:
    due = due_on(start, KINDS[code], work)
    assert (due.day, due.provisional) == (day, False)


@pytest.mark.parametrize(
    ("start", "months", "day"),
    [
        (D(2028, 2, 29), 12, D(2029, 2, 28)),
        (D(2027, 2, 28), 12, D(2028, 2, 28)),
        (D(2028, 2, 29), 48, D(2032, 2, 29)),
        (D(2026, 1, 31), 1, D(2026, 2, 28)),
        (D(2028, 1, 31), 1, D(2028, 2, 29)),
        (D(2026, 12, 31), 2, D(2027, 2, 28)),
        (D(2026, 3, 31), -1, D(2026, 2, 28)),
    ],
)
def test_months_end_on_the_corresponding_day(start: dt.date, months: int, day: dt.date) -> None:
    assert add_months(start, months) == day


def test_29_february_2028_is_a_day_like_any_other(work: WorkCalendar) -> None:
    assert due_on(D(2028, 2, 14), KINDS[Code.FINE_PAYMENT], work).day == D(2028, 2, 29)
    due = due_on(D(2028, 2, 29), KINDS[Code.PENALTY_LIMITATION], work)
    assert due == Due(D(2030, 2, 28), False, D(2030, 2, 28)), "counted by the year: no calendar is asked"


def test_seven_days_before_leaves_seven_whole_workdays_between(work: WorkCalendar) -> None:
    hearing = D(2026, 2, 27)  # between: 26, 25, 24, Sat 14, 13, 12, 11
    due = due_on(hearing, KINDS[Code.HEARING_NOTICE], work)
    assert due == Due(D(2026, 2, 10), False, D(2026, 2, 10))
    assert work.workdays_between(due.day, hearing - DAY) == 7
    over_weekend = due_on(D(2026, 11, 25), KINDS[Code.HEARING_NOTICE], work)  # between: 16 to 24
    assert over_weekend == Due(D(2026, 11, 15), False, D(2026, 11, 13)), "a Sunday in law, the Friday to be safe"


def test_renewal_is_thirty_days_before_with_the_workday_before_as_safe_day(work: WorkCalendar) -> None:
    due = due_on(D(2026, 11, 1), KINDS[Code.LICENCE_RENEWAL], work)
    assert due == Due(D(2026, 10, 2), False, D(2026, 9, 30))
    assert due_on(D(2026, 12, 31), KINDS[Code.LICENCE_RENEWAL], work) == Due(D(2026, 12, 1), False, D(2026, 11, 30))


def test_an_agency_s_day_off_has_the_workday_before_as_safe_day(work: WorkCalendar) -> None:
    assert due_on(D(2026, 7, 4), KINDS[Code.PENALTY_DECISION], work).safe_day == D(2026, 9, 30)


@pytest.mark.parametrize(
    ("code", "start", "plain", "longer"),
    [
        (Code.LICENCE_DECISION, D(2026, 3, 2), D(2026, 3, 30), D(2026, 4, 14)),  # Qingming on 6 April off
        (Code.REVIEW_DECISION, D(2026, 7, 1), D(2026, 8, 31), D(2026, 9, 29)),  # 30 August is a Sunday
    ],
)
def test_an_extension_and_its_period_are_one(
    work: WorkCalendar, code: Code, start: dt.date, plain: dt.date, longer: dt.date
) -> None:
    assert due_on(start, KINDS[code], work).day == plain
    assert due_on(start, KINDS[code], work, extended=True).day == longer, "not moved in between"


def test_a_suspension_across_new_year(work: WorkCalendar) -> None:
    kind = KINDS[Code.PENALTY_DECISION]
    rest = (D(2026, 12, 25), D(2027, 1, 10))  # 17 days, both ends within
    due = due_on(D(2026, 11, 2), kind, work, [rest])
    assert due.day == D(2027, 1, 31) + 17 * DAY
    assert not due.provisional, "calendar days, not moved: no calendar is asked"
    by_workdays = due_on(D(2026, 12, 15), KINDS[Code.LICENCE_DECISION], work, [rest])
    before = due_on(D(2026, 12, 15), KINDS[Code.LICENCE_DECISION], work)
    rested = work.workdays_between(rest[0] - DAY, rest[1])
    assert rested == 10  # 25, 28 to 31 December; 4 to 8 January; New Year's Day is off
    assert by_workdays.day == work.add_workdays(before.day, rested)
    assert by_workdays.provisional


@pytest.mark.parametrize(
    ("rests", "days"),
    [
        ([(D(2026, 3, 10), D(2026, 3, 10))], 1),
        ([(D(2026, 3, 10), D(2026, 3, 12)), (D(2026, 3, 12), D(2026, 3, 14))], 5),  # the 12th once
        ([(D(2026, 2, 20), D(2026, 3, 3))], 2),  # only what lies after the start, 1 March
        ([(D(2026, 3, 16), D(2026, 3, 16))], 1),  # the last day itself
        ([(D(2026, 3, 17), D(2026, 3, 20))], 0),  # after the end
        ([(D(2026, 3, 10), D(2026, 3, 12)), (D(2026, 3, 18), D(2026, 3, 18))], 4),  # the first brings it to the second
        ([(D(2026, 2, 1), D(2026, 2, 10))], 0),
    ],
)
def test_days_of_suspension(work: WorkCalendar, rests: list[Interval], days: int) -> None:
    kind = KINDS[Code.PENALTY_DECISION]
    due = due_on(D(2026, 3, 1), kind, work, rests, amount=15)
    assert due.day == D(2026, 3, 16) + days * DAY


def test_what_cannot_be_reckoned_is_refused(work: WorkCalendar) -> None:
    with pytest.raises(ValueError, match="before it begins"):
        merged([(D(2026, 3, 2), D(2026, 3, 1))])
    with pytest.raises(ValueError, match="counted back"):
        due_on(D(2026, 3, 2), KINDS[Code.HEARING_NOTICE], work, [(D(2026, 2, 1), D(2026, 2, 2))])


@pytest.mark.parametrize(
    ("code", "start", "day", "provisional"),
    [
        (Code.LICENCE_SUPPLEMENT, D(2026, 12, 24), D(2026, 12, 31), False),
        (Code.LICENCE_SUPPLEMENT, D(2026, 12, 25), D(2027, 1, 4), True),
        (Code.FINE_PAYMENT, D(2026, 12, 16), D(2026, 12, 31), False),
        (Code.FINE_PAYMENT, D(2026, 12, 17), D(2027, 1, 4), True),
        (Code.FINE_PAYMENT, D(2027, 1, 22), D(2027, 2, 9), True),  # 6 February: Saturday; Sunday, 8th the third day
        (Code.PENALTY_DECISION, D(2026, 12, 1), D(2027, 3, 1), False),
        (Code.HEARING_NOTICE, D(2027, 1, 5), D(2026, 12, 23), True),
    ],
)
def test_the_year_2027_is_provisional(
    work: WorkCalendar, code: Code, start: dt.date, day: dt.date, provisional: bool
) -> None:
    due = due_on(start, KINDS[code], work)
    assert (due.day, due.provisional) == (day, provisional)


def test_the_bureau_s_own_figure_stands_for_the_kind_s(work: WorkCalendar) -> None:
    kind = KINDS[Code.COMPLAINT_REPLY]
    assert due_on(D(2026, 9, 28), kind, work).day == D(2026, 10, 13)
    assert due_on(D(2026, 9, 28), kind, work, amount=5, span=Span.WORKDAYS).day == D(2026, 10, 10)


def test_the_table_of_days_answers_as_the_calendar_does(work: WorkCalendar) -> None:
    table = DayTable(work, first=2025, last=2027)
    draw = random.Random(20261123)
    for _ in range(3_000):
        day = D(2024, 11, 1) + draw.randrange(1_250) * DAY
        number = draw.randrange(40)
        until = day + draw.randrange(-5, 60) * DAY
        assert table.next_workday(day) == work.next_workday(day)
        assert table.add_workdays(day, number) == work.add_workdays(day, number)
        assert table.workdays_between(day, until) == work.workdays_between(day, until)
        assert table.workday_before(day, number) == work.workday_before(day, number)


def test_every_period_that_never_moves_is_one_of_years_or_an_agency_s() -> None:
    assert set(KINDS) == set(Code)
    assert all(not kind.moves for kind in KINDS.values() if kind.span is Span.YEARS)
    moved_agency = {code for code, kind in KINDS.items() if kind.whose == "agency" and kind.moves}
    assert moved_agency == {Code.REVIEW_DECISION}
