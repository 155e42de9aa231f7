"""A school closes with unfinished courses: its owner declares, the office confirms, the case goes on. And one that
never answers: its permit ends at night, the registrar finds it and ends it ex officio."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cixi_oversight import clock
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.users.models import Town, User
from cixi_oversight.users.services.viewer import system_viewer, viewer_of
from institutions.enums import Category, LegalForm, Status
from institutions.enums.cases import CaseKind, CaseOrigin, CaseState, Ground, StepVerb
from institutions.models import CaseStep, Institution, InstitutionMembership, RegistrationCase
from institutions.rules.cases.kinds import KINDS
from institutions.services.cases import attaching, drafts, night, steps, submitting, window
from institutions.services.records import record_permit
from institutions.services.register import create_institution
from tests.institutions.cases.conftest import scan

SignIn = Callable[[str], None]
desk_only = pytest.mark.parametrize("page", ["desk"], indirect=True)
DAY = dt.timedelta(days=1)


def as_(username: str) -> Viewer:
    return viewer_of(User.objects.get(username=username), on=clock.today())


def school(name: str, *, ended_on: dt.date) -> Institution:
    """Of the demo's first owner, in a town of the demo's town officer."""
    by, town = system_viewer(label="tests"), Town.objects.get(name="周巷镇")
    row = create_institution(
        county=town.county,
        name=name,
        town=town,
        status=Status.OPERATING,
        effective_on=clock.today() - 900 * DAY,
        category=Category.ARTS,
        legal_form=LegalForm.COMPANY,
        by=by,
        at=clock.now(),
    )
    record_permit(
        institution=row,
        number=f"教民1330282{row.pk:08d}号",
        issued_on=ended_on - 1095 * DAY,
        expires_on=ended_on,
        by=by,
        at=clock.now(),
    )
    owner = User.objects.get(username="owner-green")
    InstitutionMembership.objects.create(
        user=owner, institution=row, role=Role.INSTITUTION_OWNER, from_on=clock.today()
    )
    return row


def closing_case(row: Institution) -> RegistrationCase:
    """Accepted at the window and answered by all who are asked: only what is unsettled stands in its way."""
    at, owner, portal = clock.now(), as_("owner-green"), system_viewer(label="tests")
    payload = {
        "ground": Ground.CHARTER,
        "notice_on": (clock.today() - 200 * DAY).isoformat(),
        "liquidator": "清算组",
        "plan": "退费与转学并行",
        "students": 9,
        "unearned_fen": 1_080_000,
    }
    case = drafts.open_case(
        kind=CaseKind.DEREGISTRATION,
        institution=row,
        county=row.county,
        origin=CaseOrigin.OWNER,
        payload=payload,
        by=owner,
        at=at,
    )
    for spec in KINDS[CaseKind.DEREGISTRATION].wanted(payload):
        if spec.required:
            attaching.add_document(case=case, key=spec.key, upload=scan(), by=owner, at=at)
    case.refresh_from_db()
    submitting.submit(case=case, expected_version=case.version, by=owner, at=at)
    case.refresh_from_db()
    window.accept_case(case=case, by=as_("clerk"), at=at)
    for step in CaseStep.objects.filter(case=case, state__in=("waiting", "received")):
        checks = {key: True for key, _ in KINDS[CaseKind.DEREGISTRATION].steps_by_key[step.key].checks}
        steps.answer_step(
            step=step, by=portal, at=at, verb=StepVerb.AGREE, checks=checks, number="", registered_on=None
        )
    case.refresh_from_db()
    assert case.state == CaseState.TO_DECIDE
    return case


@desk_only
def test_a_school_closes_with_unfinished_courses(page: Page, sign_in: SignIn, portal: str) -> None:
    row = school("慈溪市周巷墨香艺术培训有限公司", ended_on=clock.today() + 300 * DAY)
    case = closing_case(row)
    main = page.get_by_role("main")

    sign_in("chief")
    page.goto(f"/bureau/cases/{case.public_id}/decide/")
    expect(main).to_contain_text("未完成课程")

    sign_in("owner-green")
    page.goto("/my/transition/")
    main.locator(".btn-list").filter(has_text=row.name).get_by_role("link", name="未完成课程处置表").click()
    main.get_by_role("link", name="登记未完成课程").click()
    page.get_by_label("课程", exact=True).fill("书法提高班")
    page.get_by_label("未结业学员数").fill("9")
    page.get_by_label("未消课金额（元）").fill("10800")
    page.get_by_label("处置方式").select_option(label="退费")
    page.get_by_label("处置日期").fill(clock.today().isoformat())
    page.get_by_label("退费或移交金额（元）").fill("10800")
    main.get_by_role("button", name="保存").click()
    expect(main).to_contain_text("¥10,800.00")
    main.get_by_role("link", name="上传").first.click()
    page.locator("input[type=file]").set_input_files(
        {"name": "家长确认书.png", "mimeType": "image/png", "buffer": scan(shade="olive").read()}
    )
    main.locator("form.office-form button.btn-primary").click()
    expect(main).to_contain_text("家长确认书.png")
    main.get_by_role("link", name="申报处置完毕").click()
    main.locator("form.office-form button.btn-primary").click()

    sign_in("registrar")
    page.goto("/bureau/settlements/?state=declared")
    main.get_by_role("link", name=row.name).click()
    expect(main.get_by_role("link", name="家长确认书.png").first).to_be_visible()
    main.get_by_role("link", name="确认处置完毕").click()
    page.locator("textarea[name=why]").fill("已逐户核对退费凭证")
    main.locator("form.office-form button.btn-primary").click()

    sign_in("chief")
    page.goto(f"/bureau/cases/{case.public_id}/decide/")
    for box in main.locator("textarea[name^=confirm], input[name^=confirm]").all():
        box.fill("账户余额为零，银行对账单已核对")
    page.get_by_label("决定理由").fill("已公告满六个月，课程均已结清")
    main.get_by_role("button", name="作出决定并制发文书").click()
    expect(main).to_contain_text("已准予")


@desk_only
def test_one_never_answers_and_its_permit_ends(page: Page, sign_in: SignIn, portal: str) -> None:
    ended_on = clock.today() - DAY
    row = school("慈溪市周巷无言艺术培训有限公司", ended_on=ended_on)
    by = system_viewer(label="tests")
    assert night.run(county=row.county, on=clock.today(), by=by, at=clock.now()) > 0
    main = page.get_by_role("main")
    for username in ("town", "registrar"):
        sign_in(username)
        page.goto("/bureau/inbox/")
        expect(main).to_contain_text(row.name)
    page.goto("/bureau/")
    main.get_by_role("link", name="许可证到期未延续").click()
    main.get_by_role("link", name=row.name).click()
    page.goto(f"/bureau/register/{row.public_id}/cases/")
    expect(main).to_contain_text(f"{ended_on.isoformat()}")
    main.get_by_role("button", name="依职权").click()
    expect(main).to_contain_text(row.name)
    case = RegistrationCase.objects.get(institution=row)
    assert (case.origin, case.state) == (CaseOrigin.EX_OFFICIO, CaseState.DRAFT)
