"""The API's documentation works from our own files, under the same policy as every page."""

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_the_docs_open_and_try_an_operation(page: Page, sign_in: Callable[[str], None]) -> None:
    sign_in("registrar")
    page.goto("/api/docs")
    operation = page.locator("[id^=operations-][id$=risk_codes]")
    expect(operation).to_be_visible()
    operation.locator(".opblock-summary").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table td.response-col_status:not(.col_header)")).to_contain_text("200")
