"""Every reason, label and formula can be worded in both languages, with its figures. No database."""

import datetime as dt
import re

import pytest

from cixi_oversight.errors import Message
from riskcodes.enums import Level, Source
from riskcodes.rules import figures
from riskcodes.rules.explanation import explain_lines
from riskcodes.rules.facts import Facts
from riskcodes.rules.first_rule_set import BODY
from riskcodes.rules.grade import Judge, Previous
from riskcodes.rules.labels import COLOUR, FAMILY, LEVEL, RUN_KIND, RUN_STATE, SOURCE, UNIT
from riskcodes.rules.reasons import as_json, from_json, reasons_for
from riskcodes.rules.rule_set import parse
from riskcodes.services.explain import both

ON = dt.date(2026, 11, 23)
DAY = ON.toordinal()
JUDGE = Judge(parse(BODY), on=ON, night_number=3, sources=dict.fromkeys(Source, dt.date(2025, 1, 1)))
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def day(*parts: int) -> int:
    return dt.date(*parts).toordinal()


def bad(*, students: int, before: int, late: int, left: int, fen: int = 600_000) -> Facts:
    return Facts(
        enrolment_ids=[2, 1],
        months=[day(2026, 10, 1), day(2026, 7, 1)],
        students=[students, before],
        prepaid_fen=[students * fen, 0],
        capital_id=3,
        capital_fen=students * fen // 4,
        statement_ids=[9, 8],
        quarters=[day(2026, 7, 1), day(2026, 4, 1)],
        profits_fen=[-100, -900],
        current_assets_fen=100,
        current_liabilities_fen=300,
        contract_liabilities_fen=100,
        net_assets_fen=1000,
        overdue_ids=[4],
        overdue_due=[DAY - late],
        liability_ids=[5],
        liability_from=[1],
        liability_to=[DAY + left],
        cover_ids=[6],
        cover_from=[1],
        cover_to=[DAY],
        cover_persons=[students // 2],
        complaint_ids=[11, 12, 13],
        complaint_received=[DAY - 40] * 3,
        complaint_due=[DAY - late] * 3,
        validity_ids=[21, 22, 23],
        resolution_ids=[None, None, 31],
    )


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        (bad(students=20, before=10, late=31, left=-1), Level.RED),
        (bad(students=10, before=40, late=10, left=10, fen=450_000), Level.YELLOW),
        (bad(students=20, before=10, late=31, left=-1)._replace(net_assets_fen=-5), Level.RED),
    ],
)
def test_every_line_over_a_limit_has_its_reason_in_both_languages(facts: Facts, level: Level) -> None:
    lines = explain_lines(facts, JUDGE, ON)
    assert level in {line.level for line in lines}
    hit = [line for line in lines if line.level in {Level.YELLOW, Level.RED}]
    assert len(hit) >= 10
    for line in hit:
        assert line.points
        assert line.evidence
        _worded(line.reason)
        for label, value in line.beside:
            _worded(label)
            assert value
    grade = JUDGE.grade(facts, Previous(COLOURS["yellow"]))
    reasons = reasons_for(facts, JUDGE.rules, grade, on=DAY, night_number=3, previous=Previous(COLOURS["yellow"]))
    assert from_json(as_json(reasons)) == reasons


COLOURS = {colour.value: colour for colour in COLOUR}


def _worded(message: Message | None) -> None:
    assert message is not None
    words = both(message)
    assert CHINESE.search(words["zh"]), words
    assert not CHINESE.search(words["en"]), words
    assert "%(" not in words["zh"] + words["en"]


@pytest.mark.parametrize(
    "facts",
    [Facts(), bad(students=20, before=20, late=0, left=400)._replace(net_assets_fen=None, capital_fen=None)],
)
@pytest.mark.parametrize("before", [None, "red", "yellow", "green", "none"])
def test_reasons_of_grey_and_held_colours_are_worded(facts: Facts, before: str | None) -> None:
    previous = None if before is None else Previous(COLOURS[before])
    grade = JUDGE.grade(facts, previous)
    reasons = reasons_for(facts, JUDGE.rules, grade, on=DAY, night_number=3, previous=previous)
    assert reasons
    for reason in reasons:
        _worded(reason)


def test_labels_and_formulas_have_chinese() -> None:
    for indicator in JUDGE.rules.indicators:
        _worded(indicator.label)
        _worded(indicator.formula)
    for table in (COLOUR, FAMILY, LEVEL, RUN_KIND, RUN_STATE, SOURCE):
        for message in table.values():
            _worded(message)
    assert [both(message)["zh"] for message in UNIT.values()]


@pytest.mark.parametrize(
    ("n", "d", "places", "text"),
    [
        (1, 3, 1, "0.3"),
        (5, 100, 1, "0.1"),
        (-5, 100, 1, "-0.1"),
        (4, 100, 1, "0.0"),
        (-4, 100, 1, "0.0"),
        (123_456_789, 100, 2, "1,234,567.89"),
        (7, 2, 0, "4"),
        (1, 0, 1, "-"),
    ],
)
def test_figures_are_rounded_half_up_where_they_are_shown(n: int, d: int, places: int, text: str) -> None:
    assert figures.decimal(n, d, places=places) == text
