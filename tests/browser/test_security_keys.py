"""A security key in Chromium: its virtual authenticator registers, and later signs in as the second step."""

import pytest
from playwright.sync_api import Page, expect

from cixi_oversight.demo.accounts import PASSWORD
from cixi_oversight.users.models import User

desk_only = pytest.mark.parametrize("page", ["desk"], indirect=True)


@desk_only
def test_it_registers_and_signs_in(page: Page, portal: str) -> None:
    """Keys are bound to a name, so the portal is asked for by its name: an address is none."""
    home = portal.replace("127.0.0.1", "localhost")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": False,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, home, "politics")
    page.goto(f"{home}/accounts/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_label("密钥名称").fill("抽屉里的钥匙")
    page.get_by_role("button", name="添加").click()
    page.wait_for_url("**/recovery-codes/**")
    page.goto(f"{home}/accounts/2fa/webauthn/")
    expect(page.get_by_role("main")).to_contain_text("抽屉里的钥匙")

    page.context.clear_cookies()
    sign_in(page, home, "politics")
    expect(page.get_by_role("heading", level=1)).to_have_text("第二步验证")
    page.get_by_role("button", name="使用安全密钥").click()
    page.wait_for_url("**/bureau/**")
    expect(page.locator(".user-name").first).to_have_text(User.objects.get(username="politics").name)


def sign_in(page: Page, home: str, username: str) -> None:
    page.goto(f"{home}/accounts/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
