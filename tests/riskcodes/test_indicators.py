"""Every limit of the first rule set: just inside, exactly at it, just beyond. No database."""

import datetime as dt
from fractions import Fraction
from math import isqrt

import pytest

from riskcodes.rules.facts import Facts, covered_until, earlier_return, insured_persons, month_end, quarter_end
from riskcodes.rules.first_rule_set import BODY
from riskcodes.rules.indicators import BY_CODE
from riskcodes.rules.indicators.complaints import lower_bound, lower_bound_exceeds
from riskcodes.rules.rule_set import parse

ON = dt.date(2026, 11, 23).toordinal()
RULES = parse(BODY)


def day(*parts: int) -> int:
    return dt.date(*parts).toordinal()


def level(code: str, facts: Facts, on: int = ON) -> str:
    indicator, terms = BY_CODE[code], RULES.terms[code]
    value = indicator.value(facts, on, terms)
    return "x" if value is None else indicator.level(value, terms)


def students(now: int, before: int = 100, prepaid: int | None = 0) -> Facts:
    return Facts(
        enrolment_ids=[2, 1],
        months=[day(2026, 10, 1), day(2026, 7, 1)],
        students=[now, before],
        prepaid_fen=[prepaid, 0],
    )


def balance(assets: int, owed: int, unearned: int = 0, *, net: int = 1000, profits: tuple[int, ...] = (1,)) -> Facts:
    quarters = [day(2026, 7, 1), day(2026, 4, 1), day(2026, 1, 1), day(2025, 10, 1), day(2025, 7, 1)]
    return Facts(
        statement_ids=list(range(len(profits))),
        quarters=quarters[: len(profits)],
        profits_fen=list(profits),
        current_assets_fen=assets,
        current_liabilities_fen=owed,
        contract_liabilities_fen=unearned,
        net_assets_fen=net,
    )


def complaints(*cases: tuple[int, int | None], students: int = 100, due: int = 15) -> Facts:
    """Each case: days since receipt, resolution id."""
    return Facts(
        students=[students],
        complaint_ids=list(range(len(cases))),
        complaint_received=[ON - age for age, _ in cases],
        complaint_due=[ON - age + due for age, _ in cases],
        validity_ids=[0] * len(cases),
        resolution_ids=[resolved for _, resolved in cases],
    )


@pytest.mark.parametrize(("now", "expected"), [(139, "g"), (140, "g"), (141, "y"), (180, "y"), (181, "r")])
def test_enrolment_jump_is_over_40_and_over_80_percent(now: int, expected: str) -> None:
    assert level("enrolment_jump", students(now)) == expected


@pytest.mark.parametrize(("now", "expected"), [(71, "g"), (70, "g"), (69, "y"), (50, "y"), (49, "r"), (0, "r")])
def test_enrolment_fall_is_over_30_and_over_50_percent(now: int, expected: str) -> None:
    assert level("enrolment_fall", students(now)) == expected


def test_a_change_of_enrolment_needs_the_return_of_three_months_before() -> None:
    assert level("enrolment_jump", Facts(months=[day(2026, 10, 1)], students=[500])) == "x"
    two_months = Facts(months=[day(2026, 10, 1), day(2026, 8, 1)], students=[500, 100])
    assert level("enrolment_fall", two_months) == "x"


def test_nobody_three_months_before_is_nothing_to_compare_with() -> None:
    assert level("enrolment_jump", students(30, before=0)) == "g"


@pytest.mark.parametrize(
    ("fen", "expected"),
    [(400_000 * 7, "g"), (400_000 * 7 + 1, "y"), (500_000 * 7, "y"), (500_000 * 7 + 1, "r"), (None, "x")],
)
def test_prepaid_per_student_is_over_4000_and_over_5000_yuan(fen: int | None, expected: str) -> None:
    assert level("prepaid_per_student", students(7, prepaid=fen)) == expected


def test_prepaid_money_without_students_is_over_every_limit() -> None:
    assert level("prepaid_per_student", students(0, prepaid=1)) == "r"
    assert level("prepaid_per_student", students(0, prepaid=0)) == "g"


@pytest.mark.parametrize(
    ("fen", "capital", "expected"),
    [(100, 100, "g"), (101, 100, "y"), (300, 100, "y"), (301, 100, "r"), (1, 0, "r"), (0, 0, "g"), (5, None, "x")],
)
def test_prepaid_is_over_the_capital_and_over_three_times_the_capital(
    fen: int, capital: int | None, expected: str
) -> None:
    assert level("prepaid_to_capital", students(10, prepaid=fen)._replace(capital_fen=capital)) == expected


