"""Import of 50,000 Chinese rows of 12 columns: at least 0.8 of bare COPY with a set-wise merge by hand, at least 30
times full_clean and save; and the register after it holds the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.db import connection

from cixi_oversight import clock
from cixi_oversight.imports.enums import BatchState
from cixi_oversight.imports.rules.uscc import ALPHABET, WEIGHTS
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County, Town
from cixi_oversight.users.services.viewer import system_viewer
from institutions.services.register_import.summary import import_file
from tests.benchmarks.harness import as_owner, at_least, report, scaled, seconds
from tests.benchmarks.import_floor import CATEGORIES, FORMS, copy_and_merge, row_by_row

AT: Final = clock.at(clock.real_now().date(), 10)
ROWS: Final = scaled(50_000, least=2_000)
SAMPLE: Final = min(600, ROWS)
PAIRS: Final = 5
HEADINGS: Final = (
    "机构名称", "统一社会信用代码", "招牌名", "类别", "组织形式", "所属镇街", "地址", "招生咨询电话", "办学许可证号",
    "发证日期", "有效期至", "注册资本(万元)",
)  # fmt: skip
TOWNS: Final = ("浒山街道", "白沙路街道", "古塘街道", "观海卫镇", "周巷镇")
STEMS: Final = "青禾远帆春晓明德启航星辰墨韵知行博雅思源", ["艺术", "体育", "科技", "文化", "语言"]
TABLES: Final = {
    "institution": "name, uscc, trade_name, category, legal_form, status, town_id, version",
    "institutiontransition": "verb, source, target, effective_on",
    "categoryrow": "category, from_on",
    "legalformrow": "legal_form, from_on",
    "site": "address, business_phone, is_main, town_id",
    "permit": "number, issued_on, expires_on, is_open_ended",
    "registration": "kind, number, registered_capital_fen",
}


def sheet(rows: int) -> bytes:
    """Every name, code, address and number differs; brackets are full width, as people type them."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    words, trades = STEMS
    for n in range(rows):
        town = TOWNS[n % len(TOWNS)]
        stem = words[n % 10 * 2 : n % 10 * 2 + 2] + words[n // 10 % 10 * 2 : n // 10 % 10 * 2 + 2]
        writer.writerow(
            (
                f"慈溪市{town[:-2]}{stem}{n:05d}{trades[n % 5]}培训（慈溪）有限公司",
                uscc(n),
                f"{stem}{n}",
                list(CATEGORIES)[n % 5],
                list(FORMS)[n % 3],
                town,
                f"{town}解放中街{n}号{n % 9 + 1}楼（东）",
                f"0574-63{n % 1_000_000:06d}",
                f"1330282{n:08d}",
                f"20{15 + n % 10}-{n % 12 + 1:02d}-{n % 28 + 1:02d}",
                f"20{30 + n % 10}-{n % 12 + 1:02d}-{n % 28 + 1:02d}",
                f"{(n % 40 + 1) * 5}.{n % 10}",
            )
        )
    return out.getvalue().encode("utf-8-sig")


def uscc(n: int) -> str:
    body = f"91330282MA{n:07d}"
    total = sum(ALPHABET.index(letter) * weight for letter, weight in zip(body, WEIGHTS, strict=True))
    return body + ALPHABET[(31 - total) % 31]


@pytest.fixture
def county(transactional_db: None) -> County:
    county = County.objects.create(code="330282", name="慈溪市")
    for place, name in enumerate(TOWNS):
        Town.objects.create(county=county, code=f"3302820{place:02d}", name=name)
    return county


def test_it_keeps_up_with_sql_written_by_hand(county: County) -> None:
    data, by = sheet(ROWS), system_viewer(label="bench")
    head = b"".join(data.splitlines(keepends=True)[: SAMPLE + 1])
    towns = dict(Town.objects.values_list("name", "pk"))
    ours, floor = [], []
    held: dict[str, list[Any]] = {}
    for turn in range(PAIRS):
        ours.append(_timed(lambda: _import(data, county, by)))
        if turn == 0:
            held = _register()
        floor.append(_timed(lambda: copy_and_merge(data, county=county.pk, actor=by.actor_id or 0, at=AT)))
        if turn == 0:
            assert _register() == held
    usual = _timed(lambda: row_by_row(head, county=county.pk, towns=towns, actor=by.actor_id or 0, at=AT))
    product, by_hand = ROWS / sorted(ours)[PAIRS // 2], ROWS / sorted(floor)[PAIRS // 2]
    _empty()
    report(
        f"Import of {ROWS:,} Chinese rows, {len(HEADINGS)} columns",
        [
            at_least("against COPY and merge by hand", product=product, floor=by_hand, limit=0.8, unit="rows/s"),
            at_least(
                f"against full_clean and save ({SAMPLE} rows, scaled)",
                product=product,
                floor=SAMPLE / usual,
                limit=30,
                unit="rows/s",
            ),
        ],
    )


def _import(data: bytes, county: County, by: Viewer) -> None:
    batch = import_file(
        county=county, profile_key="bureau_register", name="register.csv", data=data, by=by, at=AT, apply=True
    )
    assert batch.state == BatchState.APPLIED
    assert batch.figures["new"] == ROWS


def _timed(work: Callable[[], Any]) -> float:
    _empty()
    return seconds(work)


def _empty() -> None:
    with as_owner() as cursor:
        cursor.execute("truncate institutions_institution, imports_importbatch, imports_stagedrow, jobs_job cascade")


def _register() -> dict[str, list[Any]]:
    """What the register holds, without ids and times."""
    held: dict[str, list[Any]] = {}
    with connection.cursor() as cursor:
        for table, columns in TABLES.items():
            cursor.execute(f"select {columns} from institutions_{table} order by {columns}")
            held[table] = cursor.fetchall()
    return held
