"""While a case runs that changes or ends an institution, it neither enrols nor charges: since when, and who is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_oversight import clock
from cixi_oversight.users.models import User
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums.cases import CaseKind, CaseState, Ground
from institutions.enums.filings import FilingKind, FilingState
from institutions.enums.whitelist import Answer
from institutions.models import RegistrationCase
from institutions.rules.cases.kinds import KINDS
from institutions.rules.filings.forms import courses, enrolment_return
from institutions.rules.filings.schema import Known
from institutions.services.cases import deciding, window
from institutions.services.cases.deciding import Said
from institutions.services.cases.holds import case_holds, not_held
from institutions.services.filings import engine
from institutions.services.records import record_enrolment
from tests.institutions.cases.conftest import AT, NONPROFIT, ON, Office, fresh

D = dt.date
HELD = {"held_since": D(2026, 11, 10), "students_before": 40, "prepaid_before": 10_000}
ENDING = {
    "ground": Ground.CHARTER,
    "notice_on": "2026-05-01",
    "liquidator": "清算组",
    "plan": "逐名清退",
    "students": 0,
    "unearned_fen": 0,
}
ARTS = {
    "to_category": "arts",
    "new_name": "慈溪市浒山求知艺术培训有限公司",
    "scope": "美术、书法培训",
    "students": 30,
    "unearned_fen": 0,
    "reason": "不再开展学科类培训",
}


def known(month: int = 11, **more: Any) -> Known:
    return Known(on=D(2026, 12, 3), period=D(2026, month, 1), facts=HELD | more)


@pytest.mark.parametrize(
    ("payload", "told", "doubts"),
    [
        ({"students": 38, "prepaid_balance": 9_000}, known(), 0),
        ({"students": 41, "prepaid_balance": 10_000}, known(), 1),
        ({"students": 41, "prepaid_balance": 12_000}, known(), 2),
        ({"students": 41, "prepaid_balance": 12_000}, known(month=10), 0),  # a month before the hold
        ({"students": 41, "prepaid_balance": 12_000}, known(held_since=None), 0),
        ({"students": 41}, known(students_before=None), 0),
    ],
)
def test_more_students_or_money_during_a_hold_is_looked_at_and_never_refused(
    payload: dict[str, Any], told: Known, doubts: int
) -> None:
    assert enrolment_return.check(payload, told) == []
    assert len(enrolment_return.doubts(payload, told)) == doubts


@pytest.mark.parametrize(("amount", "doubted"), [(100, False), (90, False), (101, True)])
def test_a_new_or_dearer_fee_during_a_hold_is_looked_at(amount: int, doubted: bool) -> None:
    fee = {"course": "K01", "name": "学费", "amount": 100}
    told = Known(on=D(2026, 12, 3), before={"fees": [fee]}, facts={"held_since": D(2026, 11, 10)})
    found = courses.doubts({"fees": [fee | {"amount": amount}]}, told)
    assert [one.figures["names"] for one in found] == (["学费"] if doubted else [])
    assert courses.doubts({"fees": [fee | {"name": "新班"}]}, told)


@pytest.mark.parametrize("kind", list(CaseKind))
def test_a_kind_that_holds_says_until_which_step(kind: CaseKind) -> None:
    table = KINDS[kind]
    assert (table.hold is None) is (kind in (CaseKind.CHANGE, CaseKind.RENEWAL))
    assert bool(table.holding_steps) is (table.hold is not None)


@pytest.mark.parametrize(
    ("kind", "payload", "from_acceptance"),
    [
        (CaseKind.NONPROFIT_CONVERSION, NONPROFIT, True),
        (CaseKind.DEREGISTRATION, ENDING, True),
        (CaseKind.CATEGORY_CONVERSION, ARTS, False),
        (CaseKind.RENEWAL, {"students": 40}, False),
    ],
)
def test_since_when_a_kind_holds(
    office: Office, kind: CaseKind, payload: dict[str, Any], from_acceptance: bool
) -> None:
    ids = [office.school.pk]
    row = office.submitted(kind, payload)
    assert case_holds(ids, ON) == {}
    case = office_accepts(office, row)
    hold = case_holds(ids, ON).get(office.school.pk)
    assert (hold is not None) is from_acceptance
    if hold is not None:
        assert (hold.since, hold.case_number) == (case.accepted_on, case.number)
        assert case_holds(ids, ON - dt.timedelta(days=1)) == {}


def office_accepts(office: Office, row: RegistrationCase) -> Any:
    window.accept_case(case=row, by=office.clerk, at=AT)
    return fresh(row)


def test_the_whole_way_of_a_conversion_and_who_is_told(office: Office, django_assert_num_queries: Any) -> None:
    case = office.accepted(CaseKind.CATEGORY_CONVERSION, ARTS)
    office.answer_all(case)
    permit = deciding.proposed_permit(fresh(case), ON)
    deciding.grant(case=case, said=Said("同意", permit=permit), by=office.chief, at=AT)
    assert fresh(case).state == CaseState.FOLLOWING
    with django_assert_num_queries(2):
        hold = case_holds([office.school.pk], ON)[office.school.pk]
    assert (hold.since, hold.due_on) == (ON, D(2026, 12, 2))  # seven workdays
    assert not_held([office.school.pk, 0], ON) == {office.school.pk: Answer.NOT_MET, 0: Answer.MET}
    said = "起暂停招生、收费"
    owner = browser(office.owner)
    assert said in owner.get(reverse("institutions:my_cases")).content.decode()
    assert (
        said
        in browser(office.chief)
        .get(reverse("institutions:file", args=[office.school.public_id, "cases"]))
        .content.decode()
    )
    public = Client(HTTP_ACCEPT_LANGUAGE="zh-hans").get(reverse("institutions:public", args=[office.school.public_id]))
    assert "2026-11-23起暂停招生、收费，请勿在此期间缴费" in public.content.decode()
    month = D(2026, 10, 1)
    by = system_viewer(label="tests")
    record_enrolment(institution=office.school, month=month, students=40, prepaid_balance_fen=0, by=by, at=AT)
    later = clock.at(D(2026, 12, 1), 9)
    row = engine.start_draft(
        institution=office.school, kind=FilingKind.ENROLMENT_RETURN, period=D(2026, 11, 1), by=office.owner, at=later
    )
    row = engine.save_draft(
        filing=row,
        payload={"students": 41, "prepaid_balance": 0},
        expected_version=row.version,
        by=office.owner,
        at=later,
    )
    assert said in owner.get(reverse("institutions:my_filing", args=[row.public_id])).content.decode()
    row = engine.submit(filing=row, expected_version=row.version, by=office.owner, at=later)
    assert (row.state, len(row.doubts)) == (FilingState.SUBMITTED, 1)
    office.answer_all(case)
    assert case_holds([office.school.pk], ON) == {}


def browser(viewer: Any) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    client.force_login(User.objects.get(pk=viewer.user_id))
    return client