@pytest.mark.parametrize(("late", "expected"), [(None, "g"), (1, "y"), (30, "y"), (31, "r")])
def test_a_statement_is_overdue_from_the_first_day_and_badly_after_thirty(late: int | None, expected: str) -> None:
    facts = Facts() if late is None else Facts(overdue_ids=[1, 2], overdue_due=[ON - 1, ON - late])
    assert level("statement_overdue", facts) == expected


@pytest.mark.parametrize(("assets", "expected"), [(121, "g"), (120, "g"), (119, "y"), (80, "y"), (79, "r")])
def test_current_ratio_leaves_unearned_fees_out(assets: int, expected: str) -> None:
    assert level("current_ratio", balance(assets, owed=1100, unearned=1000)) == expected


def test_current_ratio_where_nothing_but_lessons_is_owed() -> None:
    assert level("current_ratio", balance(0, owed=100, unearned=100)) == "g"
    assert level("current_ratio", Facts()) == "x"


@pytest.mark.parametrize(
    ("profits", "expected"),
    [((-1, 1, 1, 1), "g"), ((-1, 1, 1, -1), "y"), ((-1, -1, -1, -1), "y"), ((), "x")],
)
def test_two_quarters_with_a_loss_among_the_last_four(profits: tuple[int, ...], expected: str) -> None:
    assert level("loss_quarters", balance(1, 1, profits=profits)) == expected


@pytest.mark.parametrize(
    ("profits", "net", "expected"),
    [
        ((-500,), 1000, "g"),
        ((-501,), 1000, "r"),
        ((1,), -1, "r"),
        ((0,), 0, "g"),
        ((-1,), 0, "r"),
        ((-600, 200), 1000, "g"),
    ],
)
def test_loss_against_net_assets(profits: tuple[int, ...], net: int, expected: str) -> None:
    assert level("loss_to_net_assets", balance(1, 1, net=net, profits=profits)) == expected


@pytest.mark.parametrize(("left", "expected"), [(31, "g"), (30, "y"), (1, "y"), (0, "y"), (-1, "r"), (-400, "r")])
def test_liability_expires_within_thirty_days_or_has_expired(left: int, expected: str) -> None:
    facts = Facts(liability_ids=[1], liability_from=[ON - 500], liability_to=[ON + left])
    assert level("liability_expiry", facts) == expected


def test_a_renewal_without_a_gap_counts_and_one_with_a_gap_does_not() -> None:
    renewed = Facts(liability_ids=[2, 1], liability_from=[ON + 6, ON - 360], liability_to=[ON + 370, ON + 5])
    assert covered_until(renewed, ON) == ON + 370
    gap = renewed._replace(liability_from=[ON + 7, ON - 360])
    assert covered_until(gap, ON) == ON + 5
    assert level("liability_expiry", gap) == "y"


def test_no_policy_is_missing_and_one_that_has_not_begun_is_no_cover_yet() -> None:
    assert level("liability_expiry", Facts()) == "x"
    assert level("liability_expiry", Facts(liability_ids=[1], liability_from=[ON + 1], liability_to=[ON + 9])) == "x"


@pytest.mark.parametrize(("insured", "expected"), [(95, "g"), (94, "y"), (80, "y"), (79, "r"), (0, "r")])
def test_student_cover_below_95_and_80_percent(insured: int, expected: str) -> None:
    facts = students(100)._replace(cover_ids=[1], cover_from=[ON], cover_to=[ON], cover_persons=[insured])
    assert level("student_cover", facts) == expected
    assert level("student_cover", facts, ON + 1) == "r"  # expired: nobody is covered


def test_cover_adds_up_policies_in_force_and_an_unknown_number_is_missing() -> None:
    facts = Facts(cover_ids=[1, 2], cover_from=[ON, ON + 1], cover_to=[ON + 9, ON + 9], cover_persons=[40, 60])
    assert (insured_persons(facts, ON), insured_persons(facts, ON + 1)) == (40, 100)
    assert insured_persons(facts._replace(cover_persons=[None, 60]), ON) is None
    assert level("student_cover", students(100)) == "x"


