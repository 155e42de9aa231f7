"""From levels to a colour: points, vetoes, grey weight, and the rule of fourteen nights. No database."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskcodes.enums import Colour, Source
from riskcodes.rules.facts import Facts
from riskcodes.rules.first_rule_set import BODY
from riskcodes.rules.grade import Grade, Judge, Previous, grade
from riskcodes.rules.reasons import reasons_for
from riskcodes.rules.rule_set import RuleSetBody, RuleSetInvalid, parse

ON = dt.date(2026, 11, 23)
DAY = ON.toordinal()
LONG_AGO = dt.date(2025, 1, 1)
ALL = dict.fromkeys(Source, LONG_AGO)
RULES = parse(BODY)
G, Y, R, N = Colour.GREEN, Colour.YELLOW, Colour.RED, Colour.NONE


def day(*parts: int) -> int:
    return dt.date(*parts).toordinal()


HEALTHY = Facts(
    category="arts",
    enrolment_ids=[4, 3, 2, 1],
    months=[day(2026, 10, 1), day(2026, 9, 1), day(2026, 8, 1), day(2026, 7, 1)],
    students=[60, 60, 60, 60],
    prepaid_fen=[6_000_000] * 4,
    capital_id=9,
    capital_fen=30_000_000,
    statement_ids=[3, 2, 1],
    quarters=[day(2026, 7, 1), day(2026, 4, 1), day(2026, 1, 1)],
    profits_fen=[10, 10, 10],
    current_assets_fen=300,
    current_liabilities_fen=200,
    contract_liabilities_fen=100,
    net_assets_fen=1000,
    liability_ids=[1],
    liability_from=[day(2026, 1, 1)],
    liability_to=[day(2027, 12, 31)],
    cover_ids=[2],
    cover_from=[day(2026, 1, 1)],
    cover_to=[day(2027, 12, 31)],
    cover_persons=[60],
)


def graded(
    facts: Facts = HEALTHY,
    previous: Previous | None = None,
    *,
    night: int = 1,
    on: dt.date = ON,
    sources: dict[Source, dt.date] = ALL,
    rules: RuleSetBody = RULES,
) -> Grade:
    return grade(facts, rules, previous, night_number=night, on=on, sources=sources)


def with_body(**changes: Any) -> RuleSetBody:
    return parse(BODY | changes)


def test_a_healthy_institution_is_green_without_points() -> None:
    assert graded()[:4] == (G, G, 0, "g" * 13)


def test_a_veto_is_red_whatever_the_score() -> None:
    found = graded(HEALTHY._replace(liability_to=[DAY - 1]))
    assert (found.code, found.score) == (R, 9)


def test_one_red_hit_without_veto_is_yellow_at_least() -> None:
    found = graded(HEALTHY._replace(overdue_ids=[1], overdue_due=[DAY - 31]))
    assert (found.code, found.score) == (Y, 6)
    light = graded(HEALTHY._replace(net_assets_fen=0, profits_fen=[-1, 1, -1]))
    assert (light.code, light.score) == (Y, 7)


def test_yellow_from_six_points_and_not_from_five() -> None:
    five = HEALTHY._replace(overdue_ids=[1], overdue_due=[DAY - 1], liability_to=[DAY + 5])
    assert (graded(five).code, graded(five).score) == (G, 5)
    six = five._replace(profits_fen=[-1, -1, 10])
    assert (graded(six).code, graded(six).score) == (Y, 6)


def test_red_from_fifteen_points_and_not_from_fourteen() -> None:
    fourteen = HEALTHY._replace(
        overdue_ids=[1], overdue_due=[DAY - 31], current_assets_fen=1, cover_persons=[50]
    )  # 6 + 6 + 2
    assert (graded(fourteen).code, graded(fourteen).score) == (Y, 14)
    fifteen = fourteen._replace(profits_fen=[-1, -1, 10])
    assert (graded(fifteen).code, graded(fifteen).score) == (R, 15)


@pytest.mark.parametrize(("students", "weight"), [(50, 1), (51, 2), (200, 2), (201, 2)])
def test_weights_differ_by_size_and_size_itself_scores_nothing(students: int, weight: int) -> None:
    same = HEALTHY._replace(students=[students] * 4, cover_persons=[students])
    assert graded(same).score == 0
    jumped = same._replace(students=[students, students, students, students * 2 // 3])
    assert (graded(jumped).score, graded(jumped).levels[0]) == (weight, "y")


def test_a_source_that_is_not_connected_leaves_the_weight() -> None:
    sources = {source: LONG_AGO for source in Source if source is not Source.INSURANCE_POLICIES}
    found = graded(HEALTHY._replace(liability_to=[DAY - 1]), sources=sources)
    assert (found.code, found.levels[8:10]) == (G, "nn")
    assert found.weight_applicable == graded().weight_applicable - 5


def test_an_indicator_of_two_sources_needs_both() -> None:
    found = graded(sources={source: LONG_AGO for source in Source if source is not Source.ENROLMENT_RETURNS})
    assert found.levels == "nnnngggg" + "gnngg"


def test_nothing_connected_is_no_code() -> None:
    assert graded(sources={})[:4] == (N, N, 0, "n" * 13)


def test_connected_and_stale_is_grey_from_the_day_after_the_limit() -> None:
    limit = day(2026, 10, 31) + 75
    assert graded(on=dt.date.fromordinal(limit)).levels[:4] == "gggg"
    assert graded(on=dt.date.fromordinal(limit + 1)).levels[:4] == "xxxx"
    quarter = day(2026, 9, 30) + 150
    fresh = HEALTHY._replace(months=[day(2027, 1, 1), 1, 1, day(2026, 10, 1)])
    assert graded(fresh, on=dt.date.fromordinal(quarter)).levels[4:8] == "gggg"
    assert graded(fresh, on=dt.date.fromordinal(quarter + 1)).levels[4:8] == "gxxx"


def test_more_than_a_fifth_grey_is_yellow_after_the_trial() -> None:
    missing = HEALTHY._replace(current_assets_fen=None, quarters=None, profits_fen=None, net_assets_fen=None)
    found = graded(missing)
    assert (found.weight_grey, found.weight_applicable, found.code) == (5, 27, G)  # 18.5 %
    more = missing._replace(capital_fen=None)
    assert (graded(more).weight_grey, graded(more).code) == (7, Y)  # 25.9 %
    assert graded(more, rules=with_body(grey_yellow_percent=26)).code is G


def test_grey_of_a_source_in_its_trial_is_not_held_against_anybody() -> None:
    missing = HEALTHY._replace(
        current_assets_fen=None, quarters=None, profits_fen=None, net_assets_fen=None, capital_fen=None
    )
    last_day = ALL | {Source.FINANCIAL_STATEMENTS: ON - dt.timedelta(days=59)}
    over = ALL | {Source.FINANCIAL_STATEMENTS: ON - dt.timedelta(days=60)}
    assert graded(missing, sources=last_day).code is G
    assert graded(missing, sources=over).code is Y


def test_more_than_half_grey_is_no_code_but_what_is_known_stands() -> None:
    empty = Facts(category="arts")
    assert graded(empty).code is N
    assert graded(empty._replace(liability_ids=[1], liability_from=[1], liability_to=[DAY - 1])).code is R
    assert graded(empty._replace(overdue_ids=[1], overdue_due=[DAY - 40])).code is Y


def test_exactly_half_grey_still_gets_a_code() -> None:
    body = {
        "liability_expiry": BODY["indicators"]["liability_expiry"],
        "complaint_rate": BODY["indicators"]["complaint_rate"],
    }
    rules = with_body(indicators=body)
    found = grade(Facts(), rules, None, night_number=1, on=ON, sources=ALL)
    assert (found.weight_grey, found.weight_applicable, found.code) == (3, 6, Y)


# --- the nights ---


def walk(raws: list[Colour], *, start: Colour | None) -> list[Colour]:
    """Codes of consecutive nights whose facts alone would give `raws`."""
    facts = {
        G: HEALTHY,
        Y: HEALTHY._replace(overdue_ids=[1], overdue_due=[DAY - 31]),
        R: HEALTHY._replace(liability_to=[DAY - 1]),
        N: Facts(category="arts"),
    }
    previous = None if start is None else Previous(start)
    codes = []
    for number, raw in enumerate(raws, start=1):
        found = graded(facts[raw], previous, night=number)
        assert found.raw is raw
        codes.append(found.code)
        previous = Previous(found.code, found.yellow_since, found.green_since)
    return codes


def test_worse_at_once() -> None:
    assert walk([Y, R], start=G) == [Y, R]
    assert walk([R], start=G) == [R]
    assert walk([R], start=Y) == [R]


def test_better_on_the_fourteenth_night_and_not_on_the_thirteenth() -> None:
    assert walk([G] * 14, start=Y) == [Y] * 13 + [G]
    assert walk([Y] * 14, start=R) == [R] * 13 + [Y]
    assert walk([G] * 14, start=R) == [R] * 13 + [G]


def test_a_red_that_was_yellow_ten_nights_and_green_four_becomes_yellow_then_green() -> None:
    assert walk([Y] * 10 + [G] * 14, start=R) == [R] * 13 + [Y] * 10 + [G]


def test_one_bad_night_starts_the_count_again() -> None:
    assert walk([G] * 13 + [Y] + [G] * 14, start=Y) == [Y] * 27 + [G]
    assert walk([Y] * 13 + [R] + [Y] * 14, start=R) == [R] * 27 + [Y]


def test_going_dark_keeps_a_yellow_or_red_and_breaks_the_count() -> None:
    assert walk([N] * 40, start=R) == [R] * 40
    assert walk([G] * 13 + [N] + [G] * 14, start=Y) == [Y] * 27 + [G]


def test_no_code_becomes_any_colour_at_once_and_green_loses_it_at_once() -> None:
    assert walk([G], start=N) == [G]
    assert walk([R], start=None) == [R]
    assert walk([N, G], start=G) == [N, G]


def test_a_run_by_day_counts_no_night() -> None:
    previous = Previous(Y, yellow_since=1, green_since=None)
    by_day = Judge(RULES, on=ON, night_number=20, sources=ALL, is_night=False).grade(HEALTHY, previous)
    assert (by_day.code, by_day.green_since) == (Y, 21)
    thirteen = Previous(Y, yellow_since=1, green_since=8)
    assert Judge(RULES, on=ON, night_number=20, sources=ALL, is_night=False).grade(HEALTHY, thirteen).code is Y
    assert Judge(RULES, on=ON, night_number=21, sources=ALL).grade(HEALTHY, thirteen).code is G


def test_the_reasons_say_why_a_colour_is_held() -> None:
    held = graded(HEALTHY, Previous(R, None, None), night=3)
    (reason,) = reasons_for(HEALTHY, RULES, held, on=DAY, night_number=3, previous=Previous(R))
    assert reason.figures == {"done": "1", "nights": "14"}
    dark = graded(Facts(), Previous(R), night=3)
    last = reasons_for(Facts(), RULES, dark, on=DAY, night_number=3, previous=Previous(R))[-1]
    assert last.id.startswith("Too much data is missing")


# --- properties ---

WORSE = {
    "overdue_due": st.integers(0, 60).map(lambda late: [DAY - late - 1]),
    "liability_to": st.integers(-50, 60).map(lambda left: [DAY + left]),
    "current_assets_fen": st.integers(0, 300),
    "net_assets_fen": st.integers(-1000, 1000),
    "cover_persons": st.integers(0, 60).map(lambda persons: [persons]),
    "prepaid_fen": st.integers(6_000_000, 60_000_000).map(lambda fen: [fen] * 4),
}
ORDER = [G, Y, R]


def _is_worse(field: str, one: Any, other: Any) -> bool:
    """Whether `other` is at least as bad as `one`."""
    a, b = (value[0] if isinstance(value, list) else value for value in (one, other))
    return b >= a if field == "prepaid_fen" else b <= a


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_worse_facts_never_give_a_better_code(data: st.DataObject) -> None:
    base, worse = {}, {}
    for field, strategy in WORSE.items():
        one, other = data.draw(strategy), data.draw(strategy)
        base[field], worse[field] = (one, other) if _is_worse(field, one, other) else (other, one)
    for facts in (base, worse):
        facts["overdue_ids"] = [1]
    first, second = graded(HEALTHY._replace(**base)), graded(HEALTHY._replace(**worse))
    assert ORDER.index(second.code) >= ORDER.index(first.code)
    assert second.score >= first.score


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([G, Y, R, N]), max_size=60),
    st.sampled_from([None, G, Y, R, N]),
)
def test_nights_never_lift_a_colour_that_was_not_earned(raws: list[Colour], start: Colour | None) -> None:
    before = start
    for place, code in enumerate(walk(raws, start=start)):
        if before in (Y, R) and code in (G, Y) and ORDER.index(code) < ORDER.index(before):
            earned = raws[max(place - 13, 0) : place + 1]
            assert len(earned) == 14
            assert all(raw in ORDER[: ORDER.index(code) + 1] for raw in earned)
        if before in (Y, R):
            assert code is not N
        before = code


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([None, *WORSE]), st.sampled_from([None, G, Y, R, N]))
def test_the_same_facts_always_give_the_same_grade(missing: str | None, start: Colour | None) -> None:
    facts = HEALTHY if missing is None else HEALTHY._replace(**{missing: None})
    if missing in ("liability_to", "cover_persons"):
        facts = facts._replace(liability_ids=None, cover_ids=None)
    previous = None if start is None else Previous(start)
    assert graded(facts, previous) == graded(Facts.from_json(facts.as_json()), previous)


# --- the rule set ---


@pytest.mark.parametrize(
    "change",
    [
        {"nights": 0},
        {"red_score": 5},
        {"grey_yellow_percent": 60},
        {"tiers": [200, 50]},
        {"yellow_points": 1.5},
        {"trial_days": True},
        {"extra": 1},
        {"indicators": {}},
        {"indicators": {"no_such": {}}},
        {"indicators": {"enrolment_jump": {"yellow": 80, "red": 40, "weights": [1, 1, 1]}}},
        {"indicators": {"student_cover": {"yellow": 80, "red": 95, "weights": [1, 1, 1]}}},
        {"indicators": {"student_cover": {"yellow": 95, "red": 80, "weights": [1, 1]}}},
        {"indicators": {"student_cover": {"yellow": 95, "red": 80, "weights": [1, 1, 4]}}},
        {"indicators": {"student_cover": {"yellow": 95, "red": 80, "weights": [1, 1, 1], "bonus": 1}}},
    ],
)
def test_a_rule_set_that_makes_no_sense_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(RuleSetInvalid):
        with_body(**change)


def test_every_threshold_of_the_first_version_cites_its_ground_and_is_marked_unconfirmed() -> None:
    assert all("not confirmed" in terms.citation for terms in RULES.terms.values())
    assert len(RULES.terms) == 13
