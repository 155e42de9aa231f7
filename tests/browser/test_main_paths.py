"""What officers and institutions do every day, with mouse, finger and keyboard alone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cixi_oversight.demo.accounts import PASSWORD
from institutions.models import Institution
from institutions.views.register import RegisterList
from riskcodes.models import AdoptedCode, Assessment

SignIn = Callable[[str], None]
desk_only = pytest.mark.parametrize("page", ["desk"], indirect=True)
phone_only = pytest.mark.parametrize("page", ["phone"], indirect=True)


def test_from_signing_in_to_the_evidence_of_a_red_code(page: Page, red: Institution) -> None:
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="登录").click()
    page.get_by_label("用户名").fill("chief")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("工作台")

    page.goto("/bureau/risk/")
    expect(page.locator("svg g path").first).to_be_attached()  # the chart is drawn
    page.locator(".figure-red .figure-value a").click()
    page.get_by_role("link", name=red.name).first.click()
    page.get_by_role("link", name="亮码依据").click()
    expect(page.get_by_text("主要原因")).to_be_visible()
    row = page.locator("tr.level-red, tr.level-yellow").first
    expect(row).to_be_visible()
    row.locator("details summary").click()
    row.locator("details a").first.click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("记录|登记|录入"))


def test_three_typed_letters_find_an_institution(page: Page, sign_in: SignIn, red: Institution) -> None:
    sign_in("registrar")
    page.goto("/bureau/")
    page.locator("body").press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    box.press_sequentially(red.initials[-6:-1] if len(red.initials) > 8 else red.initials[:3], delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    expect(page.get_by_role("listbox")).to_contain_text(red.name)
    box.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    chosen = page.get_by_role("option").first.locator(".hit-title").inner_text()
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(chosen)


def test_two_letters_ask_nothing(page: Page, sign_in: SignIn) -> None:
    sign_in("registrar")
    page.goto("/bureau/")
    asked: list[str] = []
    page.on("request", lambda sent: "search" in sent.url and asked.append(sent.url))
    page.get_by_role("combobox").press_sequentially("cx", delay=20)
    page.wait_for_timeout(500)
    assert asked == []


def test_a_list_is_filtered_shown_as_chip_and_exported(
    page: Page, sign_in: SignIn, red: Institution, tmp_path: Path
) -> None:
    sign_in("registrar")
    page.goto("/bureau/register/")
    page.locator("summary", has_text="更多条件").click()
    page.locator("#id_computed").select_option("red")
    page.get_by_role("button", name="筛选").click()
    expect(page).to_have_url(re.compile("computed=red"))
    expect(page.locator("#rows .row-link")).to_have_count(
        Assessment.objects.published_anywhere().filter(computed_code="red").count()
    )
    page.get_by_role("link", name="统计条数").click()
    expect(page.locator(".list-count")).to_contain_text("共")
    page.get_by_role("button", name="导出").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    target = tmp_path / "list.csv"
    download.value.save_as(target)
    text = target.read_text(encoding="utf-8-sig")
    assert red.name in text
    assert "红码" in text
    computed = page.locator(".chip", has_text="系统码")
    computed.click()
    expect(computed).to_have_count(0)


@desk_only
def test_a_long_list_goes_on_and_is_kept_as_a_view(
    page: Page, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RegisterList, "page_size", 12)
    total = Institution.objects.count()
    sign_in("analyst")
    page.goto("/bureau/register/?sort=-name")
    rows = page.locator("#rows .row-link")
    expect(rows).to_have_count(12)
    page.get_by_role("link", name="显示更多").click()
    expect(rows).to_have_count(24)
    while page.get_by_role("link", name="显示更多").count():
        before = rows.count()
        page.get_by_role("link", name="显示更多").click()
        expect(rows).not_to_have_count(before)
    expect(rows).to_have_count(total)
    assert len(set(rows.all_inner_texts())) == total
    page.get_by_role("button", name="显示列").click()
    page.get_by_role("checkbox", name="地址").uncheck()
    page.get_by_role("button", name="显示所选列").click()
    expect(page.get_by_role("columnheader", name="地址")).to_have_count(0)
    page.get_by_role("button", name="视图").click()
    page.get_by_label("将当前视图保存为").fill("不含地址")
    page.get_by_role("button", name="保存", exact=True).click()
    page.goto("/bureau/register/")
    page.get_by_role("button", name="视图").click()
    page.get_by_role("link", name="不含地址", exact=True).click()
    expect(page.get_by_role("columnheader", name="地址")).to_have_count(0)
    expect(page).to_have_url(re.compile("sort=-name"))


@desk_only
def test_a_list_by_keyboard_alone(page: Page, sign_in: SignIn) -> None:
    sign_in("registrar")
    page.goto("/bureau/register/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    tab_to(page, "#id_q")
    page.keyboard.type("培训")
    page.keyboard.press("Enter")
    expect(page.locator(".chip", has_text="培训")).to_have_count(1)
    first = page.locator("#rows .row-link").first
    name = (first.inner_text()).split("\n")[0]
    tab_to(page, "#rows .row-link")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


@desk_only
def test_a_code_is_decided_by_keyboard_alone(page: Page, sign_in: SignIn, red: Institution) -> None:
    sign_in("chief")
    page.goto(f"/bureau/risk/adopt/{red.public_id}/")
    tab_to(page, "[name=reason]")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowUp")  # from red to yellow
    tab_to(page, ".form-actions button")
    page.keyboard.press("Enter")
    expect(page.locator("#errors")).to_be_focused()  # no reason was given
    expect(page.get_by_role("radio", name="黄码")).to_be_checked()
    tab_to(page, "[name=reason]")
    page.keyboard.type("已核实整改，先认定黄码。")
    tab_to(page, ".form-actions button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已认定")
    latest = AdoptedCode.objects.current([red.pk]).get()
    assert (latest.code, latest.reason) == ("yellow", "已核实整改，先认定黄码。")


def tab_to(page: Page, selector: str) -> None:
    """Tab on until the first element of `selector` has the focus."""
    wanted = page.locator(selector).first
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"the keyboard does not reach {selector}")


@phone_only
def test_the_menu_is_a_drawer_on_a_phone(page: Page, sign_in: SignIn) -> None:
    sign_in("chief")
    page.goto("/bureau/")
    entry = page.get_by_role("link", name="风险亮码")
    expect(entry).not_to_be_in_viewport()
    page.get_by_role("button", name="打开菜单").click()
    expect(entry).to_be_in_viewport()
    entry.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("风险亮码")


def test_an_owner_sees_the_own_code_and_nothing_of_the_bureau(page: Page, sign_in: SignIn) -> None:
    sign_in("owner-red")
    page.goto("/enter/")
    expect(page).to_have_url(re.compile("/my/$"))
    expect(page.locator(".my-badge")).to_be_visible()
    assert "系统码" not in page.locator("main").inner_text()


def test_the_language_is_switched_on_the_spot(page: Page, sign_in: SignIn) -> None:
    sign_in("chief")
    page.goto("/bureau/risk/rules/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Indicators and limits")
    assert page.locator("html").get_attribute("lang") == "en"
    left = re.findall(r"[\u4e00-\u9fff]{2,}", page.locator(".sidebar, .topbar").first.inner_text())
    assert left == []
