"""Stars: two officers of the association give points, the bureau decides and publishes, a parent reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from institutions.models import StarApplication

SignIn = Callable[[str], None]
desk_only = pytest.mark.parametrize("page", ["desk"], indirect=True)


@pytest.fixture
def application(portal: str) -> StarApplication:
    """One that nobody has reviewed yet."""
    rows = StarApplication.objects.filter(state="submitted", reviews=None).select_related("institution", "standard")
    return rows.order_by("-pk")[0]


@desk_only
def test_the_association_reviews_and_the_bureau_decides(
    page: Page, sign_in: SignIn, application: StarApplication
) -> None:
    name, main = application.institution.name, page.get_by_role("main")
    items = list(application.standard.items.order_by("number"))
    sign_in("association")
    page.goto("/bureau/stars/?state=submitted")
    main.get_by_role("link", name=name).click()
    expect(main.get_by_role("heading", name="申报内容与佐证材料")).to_be_visible()
    main.get_by_role("link", name="评审打分").click()
    address = page.url
    page.locator("#id_item_1").fill(str(items[0].points + 1))
    main.get_by_role("button", name="提交").click()
    expect(page.locator(".alert-danger")).to_be_visible()

    for reviewer, least in (("association", 0), ("association-2", 1)):
        sign_in(reviewer)
        page.goto(address)
        for item in items:
            page.locator(f"#id_item_{item.number}").fill(str(item.points - least if item.number == 1 else item.points))
        main.get_by_role("button", name="提交").click()
        expect(main.locator("table").first).to_contain_text("100" if not least else "99")

    sign_in("chief")
    page.goto(f"/bureau/stars/{application.public_id}/")
    expect(main).to_contain_text("待审定")
    main.get_by_role("link", name="审定", exact=True).click()
    main.get_by_role("button", name="审定").click()
    expect(main).to_contain_text("拟公布")
    page.goto("/bureau/stars/")
    main.get_by_role("button", name="公布已审定").click()
    expect(page.locator(".messages")).to_be_visible()

    page.context.clear_cookies()
    page.goto("/stars/")
    page.get_by_label("机构名称").fill(name)
    page.get_by_role("button", name="检索").click()
    expect(main.locator("tr").filter(has_text=name)).to_contain_text("★★★★★")
