"""A registrar brings a sheet in: form, preview with errors and changes, writing, a decision; and pastes one."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from institutions.models import Institution, Site

SignIn = Callable[[str], None]
HEADINGS = "机构名称,统一社会信用代码,招牌名,类别,组织形式,所属镇街,地址,招生咨询电话,办学许可证号"
HEADINGS += ",发证日期,有效期至,注册资本(万元)"


def line(**cells: str) -> list[str]:
    return [cells.get(heading, "") for heading in HEADINGS.split(",")]


def sheet(*rows: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEADINGS.split(","), *rows])
    return out.getvalue().encode("utf-8-sig")


def seen(page: Page, name: str) -> None:
    """Nothing wider than the screen, accessible; a picture where CIXI_PICTURES names a folder."""
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, name
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    assert found.violations_count == 0, found.generate_report()
    folder = os.environ.get("CIXI_PICTURES")
    if folder:
        width = (page.viewport_size or {})["width"]
        page.screenshot(path=Path(folder) / f"imports-{name}-{width}.png", full_page=True)


def test_a_sheet_from_the_form_to_the_decision(page: Page, sign_in: SignIn, red: Institution) -> None:
    sign_in("registrar")
    other = Institution.objects.exclude(pk=red.pk).filter(town__isnull=False, uscc__isnull=False).first()
    assert other is not None
    width = (page.viewport_size or {})["width"]
    rows = [
        line(
            机构名称=f"慈溪市古塘新苗{width}书法培训中心",
            招牌名="新苗",
            类别="文化艺术类",
            地址=f"古塘街道某路{width}号",
        ),
        line(机构名称=other.name, 统一社会信用代码=other.uscc or "", 招牌名=f"改名{width}"),
        line(机构名称=red.name, 地址=f"另一处地址{width}号"),
        line(机构名称="写错的机构", 统一社会信用代码="91330282MA00000000", 类别="补习班", 发证日期="2023-02-30"),
    ]
    page.goto("/bureau/imports/new/")
    seen(page, "form")
    page.set_input_files("input[type=file]", {"name": "登记表.csv", "mimeType": "text/csv", "buffer": sheet(*rows)})
    page.get_by_role("button", name="检查表格").click()
    expect(page.get_by_text("有 1 行存在错误。")).to_be_visible()
    seen(page, "preview")
    page.get_by_role("button", name="只写入没有错误的行").click()
    expect(page.get_by_text("已写入").first).to_be_visible()
    seen(page, "result")
    page.goto("/bureau/imports/")
    seen(page, "list")
    page.goto("/bureau/imports/matches/")
    seen(page, "matches")
    page.get_by_role("link", name=red.name).first.click()
    expect(page.get_by_text("名称相同、地址不同").first).to_be_visible()
    seen(page, "match")
    page.get_by_label("属该机构的另一校区").check()
    page.get_by_label("理由").fill("电话核实")
    page.get_by_role("button", name="判定此行").click()
    expect(page.get_by_text("行已判定")).to_be_visible()
    assert Site.objects.filter(institution=red, address=f"另一处地址{width}号").exists()


def test_rows_pasted_from_a_sheet(page: Page, sign_in: SignIn) -> None:
    sign_in("registrar")
    width = (page.viewport_size or {})["width"]
    cells = [f"慈溪市附海小鹿{width}舞蹈培训中心", "", "小鹿", "文化艺术类", "", "", f"附海镇某路{width}号"]
    page.goto("/bureau/imports/new/")
    page.get_by_label("或从表格粘贴").fill("\n".join(["\t".join(HEADINGS.split(",")), "\t".join(cells)]))
    page.get_by_role("button", name="检查表格").click()
    expect(page.get_by_text(cells[0])).to_be_visible()
    page.get_by_role("button", name="写入").click()
    expect(page.get_by_text("已写入").first).to_be_visible()


@pytest.mark.parametrize("path", ["/bureau/imports/", "/bureau/imports/matches/", "/bureau/imports/new/"])
def test_the_pages_in_english_and_chinese(page: Page, sign_in: SignIn, path: str) -> None:
    sign_in("registrar")
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200
