"""Every verb of the annual inspection over every state, and the rules that need no database."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from cixi_oversight.errors import WrongState
from cixi_oversight.permissions import Role
from institutions.enums.yearly import BatchState, BatchVerb, Conclusion, Doubt, YearlyState, YearlyVerb
from institutions.rules.labels.yearly import BATCH_VERB, CHECK_ITEM, DOUBT, YEARLY_STATE, YEARLY_VERB
from institutions.rules.yearly.days import nonprofit_days, stages
from institutions.rules.yearly.doubts import Known, doubts
from institutions.rules.yearly.papers import LEGAL_BASIS, announcement, result_notice
from institutions.rules.yearly.report import FIELDS, Part, kept, missing
from institutions.rules.yearly.workflow import BATCH, YEARLY

S, V = YearlyState, YearlyVerb
ON = dt.date(2026, 11, 23)
CHIEF = frozenset({Role.SECTION_CHIEF})
DECIDERS = CHIEF | {Role.REGISTRAR}
TOWN = frozenset({Role.TOWN_OFFICER, Role.REGISTRAR})
OWNER = frozenset({Role.INSTITUTION_OWNER})
LINES: dict[YearlyVerb, tuple[set[YearlyState], YearlyState, frozenset[Role]]] = {
    V.SUBMIT: ({S.REPORTING, S.RETURNED}, S.REPORTED, OWNER),
    V.RETURN: ({S.REPORTED}, S.RETURNED, TOWN),
    V.CHECK: ({S.REPORTED}, S.CHECKED, TOWN),
    V.PASS: ({S.CHECKED}, S.PASSED, DECIDERS),
    V.BASIC: ({S.CHECKED}, S.RECTIFYING, DECIDERS),
    V.FAIL: ({S.CHECKED, S.REPORTING, S.RETURNED}, S.RECTIFYING, DECIDERS),
    V.REPORT_RECTIFIED: ({S.RECTIFYING}, S.RECTIFIED, OWNER),
    V.CONFIRM: ({S.RECTIFIED}, S.CLOSED, DECIDERS),
    V.AGAIN: ({S.RECTIFIED}, S.RECTIFYING, DECIDERS),
    V.FAIL_RECHECK: ({S.RECTIFIED, S.RECTIFYING}, S.CLOSED, DECIDERS),
    V.REOPEN: ({S.PASSED, S.RECTIFYING, S.RECTIFIED, S.CLOSED}, S.CHECKED, CHIEF),
    V.EXEMPT: ({S.REPORTING, S.RETURNED, S.REPORTED, S.CHECKED}, S.EXEMPT, DECIDERS),
}


@pytest.mark.parametrize("state", YearlyState)
@pytest.mark.parametrize("verb", YearlyVerb)
def test_a_verb_moves_from_its_states_only(state: YearlyState, verb: YearlyVerb) -> None:
    sources, target, roles = LINES.get(verb, (set(), None, None))
    if state not in sources:
        with pytest.raises(WrongState):
            YEARLY.move(state, verb)
        return
    move = YEARLY.move(state, verb)
    assert (move.target, move.roles) == (target, roles)


@pytest.mark.parametrize("state", BatchState)
@pytest.mark.parametrize("verb", BatchVerb)
def test_a_batch_moves_while_it_is_open(state: BatchState, verb: BatchVerb) -> None:
    targets = {BatchVerb.PUBLISH: BatchState.PUBLISHED, BatchVerb.CANCEL: BatchState.CANCELLED}
    if state is BatchState.OPEN and verb in targets:
        assert BATCH.move(state, verb).target == targets[verb]
    else:
        with pytest.raises(WrongState):
            BATCH.move(state, verb)


def test_every_state_verb_item_and_doubt_has_its_word() -> None:
    assert set(YEARLY_STATE) == set(YearlyState)
    assert set(YEARLY_VERB) == set(YearlyVerb)
    assert set(BATCH_VERB) == set(BatchVerb)
    assert set(DOUBT) == set(Doubt)
    assert len(CHECK_ITEM) == 9


def test_the_stages_follow_each_other() -> None:
    made = stages(ON, report_days=30, check_days=20, decision_days=10)
    assert (made.report_by, made.check_by, made.decide_by) == (
        dt.date(2026, 12, 23),
        dt.date(2027, 1, 12),
        dt.date(2027, 1, 22),
    )


def test_a_nonprofit_reports_by_the_two_days_of_the_law() -> None:
    assert nonprofit_days(2025) == (dt.date(2026, 3, 31), dt.date(2026, 5, 31))


def said(**changed: Any) -> dict[str, Any]:
    plain = {Part.COUNT: 10, Part.FEN: 1000, Part.YES_NO: True, Part.TEXT: "依法办学"}
    return {field.key: plain[field.part] for field in FIELDS} | changed


def test_a_whole_report_lacks_nothing() -> None:
    assert missing(said()) == []
    assert missing(said(changes="", problems="")) == []


@pytest.mark.parametrize("key", [field.key for field in FIELDS if field.required])
def test_what_is_required_is_named(key: str) -> None:
    assert [gap.key for gap in missing(said(**{key: None}))] == [key]


def test_a_no_is_an_answer_and_a_nought_too() -> None:
    assert missing(said(fees_posted=False, refunds_fen=0)) == []


def test_a_part_is_not_above_its_whole() -> None:
    assert [gap.key for gap in missing(said(teachers=11))] == ["teachers"]
    assert [gap.key for gap in missing(said(teachers_certified=11))] == ["teachers_certified"]


def test_a_draft_keeps_what_is_known_and_drops_the_rest() -> None:
    assert kept({"students": "12", "summary": "好", "foreign": 1, "staff": ""}) == {"students": 12, "summary": "好"}


@pytest.mark.parametrize("report", [{"students": -1}, {"students": 1_000_001}, {"revenue_fen": 10**15 + 1}])
def test_a_figure_out_of_range_is_refused(report: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(report))):
        kept(report)


def known(**changed: Any) -> Known:
    facts: dict[str, Any] = {
        "has_permit": True,
        "permit_to": dt.date(2028, 1, 1),
        "has_registration": True,
        "insured": True,
        "students": 10,
        "overdue": 0,
    }
    return Known(**facts | changed)


def test_no_doubt_where_all_agrees() -> None:
    assert doubts(said(), known(), ON) == []


@pytest.mark.parametrize(
    ("report", "facts", "doubt"),
    [
        ({}, {"has_permit": False, "permit_to": None}, Doubt.NO_PERMIT),
        ({}, {"permit_to": ON - dt.timedelta(days=1)}, Doubt.NO_PERMIT),
        ({}, {"permit_to": ON}, Doubt.PERMIT_EXPIRES),
        ({}, {"permit_to": ON + dt.timedelta(days=29)}, Doubt.PERMIT_EXPIRES),
        ({}, {"has_registration": False}, Doubt.NO_REGISTRATION),
        ({}, {"insured": False}, Doubt.NO_INSURANCE),
        ({"students": 13}, {}, Doubt.STUDENTS_DIFFER),
        ({"students": 7}, {}, Doubt.STUDENTS_DIFFER),
        ({"teachers_certified": 9}, {}, Doubt.TEACHERS_FEW),
        ({}, {"overdue": 1}, Doubt.FILINGS_OVERDUE),
        ({"times_kept": False}, {}, Doubt.SAID_NO),
    ],
)
def test_one_thing_raises_one_doubt(report: dict[str, Any], facts: dict[str, Any], doubt: Doubt) -> None:
    assert doubts(said(**report), known(**facts), ON) == [doubt]


@pytest.mark.parametrize(
    ("report", "facts"),
    [
        ({"students": 12}, {}),
        ({"students": 8}, {}),
        ({}, {"permit_to": ON + dt.timedelta(days=30)}),
        ({}, {"permit_to": None}),
        ({"students": 99}, {"students": None}),
    ],
)
def test_at_the_limit_and_unknown_raise_none(report: dict[str, Any], facts: dict[str, Any]) -> None:
    assert doubts(said(**report), known(**facts), ON) == []


def test_a_notice_says_what_to_rectify_only_where_something_is() -> None:
    facts: dict[str, Any] = {"addressee": "甲", "year": 2025, "legal_basis": LEGAL_BASIS}
    passed = result_notice(**facts, conclusion=Conclusion.PASS, grounds="")
    basic = result_notice(
        **facts, conclusion=Conclusion.BASIC, grounds="消防器材过期。", demands="更换", rectify_by=dt.date(2026, 12, 23)
    )
    assert [part.get("head") for part in passed["body"]] == [None, "一、检查结论：", None]
    assert [part.get("head") for part in basic["body"]] == [
        None,
        "一、检查结论：",
        "二、主要依据：",
        "三、整改要求：",
        None,
    ]
    assert "2026年12月23日前" in basic["body"][3]["text"]


def test_an_announcement_counts_and_lists_by_conclusion() -> None:
    made = announcement(
        year=2025,
        title="2025年度年检",
        legal_basis=LEGAL_BASIS,
        lists={Conclusion.FAIL: [("乙", "")], Conclusion.PASS: [("甲", "浒山街道"), ("丙", "浒山街道")]},
    )
    assert "本次参检机构3家，其中合格2家、不合格1家" in made["body"][0]
    assert [one["title"] for one in made["lists"]] == ["一、合格（2家）", "二、不合格（1家）"]
    assert made["lists"][1]["rows"] == [["乙", "—"]]
