"""Whole ways of admission cases, as the letter tells them: 92 to non-profit, 95 to non-academic, 46 ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_oversight import clock
from cixi_oversight.audit.models import OutboxEvent
from cixi_oversight.documents.models import Paper
from cixi_oversight.errors import Problems
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import User
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums import Category, LegalForm, Status
from institutions.enums.cases import CaseKind, CaseOrigin, CaseState, Ground
from institutions.enums.settlement import SettlementVerb
from institutions.models import (
    CaseStep,
    CourseSettlement,
    GapList,
    Institution,
    InstitutionTransition,
    PermitLapse,
    RegistrationCase,
)
from institutions.rules.cases.kinds import KINDS
from institutions.rules.cases.numbers import permit_number
from institutions.rules.cases.parts import TOWN_CHECK
from institutions.services.cases import deciding, drafts, night, submitting, window
from institutions.services.cases.deciding import Said
from institutions.services.cases.holds import case_holds
from institutions.services.settlement.tables import move_settlement
from tests.institutions.cases.conftest import AT, ENDS, NONPROFIT, ON, Office, fresh, scan

NP = CaseKind.NONPROFIT_CONVERSION


def browser(viewer: Viewer) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    client.force_login(User.objects.get(pk=viewer.user_id))
    return client


class Sitting:
    """Somebody at the pages of one case."""

    def __init__(self, viewer: Viewer, *, own: bool = False) -> None:
        self.client, self.prefix = browser(viewer), "my_case" if own else "case"

    def url(self, row: RegistrationCase, name: str = "", *args: str) -> str:
        return reverse(f"institutions:{self.prefix}{'_' + name if name else ''}", args=[row.public_id, *args])

    def look(self, row: RegistrationCase, name: str = "", *args: str) -> str:
        answer = self.client.get(self.url(row, name, *args))
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode())

    def send(self, row: RegistrationCase, name: str, *args: str, **said: Any) -> None:
        """A form sent from the page as it stands."""
        answer = self.client.post(self.url(row, name, *args), {"version": fresh(row).version, **said})
        assert answer.status_code == 302, answer.content.decode()


def answer_page(sitting: Sitting, row: RegistrationCase, key: str, **said: Any) -> None:
    step = CaseStep.objects.get(case=row, key=key)
    assert "待" in sitting.look(row)
    sitting.send(row, "receive", step.public_id)
    sitting.look(row, "step", step.public_id)
    sitting.send(row, "step", step.public_id, **said)


def test_a_for_profit_school_becomes_non_profit_in_one_case_with_one_correction(office: Office) -> None:
    owner, clerk = Sitting(office.owner, own=True), Sitting(office.clerk)
    began = owner.client.post(
        reverse("institutions:my_case_begin", args=[office.school.public_id, NP]), HTTP_ACCEPT_LANGUAGE="zh-hans"
    )
    assert began.status_code == 302
    case = RegistrationCase.objects.get(institution=office.school)
    assert case.payload["new_name"] == office.school.name  # prefilled
    owner.send(case, "edit", new_name="慈溪市浒山求知文化培训学校")  # incomplete, and kept
    assert "还缺" in owner.look(case)
    said = NONPROFIT | {"capital_fen": "100000.00", "unearned_fen": "0.00"}
    owner.send(case, "edit", **said)
    for spec in office_documents(case):
        owner.send(case, "upload", spec, file=scan())
    owner.send(case, "submit")
    # the window returns exactly one document and one field
    assert "受理" in clerk.look(case)
    clerk.look(case, "return")
    clerk.send(case, "return", document_charter="章程缺少资产处置条款", field_reason="请写明决议日期", note="一次补齐")
    assert fresh(case).state == CaseState.RETURNED
    assert "章程缺少资产处置条款" in owner.look(case)
    page = owner.look(case, "edit")
    assert 'name="reason"' in page
    assert 'name="new_name"' not in page
    owner.send(case, "edit", reason="经2026年11月1日董事会决议，转为非营利性机构")
    assert "与退回时相同" in owner.look(case)
    owner.send(case, "upload", "charter", file=scan("章程修订.png", "teal"))
    owner.send(case, "submit")
    clerk.send(case, "accept")
    # town and civil affairs side by side, each at its own pages
    checks = {f"check_{key}": "on" for key, _ in TOWN_CHECK.checks}
    answer_page(Sitting(office.officer), case, "town_check", verb="agree", **checks)
    answer_page(Sitting(office.of(DepartmentKind.CIVIL_AFFAIRS)), case, "civil_opinion", verb="agree")
    assert fresh(case).state == CaseState.TO_DECIDE
    chief = Sitting(office.chief)
    number = permit_number(fresh(case).number)
    assert number in chief.look(case, "decide")
    chief.send(
        case,
        "decide",
        decision="grant",
        reasons="材料齐全，符合条件",
        legal_basis="《中华人民共和国民办教育促进法》第十九条",
        permit_number=number,
        expires_on=(clock.today() + dt.timedelta(days=1000)).isoformat(),
    )
    on = clock.today()
    assert case_holds([office.school.pk], on)
    assert "暂停招生、收费" in owner.look(case)
    market = Sitting(office.of(DepartmentKind.MARKET_SUPERVISION))
    done = {"number": "慈市监注销2026001", "registered_on": on.isoformat()}
    answer_page(market, case, "business_change", **done)
    assert case_holds([office.school.pk], on)  # until civil affairs has registered it, too
    civil = Sitting(office.of(DepartmentKind.CIVIL_AFFAIRS))
    answer_page(civil, case, "civil_registration", number="52330282MJ0000001Y", registered_on=on.isoformat())
    school = Institution.objects.get(pk=office.school.pk)
    assert (fresh(case).state, school.legal_form) == (CaseState.COMPLETED, LegalForm.PRIVATE_NON_ENTERPRISE)
    assert (school.name, school.uscc) == ("慈溪市浒山求知文化培训学校", "52330282MJ0000001Y")
    assert Paper.objects.filter(subject_kind="registration_case", subject_id=case.pk).count() == 1
    assert OutboxEvent.objects.filter(kind="case.decided", public_id=case.public_id).exists()
    assert "已办结" in owner.client.get(reverse("institutions:my_cases")).content.decode()
    file = browser(office.chief).get(reverse("institutions:file", args=[school.public_id, "cases"]))
    assert fresh(case).number in file.content.decode()


def office_documents(case: RegistrationCase) -> list[str]:
    return [spec.key for spec in KINDS[CaseKind(case.kind)].wanted(case.payload) if spec.required]


def test_an_academic_school_turns_into_an_arts_school_received_by_the_culture_authority(office: Office) -> None:
    payload = {
        "to_category": "arts",
        "new_name": "慈溪市浒山求知艺术培训有限公司",
        "scope": "美术、书法培训",
        "students": 30,
        "unearned_fen": 0,
        "reason": "不再开展学科类培训",
    }
    case = office.accepted(CaseKind.CATEGORY_CONVERSION, payload)
    culture = office.departments[DepartmentKind.CULTURE_TOURISM_SPORT]
    assert CaseStep.objects.get(case=case, key="receiving").department == culture
    assert RegistrationCase.objects.visible_to(office.of(DepartmentKind.CULTURE_TOURISM_SPORT)).count() == 1
    assert RegistrationCase.objects.visible_to(office.of(DepartmentKind.SCIENCE_TECHNOLOGY)).count() == 0
    office.answer_all(case)
    permit = deciding.proposed_permit(fresh(case), ON)
    deciding.grant(case=case, said=Said("同意接收", permit=permit), by=office.chief, at=AT)
    school = Institution.objects.get(pk=office.school.pk)
    assert (school.category, school.sector_authority, school.approval_authority) == (Category.ARTS, culture, culture)
    assert school.permits.standing().get().authority == culture
    assert GapList.objects.get(institution=school).receiver == culture
    office.answer_all(case)
    assert fresh(case).state == CaseState.COMPLETED


def test_a_school_closes_once_its_unfinished_courses_are_settled(office: Office) -> None:
    payload = {
        "ground": Ground.CHARTER,
        "notice_on": "2026-05-23",
        "liquidator": "清算组",
        "plan": "逐名清退",
        "students": 12,
        "unearned_fen": 2_400_000,
    }
    case = office.accepted(CaseKind.DEREGISTRATION, payload)
    office.answer_all(case)
    said = Said("已公告满六个月", confirmed={"escrow_at_zero": "监管账户余额为零，银行对账单已核对"})
    with pytest.raises(Problems) as refused:
        deciding.grant(case=case, said=said, by=office.chief, at=AT)
    assert [one.code for one in refused.value.problems] == ["not_cleared"]
    table = CourseSettlement.objects.get(case_id=case.pk)
    portal = system_viewer(label="tests")
    for verb in (SettlementVerb.DECLARE, SettlementVerb.CONFIRM):
        move_settlement(settlement=table, verb=verb, why="十二名学员已全部退费", by=portal, at=AT)
    with pytest.raises(Problems) as unconfirmed:
        deciding.grant(case=case, said=Said("已公告满六个月"), by=office.chief, at=AT)
    assert [one.code for one in unconfirmed.value.problems] == ["not_confirmed"]
    deciding.grant(case=case, said=said, by=office.chief, at=AT)
    assert Institution.objects.get(pk=office.school.pk).status == Status.CLOSING
    assert fresh(case).confirmed == {"escrow_at_zero": "监管账户余额为零，银行对账单已核对"}
    office.answer_all(case)
    school = Institution.objects.get(pk=office.school.pk)
    assert (fresh(case).state, school.status) == (CaseState.COMPLETED, Status.DEREGISTERED)
    causes = InstitutionTransition.objects.filter(institution=school, cause_kind="registration_case")
    assert set(causes.values_list("cause_id", flat=True)) == {case.pk}


def test_one_never_answers_and_its_permit_ends(office: Office) -> None:
    day = ENDS + dt.timedelta(days=1)
    at, by = clock.at(day, 1), system_viewer(label="tests")
    assert night.run(county=office.county, on=ENDS, by=by, at=clock.at(ENDS, 1)) == 0
    assert night.run(county=office.county, on=day, by=by, at=at) == 1
    assert night.run(county=office.county, on=day, by=by, at=at) == 0
    assert PermitLapse.objects.get(institution=office.school).ended_on == ENDS
    assert case_holds([office.school.pk], day)[office.school.pk].case_public_id == ""
    case = drafts.open_case(
        kind=CaseKind.DEREGISTRATION,
        institution=office.school,
        county=office.county,
        origin=CaseOrigin.EX_OFFICIO,
        payload={"ground": Ground.PERMIT_ENDED, "students": 0, "unearned_fen": 0},
        by=office.clerk,
        at=at,
    )
    submitting.submit(case=case, expected_version=1, by=office.clerk, at=at)
    window.accept_case(case=case, by=office.clerk, at=at)
    office.answer_all(case, at=at)
    table = CourseSettlement.objects.get(case_id=case.pk)
    for verb in (SettlementVerb.DECLARE, SettlementVerb.CONFIRM):
        move_settlement(settlement=table, verb=verb, why="无在读学员", by=by, at=at)
    said = Said("有效期届满未延续", confirmed={"escrow_at_zero": "账户已销户"})
    deciding.grant(case=case, said=said, by=office.chief, at=at)
    office.answer_all(case, at=at)
    assert Institution.objects.get(pk=office.school.pk).status == Status.DEREGISTERED
