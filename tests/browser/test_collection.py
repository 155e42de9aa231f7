"""A collection to nineteen towns comes back in a day: an officer draws it up, a town pastes its sheet at the phone's
width too, the due day is moved once, the merged sheet is taken away."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cixi_oversight import clock
from cixi_oversight.users.models import Town
from cixi_oversight.users.services.viewer import system_viewer
from institutions.models import Collection, CollectionPart
from institutions.services.collections.answering import save_rows, submit

SignIn = Callable[[str], None]
desk_only = pytest.mark.parametrize("page", ["desk"], indirect=True)
TITLE = "寒假托管开班意向摸底"
OWN = "周巷镇"


def the_others_answer(collection: Collection) -> None:
    """Eighteen towns, each with one row."""
    by, at = system_viewer(label="tests"), clock.now()
    for part in CollectionPart.objects.filter(collection=collection).exclude(town__name=OWN).select_related("town"):
        row = save_rows(
            part=part,
            typed={1: {"c1": part.town.name, "c2": "2"}},  # type: ignore[union-attr]
            expected_version=part.version,
            by=by,
            at=at,
        )
        submit(part=row, expected_version=row.version, by=by, at=at)


@desk_only
def test_a_collection_to_nineteen_towns_comes_back_in_a_day(page: Page, sign_in: SignIn, tmp_path: Path) -> None:
    main = page.get_by_role("main")
    submit_button = main.locator("form.office-form .form-actions button.btn-primary")
    sign_in("registrar")
    page.goto("/bureau/collections/")
    main.get_by_role("link", name="新建摸底填报").first.click()
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=about]").fill("请于今日下班前报送")
    page.locator("[name=shape]").select_option("free")
    page.locator("[name=due_on]").fill(clock.today().isoformat())
    for number, (name, kind) in enumerate((("场所名称", "text"), ("计划班数", "whole_number")), 1):
        page.locator(f"[name=column-{number}-name]").fill(name)
        page.locator(f"[name=column-{number}-type]").select_option(kind)
    main.get_by_role("button", name="保存草稿").click()
    main.get_by_role("link", name="发出填报").click()
    page.get_by_label("已核对，确认提交。").check()
    submit_button.click()
    collection = Collection.objects.get(title=TITLE)
    asked = Town.objects.filter(county=collection.county).count()
    expect(main).to_contain_text(f"0 / {asked}")
    assert asked == 19

    main.get_by_role("link", name="调整截止日期").click()
    page.locator("textarea[name=why]").fill("部分镇街停电")
    submit_button.click()
    expect(main).to_contain_text("部分镇街停电")

    sign_in("town")
    page.goto("/bureau/inbox/")
    expect(main).to_contain_text(TITLE)
    expect(main).to_contain_text("截止日期由")
    part = CollectionPart.objects.get(collection=collection, town__name=OWN)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/bureau/collections/part/{part.public_id}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    main.get_by_role("link", name="粘贴表格").click()
    page.locator("textarea[name=text]").fill("场所名称\t计划班数\n周巷镇中心托管点\t三个")
    submit_button.click()
    main.get_by_role("button", name="保存并").click()
    expect(main.locator("#errors")).to_contain_text("计划班数")
    main.locator("input[name=r1-c2]").fill("3")
    main.get_by_role("button", name="保存并").click()
    page.get_by_label("已核对，确认提交。").check()
    submit_button.click()
    expect(main).to_contain_text("周巷镇中心托管点")

    the_others_answer(collection)
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in("registrar")
    page.goto(f"/bureau/collections/{collection.public_id}/")
    expect(main).to_contain_text(f"{asked} / {asked}")
    main.get_by_role("button", name="全部采用").click()
    with page.expect_download() as given:
        main.get_by_role("link", name="CSV").click()
    sheet = tmp_path / "merged.csv"
    given.value.save_as(sheet)
    rows = list(csv.reader(sheet.read_text("utf-8-sig").splitlines()))
    assert len(rows) == asked + 1
    assert sum(int(row[-1]) for row in rows[1:]) == 2 * (asked - 1) + 3
