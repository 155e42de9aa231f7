"""One institution's annual inspection: the owner reports from a phone, the first check finds something, the bureau
orders a rectification, the owner reports it, the re-check ends it and the notice is printed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from institutions.models import AnnualInspection, InstitutionMembership
from institutions.rules.yearly.report import FIELDS, Part

SignIn = Callable[[str], None]
phone_only = pytest.mark.parametrize("page", ["phone"], indirect=True)
TYPED = {Part.COUNT: "12", Part.FEN: "1000"}


@pytest.fixture
def inspection(portal: str) -> AnnualInspection:
    """Of the demo's first owner, in the batch that is under way."""
    own = InstitutionMembership.objects.filter(user__username="owner-green").values("institution")
    return AnnualInspection.objects.get(institution__in=own, batch__state="open")


@phone_only
def test_a_year_goes_over_its_faces(page: Page, sign_in: SignIn, inspection: AnnualInspection) -> None:
    main, file = page.get_by_role("main"), f"/bureau/annual-inspection/{inspection.public_id}/"
    submit = main.locator("form.office-form .form-actions button.btn-primary")
    sign_in("owner-green")
    page.goto("/my/annual-inspection/")
    main.get_by_role("link", name="填写自查报告").click()
    for one in FIELDS:
        if one.part is Part.YES_NO:
            page.locator(f"input[name={one.key}][value=yes]").check()
        else:
            page.locator(f"[name={one.key}]").fill(TYPED.get(one.part, "依法办学，未发现问题"))
    page.locator("[name=teachers]").fill("20")
    main.get_by_role("button", name="报送自查报告").click()
    expect(page.locator(".alert-danger")).to_be_visible()  # more teachers than people
    page.locator("[name=teachers]").fill("12")
    main.get_by_role("button", name="报送自查报告").click()
    expect(page.locator(".messages")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    sign_in("registrar")
    page.goto(file)
    main.get_by_role("link", name="登记初审").click()
    page.get_by_label("消防安全").check()
    page.locator("[name=opinion]").fill("灭火器过期")
    submit.click()
    expect(main).to_contain_text("灭火器过期")

    sign_in("chief")
    page.goto(file)
    main.get_by_role("link", name="审定", exact=True).click()
    page.get_by_label("基本合格", exact=True).check()
    page.locator("[name=demands]").fill("更换灭火器")
    submit.click()
    expect(main).to_contain_text("限期整改")

    sign_in("owner-green")
    page.goto("/my/annual-inspection/")
    expect(main).to_contain_text("更换灭火器")
    main.get_by_role("link", name="报送整改情况").first.click()
    page.locator("[name=text]").fill("已全部更换")
    submit.click()
    expect(page.locator(".messages")).to_be_visible()

    sign_in("registrar")
    page.goto(file)
    main.get_by_role("link", name="登记复检").click()
    page.get_by_label("合格", exact=True).check()
    page.locator("[name=record_text]").fill("现场复检到位")
    submit.click()
    expect(main).to_contain_text("复检办结")
    main.get_by_role("button", name="制发通知书").click()
    expect(main.get_by_role("link", name="慈教年检")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
