"""A security key in Chromium: its virtual authenticator registers, and later signs in as the second step."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from cixi_oversight.demo.accounts import PASSWORD
from cixi_oversight.users.models import User

USB_KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def with_key(browser: Browser, portal: str) -> Iterator[Page]:
    """Keys are bound to a name, so the portal is asked for by its name: an address has no keys."""
    context = browser.new_context(base_url=portal.replace("127.0.0.1", "localhost"), locale="zh-CN")
    context.set_default_timeout(30_000)
    page, faults = context.new_page(), []
    page.on("console", lambda message: message.type == "error" and faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": USB_KEY})
    yield page
    context.close()
    assert not faults, faults


def test_it_registers_and_signs_in(with_key: Page) -> None:
    page = with_key
    sign_in(page, "politics")
    expect(page.get_by_role("heading", level=1)).to_have_text("工作台", timeout=30_000)
    page.goto("/accounts/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_label("密钥名称").fill("抽屉里的钥匙")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/**")
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("main")).to_contain_text("抽屉里的钥匙")

    page.context.clear_cookies()
    sign_in(page, "politics")
    expect(page.get_by_role("heading", level=1)).to_have_text("第二步验证")
    page.locator("#mfa_webauthn_authenticate").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("工作台", timeout=30_000)
    expect(page.locator(".user-name").first).to_have_text(User.objects.get(username="politics").name)


def sign_in(page: Page, username: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
