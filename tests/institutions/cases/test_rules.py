"""What fits, what silence does, and the tables of the kinds: no database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from cixi_oversight.permissions import PUBLIC_VIEWER, Role, Viewer, ViewerKind
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.workflows import states
from institutions.enums import Category, LegalForm, Status
from institutions.enums.cases import ENDED, CaseKind, CaseOrigin, CaseState, CaseVerb, StepParty, StepPhase
from institutions.rules.cases.correcting import Asked, unanswered
from institutions.rules.cases.fitting import Known, first_end, last_day_to_apply, next_end, renewed_by_silence, unfit
from institutions.rules.cases.kinds import KINDS, department_of
from institutions.rules.cases.numbers import number_of, permit_number, serial_of
from institutions.rules.cases.papers import ResultFacts, result
from institutions.rules.cases.workflow import CASE

D = dt.date
ON = D(2026, 11, 23)
SCHOOL = Known(Status.OPERATING, Category.ACADEMIC, LegalForm.COMPANY, True, D(2027, 2, 28))


@pytest.mark.parametrize(
    ("kind", "known", "origin", "fits"),
    [
        (CaseKind.NONPROFIT_CONVERSION, SCHOOL, CaseOrigin.OWNER, True),
        (CaseKind.NONPROFIT_CONVERSION, replace(SCHOOL, category=Category.ARTS), CaseOrigin.OWNER, False),
        (
            CaseKind.NONPROFIT_CONVERSION,
            replace(SCHOOL, legal_form=LegalForm.PRIVATE_NON_ENTERPRISE),
            CaseOrigin.OWNER,
            False,
        ),
        (CaseKind.CATEGORY_CONVERSION, replace(SCHOOL, category=None), CaseOrigin.OWNER, False),
        (CaseKind.CHANGE, replace(SCHOOL, has_permit=False), CaseOrigin.OWNER, False),
        (CaseKind.RENEWAL, replace(SCHOOL, permit_ends=ON), CaseOrigin.OWNER, True),
        (CaseKind.RENEWAL, replace(SCHOOL, permit_ends=D(2026, 11, 22)), CaseOrigin.OWNER, False),
        (CaseKind.RENEWAL, replace(SCHOOL, permit_ends=None), CaseOrigin.OWNER, False),
        (CaseKind.DEREGISTRATION, replace(SCHOOL, status=Status.DEREGISTERED), CaseOrigin.OWNER, False),
        (CaseKind.DEREGISTRATION, SCHOOL, CaseOrigin.EX_OFFICIO, False),
        (CaseKind.DEREGISTRATION, replace(SCHOOL, permit_ends=D(2026, 11, 22)), CaseOrigin.EX_OFFICIO, True),
        (CaseKind.CHANGE, replace(SCHOOL, permit_ends=D(2026, 11, 22)), CaseOrigin.EX_OFFICIO, False),
    ],
)
def test_a_kind_fits_or_says_why_not(kind: CaseKind, known: Known, origin: CaseOrigin, fits: bool) -> None:
    assert (unfit(kind, known, ON, origin) is None) is fits


@pytest.mark.parametrize(
    ("state", "applied", "on", "renewed"),
    [
        (CaseState.SUBMITTED, D(2027, 1, 29), D(2027, 3, 1), True),  # thirty days before the last day
        (CaseState.SUBMITTED, D(2027, 1, 30), D(2027, 3, 1), False),  # a day late
        (CaseState.TO_DECIDE, D(2027, 1, 29), D(2027, 2, 28), False),  # the last day itself is the office's
        (CaseState.RETURNED, D(2027, 1, 29), D(2027, 3, 1), False),  # the applicant's turn
        (CaseState.COMPLETED, D(2027, 1, 29), D(2027, 3, 1), False),
    ],
)
def test_silence_renews_what_was_applied_for_in_time(state: CaseState, applied: D, on: D, renewed: bool) -> None:
    assert renewed_by_silence(state, applied, D(2027, 2, 28), on) is renewed


def test_a_permit_that_ends_on_29_february_is_applied_for_and_renewed_to_the_28th() -> None:
    ends = D(2028, 2, 29)
    assert last_day_to_apply(ends) == D(2028, 1, 30)
    assert next_end(D(2025, 3, 1), ends, 36) == D(2031, 2, 28)
    assert next_end(None, ends, 48) == D(2032, 2, 29)
    assert first_end(D(2028, 2, 29), 36) == D(2031, 2, 27)


@pytest.mark.parametrize("kind", list(CaseKind))
def test_a_kinds_table_is_whole(kind: CaseKind) -> None:
    table = KINDS[kind]
    keys = [one.key for one in table.fields] + [f"document {one.key}" for one in table.documents]
    assert len(set(keys)) == len(keys)
    assert len(table.steps_by_key) == len(table.steps)
    assert table.law.startswith("《")
    assert any(step.phase is StepPhase.REVIEW for step in table.steps)
    known = {one.key for one in table.fields}
    for one in (*table.fields, *table.documents, *table.steps):
        assert one.when is None or one.when.key in known
    for step in table.steps:
        assert step.registers is (step.phase is StepPhase.FOLLOWING)


@pytest.mark.parametrize(
    ("party", "category", "form", "office"),
    [
        (StepParty.SECTOR, Category.ARTS, None, DepartmentKind.CULTURE_TOURISM_SPORT),
        (StepParty.SECTOR, Category.SCI_TECH, None, DepartmentKind.SCIENCE_TECHNOLOGY),
        (StepParty.SECTOR, Category.OTHER, None, DepartmentKind.EDUCATION),
        (StepParty.REGISTRATION, None, LegalForm.PRIVATE_NON_ENTERPRISE, DepartmentKind.CIVIL_AFFAIRS),
        (StepParty.REGISTRATION, None, LegalForm.COMPANY, DepartmentKind.MARKET_SUPERVISION),
        (StepParty.FIRE, None, None, DepartmentKind.FIRE),
    ],
)
def test_who_takes_a_step(
    party: StepParty, category: Category | None, form: LegalForm | None, office: DepartmentKind
) -> None:
    assert department_of(party, category, form) is office


def test_nobody_moves_an_ended_case_and_the_portal_alone_its_own_verbs() -> None:
    chief = Viewer(kind=ViewerKind.STAFF, roles=frozenset(Role))
    for state in ENDED:
        assert CASE.open_to(state, chief) == []
    own = {CaseVerb.DEEM_ACCEPTED, CaseVerb.ANSWERED, CaseVerb.RENEW_BY_SILENCE, CaseVerb.COMPLETE}
    for state in states(CASE.moves):
        assert not own & {CaseVerb(move.verb) for move in CASE.open_to(state, chief)}
        assert CASE.open_to(state, PUBLIC_VIEWER) == []


def test_numbers_count_by_county_and_year() -> None:
    assert number_of("330282", 2026, 17) == "ZR330282-2026-00017"
    assert serial_of("ZR330282-2026-00017") == 17
    assert serial_of("教约〔2026〕3号") == 0
    assert permit_number("ZR330282-2026-00017") == "教民330282202600017号"


def test_a_converted_school_is_told_of_the_seven_workdays() -> None:
    kind = CaseKind.NONPROFIT_CONVERSION
    facts = ResultFacts(
        KINDS[kind].paper,
        kind,
        "求知培训",
        "ZR1",
        ON,
        KINDS[kind].law,
        "材料齐全。",
        "求知学校",
        None,
        "教民1号",
        ON,
        ON,
    )
    text = "".join(one["text"] for one in result(facts)["body"])
    assert "7个工作日" in text
    assert "求知学校" in text
    assert "教民1号" in text


@pytest.mark.parametrize(
    ("asked", "stands"),
    [
        (Asked("field", "reason", "请写明", was={"value": "旧"}), True),
        (Asked("field", "reason", "请写明", was={"value": "旧"}, remark="决议已附"), False),
        (Asked("field", "reason", "请写明", was={"value": "更早"}), False),
        (Asked("field", "scope", "未填", was={"value": None}), True),
        (Asked("field", "reason", "请写明"), False),  # returned before the value was kept
        (Asked("document", "charter", "缺页"), True),
        (Asked("document", "charter", "缺页", remark="原件即此"), False),
        (Asked("document", "staff", "补附"), False),
    ],
)
def test_a_returned_item_is_changed_or_spoken_for(asked: Asked, stands: bool) -> None:
    assert (unanswered([asked], {"reason": "旧"}, {"staff"}) == [asked]) is stands
