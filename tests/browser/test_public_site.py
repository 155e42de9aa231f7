"""A parent with a phone: finds a licensed institution by its sign and reads its page; finds nothing and tells us."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from institutions.models import Course, Institution, SuspectedSite

phone_only = pytest.mark.parametrize("page", ["phone"], indirect=True)
ADDRESS = "浒山街道孙塘北路九百号二楼"


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@phone_only
def test_a_parent_looks_one_up_and_reads_its_page(page: Page, portal: str) -> None:
    posted = Course.objects.in_force().values("institution")
    row = Institution.objects.alive().filter(pk__in=posted, status="operating").order_by("pk")[0]
    page.goto("/")
    page.get_by_label("机构名称、招牌名或者路名").fill(row.name[3:9])
    page.get_by_role("button", name="查询").click()
    fits(page)
    page.get_by_role("link", name=row.name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(row.name)
    for head in ("怎样缴费更安全", "课程与收费项目", "教师情况", "培训时间", "许可与登记", "诚信办学星级", "年检"):
        expect(page.get_by_role("heading", name=head)).to_be_visible()
    expect(page.locator("#pay")).to_contain_text("尚未接入本平台")
    expect(page.locator("main")).not_to_contain_text(re.compile("红码|黄码|绿码"))
    fits(page)


@phone_only
def test_a_parent_finds_nothing_and_reports_the_place(page: Page, portal: str) -> None:
    page.goto("/institutions/?q=小小状元郎")
    expect(page.get_by_text("未查到，可能无证")).to_be_visible()
    page.get_by_role("link", name="向我们反映").click()
    expect(page.get_by_label("招牌上写的什么？")).to_have_value("小小状元郎")
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".alert-danger")).to_be_visible()
    expect(page.get_by_label("招牌上写的什么？")).to_have_value("小小状元郎")  # what was typed is not lost
    page.get_by_label("在哪里？").fill(ADDRESS)
    page.get_by_label("教什么？").fill("小学数学、语文")
    fits(page)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("谢谢，您的反映已收到。")).to_be_visible()
    site = SuspectedSite.objects.get(address=ADDRESS)
    expect(page.get_by_text(site.number)).to_be_visible()
    fits(page)