def test_two_valid_complaints_are_too_few_to_judge() -> None:
    assert level("complaint_rate", complaints((1, 5), (2, 5), students=3)) == "g"
    assert level("complaint_rate", complaints((1, 5), (2, 5), (3, 5), students=3)) == "r"


def test_complaints_before_the_window_do_not_count_towards_the_rate() -> None:
    within = complaints((1, 5), (2, 5), (89, 5), students=10)
    assert level("complaint_rate", within) == "r"
    assert level("complaint_rate", complaints((1, 5), (2, 5), (90, 5), students=10)) == "g"


def test_the_rate_needs_students() -> None:
    facts = complaints((1, 5), (2, 5), (3, 5))._replace(students=None)
    assert level("complaint_rate", facts) == "x"
    assert level("complaint_rate", Facts()) == "g"


@pytest.mark.parametrize(
    ("cases", "number", "expected"),
    [(3, 100, "y"), (3, 110, "g"), (6, 100, "y"), (7, 100, "r"), (30, 1000, "y"), (60, 1000, "r"), (15, 1000, "g")],
)
def test_wilson_shrinks_small_numbers(cases: int, number: int, expected: str) -> None:
    assert level("complaint_rate", complaints(*[(1, 5)] * cases, students=number)) == expected


def _wilson(cases: int, number: int) -> Fraction:
    """The textbook formula with a root to twenty digits, as a check on the rearranged inequality."""
    z2, p = Fraction(38_416, 10_000), Fraction(cases, number)
    inner = p * (1 - p) / number + z2 / (4 * number * number)
    root = Fraction(isqrt(int(z2 * inner * 10**40)), 10**20)
    return (p + z2 / (2 * number) - root) / (1 + z2 / number)


@pytest.mark.parametrize(("cases", "number"), [(1, 3), (3, 50), (5, 5), (9, 800), (0, 10), (40, 100_000)])
def test_the_bound_shown_is_the_textbook_one_cut_to_the_thousandth(cases: int, number: int) -> None:
    shown, of = lower_bound(cases, number)
    exact = _wilson(cases, number) * 100
    assert Fraction(shown, of) <= exact + Fraction(1, 10**6)
    assert exact - Fraction(shown, of) < Fraction(2, 1000)


def test_every_decision_of_wilson_agrees_with_the_textbook() -> None:
    for number in (1, 2, 3, 7, 20, 65, 300, 4000):
        for cases in range(min(number, 60) + 1):
            for limit in (1, 3, 50):
                assert lower_bound_exceeds(cases, number, limit, 100) == (_wilson(cases, number) > Fraction(limit, 100))


@pytest.mark.parametrize(
    ("open_cases", "closed", "expected"), [(2, 8, "g"), (3, 9, "y"), (5, 5, "y"), (6, 5, "r"), (2, 0, "g"), (3, 0, "r")]
)
def test_unresolved_is_over_20_and_over_50_percent_of_three_cases_at_least(
    open_cases: int, closed: int, expected: str
) -> None:
    assert level("complaints_unresolved", complaints(*[(1, None)] * open_cases, *[(1, 5)] * closed)) == expected


def test_an_old_case_counts_as_long_as_it_is_open() -> None:
    assert level("complaints_unresolved", complaints((400, None), (300, None), (200, None))) == "r"
    assert level("complaints_unresolved", complaints((400, 5), (300, 5), (200, 5), (10, None))) == "g"


@pytest.mark.parametrize(("late", "expected"), [(0, "g"), (5, "g"), (6, "y"), (15, "y"), (16, "r")])
def test_an_open_complaint_is_overdue_by_days(late: int, expected: str) -> None:
    assert level("complaints_overdue", complaints((late + 15, None))) == expected
    assert level("complaints_overdue", complaints((late + 15, 5))) == "g"


def test_five_cases_over_the_first_limit_are_red() -> None:
    assert level("complaints_overdue", complaints(*[(21, None)] * 4, (20, None))) == "y"
    assert level("complaints_overdue", complaints(*[(21, None)] * 5)) == "r"


def test_months_and_quarters_end_where_the_calendar_says() -> None:
    assert month_end(day(2024, 2, 1)) == day(2024, 2, 29)
    assert month_end(day(2025, 12, 1)) == day(2025, 12, 31)
    assert quarter_end(day(2025, 10, 1)) == day(2025, 12, 31)
    january = Facts(months=[day(2026, 1, 1), day(2025, 10, 1)], students=[1, 1])
    assert earlier_return(january) == 1
