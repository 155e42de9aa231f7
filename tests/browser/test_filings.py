"""A studio's owner files from a phone: autosave keeps what is typed, also when the tab is closed."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

SignIn = Callable[[str], None]
phone_only = pytest.mark.parametrize("page", ["phone"], indirect=True)


@phone_only
def test_a_return_survives_a_closed_tab_and_is_handed_in(page: Page, sign_in: SignIn) -> None:
    sign_in("owner-green")
    page.goto("/my/filings/")
    page.locator("form[action$='/start/enrolment_return/'] .filing-do button").click()
    address = page.url
    page.get_by_label("在读学员数").fill("57")
    page.get_by_label("预收未消费余额（元）").fill("23400")
    page.get_by_label("在读学员数").focus()  # leaves the field: the form is sent by itself
    expect(page.locator("#saved")).to_contain_text("已自动保存")
    page.get_by_label("在读学员数").fill("58")
    page.locator("h1").click()
    expect(page.locator("#saved")).to_contain_text("已自动保存")
    expect(page.locator("#version")).to_have_value(re.compile("^[3-9]$"))

    page.goto("about:blank")  # the tab is closed
    page.goto(address)
    expect(page.get_by_label("在读学员数")).to_have_value("58")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator(".messages")).to_contain_text(re.compile("现已生效|已提交"))
    expect(page.get_by_text("58", exact=True)).to_be_visible()
