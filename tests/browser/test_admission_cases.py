"""The first story in the browser: a school applies, the window returns it once, it is put right and granted."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cixi_oversight import clock
from cixi_oversight.permissions import Role, ViewerKind
from cixi_oversight.users.models import Town, User
from cixi_oversight.users.services.viewer import system_viewer, viewer_of
from institutions.enums import Category, LegalForm, Status
from institutions.enums.cases import CaseKind
from institutions.models import Institution, InstitutionMembership, RegistrationCase
from institutions.rules.cases.kinds import KINDS
from institutions.services.cases import attaching
from institutions.services.register import create_institution
from tests.institutions.cases.conftest import scan

SignIn = Callable[[str], None]
desk_only = pytest.mark.parametrize("page", ["desk"], indirect=True)
NAME = "慈溪市周巷求知教育培训有限公司"


@pytest.fixture
def school(portal: str) -> Institution:
    """An academic school of the demo's first owner, in a town of the demo's town officer."""
    town = Town.objects.get(name="周巷镇")
    row = create_institution(
        county=town.county,
        name=NAME,
        town=town,
        status=Status.OPERATING,
        effective_on=clock.today(),
        category=Category.ACADEMIC,
        legal_form=LegalForm.COMPANY,
        by=system_viewer(label="tests"),
        at=clock.now(),
    )
    owner = User.objects.get(username="owner-green")
    InstitutionMembership.objects.create(
        user=owner, institution=row, role=Role.INSTITUTION_OWNER, from_on=clock.today()
    )
    return row


def hand_in_most(school: Institution) -> None:
    """The papers but one, as the owner; the last one goes through the page."""
    case = RegistrationCase.objects.get(institution=school)
    by = viewer_of(User.objects.get(username="owner-green"), on=clock.today())
    assert by.kind is ViewerKind.MEMBER
    for spec in KINDS[CaseKind.NONPROFIT_CONVERSION].documents[1:]:
        attaching.add_document(case=case, key=spec.key, upload=scan(), by=by, at=clock.now())


@desk_only
def test_a_school_applies_corrects_once_and_is_granted(page: Page, sign_in: SignIn, school: Institution) -> None:
    main = page.get_by_role("main")
    sign_in("owner-green")
    page.goto("/my/cases/")
    line = main.locator(".case-offers li").filter(has_text=NAME).filter(has_text="营转非")
    line.get_by_role("button").click()
    page.get_by_label("民办非企业单位名称").fill("慈溪市周巷求知文化培训学校")
    page.get_by_label("开办资金").fill("100000")
    page.get_by_label("在读学员数").fill("0")
    page.get_by_label("预收未消费金额").fill("0")
    page.get_by_label("申请理由").fill("转为非营利性机构")
    page.get_by_role("button", name="保存草稿").click()
    expect(main).to_contain_text("提交前还缺")
    hand_in_most(school)
    page.goto(page.url)
    main.get_by_role("link", name="申请书").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "申请书.png", "mimeType": "image/png", "buffer": scan(shade="teal").read()}
    )
    main.get_by_role("button", name="上传", exact=True).click()
    expect(main).to_contain_text("申请书.png")
    main.get_by_role("button", name="提交", exact=True).click()
    expect(main).to_contain_text("已提交")

    case = RegistrationCase.objects.get(institution=school)
    sign_in("clerk")
    page.goto(f"/bureau/cases/{case.public_id}/")
    main.get_by_role("link", name="退回补正").click()
    page.get_by_label("申请理由").fill("请写明决议日期")
    main.get_by_role("button", name="退回补正").click()
    expect(main).to_contain_text("第1次")

    sign_in("owner-green")
    page.goto(f"/my/cases/{case.public_id}/")
    expect(main).to_contain_text("请写明决议日期")
    main.get_by_role("link", name="填写").click()
    page.get_by_role("textbox", name=re.compile("^申请理由")).fill("经十一月一日决议转为非营利性机构")
    page.get_by_role("button", name="保存草稿").click()
    main.get_by_role("button", name="提交", exact=True).click()

    sign_in("clerk")
    page.goto(f"/bureau/cases/{case.public_id}/")
    main.get_by_role("button", name="受理", exact=True).click()
    for username in ("town", "civil"):
        sign_in(username)
        page.goto("/bureau/cases/?show=mine")
        main.get_by_role("link", name=NAME).first.click()
        main.get_by_role("link", name="办理反馈").click()
        for box in main.get_by_role("checkbox").all():
            box.check()
        main.get_by_role("radio", name="同意", exact=True).check()
        main.get_by_role("button", name="办理反馈").click()

    sign_in("chief")
    page.goto(f"/bureau/cases/{case.public_id}/decide/")
    expect(main.get_by_role("img")).to_be_visible()
    main.get_by_role("button", name="作出决定并制发文书").click()
    expect(main).to_contain_text("已准予，登记办理中")
    expect(main).to_contain_text("暂停招生、收费")
