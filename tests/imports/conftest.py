"""A county with its towns and departments, and sheets as a bureau's clerk would make them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cixi_oversight import clock
from cixi_oversight.imports.models import ImportBatch
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import County, Department, Town
from cixi_oversight.users.services.viewer import system_viewer
from institutions.services.register_import.summary import import_file

ROOT = Path(__file__).resolve().parents[2]
ON = dt.date(2026, 11, 23)
AT = clock.at(ON, 10)
HEADINGS = (
    "机构名称",
    "统一社会信用代码",
    "招牌名",
    "品牌",
    "类别",
    "学段",
    "组织形式",
    "所属镇街",
    "地址",
    "招生咨询电话",
    "办学许可证号",
    "发证日期",
    "有效期至",
    "注册资本(万元)",
    "审批机关",
    "行业主管部门",
    "状态",
)
USCC = "91310115591693856A"
OTHER_USCC = "91110000600037341L"
THIRD_USCC = "91350100M000100Y43"
OLD_USCC = "91350211M00013FA1N"  # really issued, fails GB 32100
VALID = {
    "机构名称": "慈溪市浒山青禾艺术培训有限公司",
    "统一社会信用代码": USCC,
    "招牌名": "青禾艺术",
    "品牌": "无",
    "类别": "文化艺术类",
    "学段": "义务教育",
    "组织形式": "有限责任公司",
    "所属镇街": "浒山街道",
    "地址": "浒山街道解放中街88号3楼",
    "招生咨询电话": "0574-63012345",
    "办学许可证号": "教民133028270001234号",
    "发证日期": "2023-05-01",
    "有效期至": "2028-04-30",
    "注册资本(万元)": "50",
    "审批机关": "慈溪市教育局",
    "行业主管部门": "慈溪市教育局",
    "状态": "正常",
}
OTHER = VALID | {
    "机构名称": "慈溪市观海卫远帆体育培训学校",
    "统一社会信用代码": OTHER_USCC,
    "招牌名": "远帆体育",
    "类别": "体育类",
    "组织形式": "民办非企业单位",
    "所属镇街": "观海卫镇",
    "地址": "观海卫镇南门路6号",
    "办学许可证号": "教民233028270005678号",
}

Import = Callable[..., ImportBatch]


def row(**changes: str) -> dict[str, str]:
    return VALID | changes


def csv_of(rows: Iterable[dict[str, str]], *, headings: Sequence[str] = HEADINGS, encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([each.get(heading, "") for heading in headings] for each in rows)
    return out.getvalue().encode(encoding)


def xlsx_of(
    rows: Iterable[dict[str, Any]],
    *,
    headings: Sequence[str] = HEADINGS,
    change: Callable[[openpyxl.Workbook], None] | None = None,
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(headings))
    for each in rows:
        sheet.append([each.get(heading) for heading in headings])
    if change is not None:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def faults(batch: ImportBatch) -> list[tuple[int, str, str]]:
    return list(batch.faults.order_by("row_no", "id").values_list("row_no", "field", "code"))


@pytest.fixture
def county(db: None) -> County:
    county = County.objects.create(code="330282", name="慈溪市")
    for code, name in (("330282004", "浒山街道"), ("330282107", "观海卫镇")):
        Town.objects.create(county=county, code=code, name=name)
    Department.objects.create(county=county, kind=DepartmentKind.EDUCATION, name="慈溪市教育局")
    return county


@pytest.fixture
def by(db: None) -> Viewer:
    return system_viewer(label="tests")


@pytest.fixture
def run(county: County, by: Viewer) -> Import:
    """Import rows (or bytes) into the register: written unless `apply=False`."""

    def import_(
        what: Iterable[dict[str, str]] | bytes,
        *,
        name: str = "register.csv",
        profile: str = "bureau_register",
        apply: bool = True,
        accept_clean: bool = False,
        at: dt.datetime = AT,
    ) -> ImportBatch:
        data = what if isinstance(what, bytes) else csv_of(what)
        return import_file(
            county=county,
            profile_key=profile,
            name=name,
            data=data,
            by=by,
            at=at,
            apply=apply,
            accept_clean=accept_clean,
        )

    return import_
