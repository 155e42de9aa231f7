"""import_register: what it prints, how it exits, and that it writes only when told."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from cixi_oversight.imports.models import ImportBatch, OpenMatch, StagedRow
from cixi_oversight.users.models import County
from institutions.models import Institution
from tests.imports.conftest import OTHER, THIRD_USCC, VALID, csv_of, row

WRONG = row(机构名称="另一家", 统一社会信用代码="", 地址="别处1号", 办学许可证号="", 类别="补习班")


@pytest.fixture
def command(county: County, tmp_path: Path) -> Any:
    def run(rows: list[dict[str, str]] | bytes, *options: str, profile: str = "bureau_register") -> tuple[int, str]:
        path = tmp_path / "登记表.csv"
        path.write_bytes(rows if isinstance(rows, bytes) else csv_of(rows))
        out, err = io.StringIO(), io.StringIO()
        with pytest.raises(SystemExit) as caught:
            call_command("import_register", str(path), "--profile", profile, *options, stdout=out, stderr=err)
        return int(str(caught.value.code)), out.getvalue() + err.getvalue()

    return run


def test_without_apply_it_only_looks(command: Any) -> None:
    code, said = command([VALID, OTHER])
    assert (code, Institution.objects.count(), StagedRow.objects.count()) == (0, 0, 0)
    assert "新增: 2" in said


def test_with_apply_it_writes_and_a_second_time_says_that_nothing_changes(command: Any) -> None:
    assert command([VALID, OTHER], "--apply")[0] == 0
    assert Institution.objects.count() == 2
    code, said = command([VALID, OTHER], "--apply")
    assert (code, Institution.objects.count()) == (0, 2)
    assert "没有任何变动" in said
    assert "按统一社会信用代码（确定）: 2" in said


def test_a_refused_row_exits_with_1_and_names_row_column_and_way_out(command: Any) -> None:
    code, said = command([VALID, WRONG], "--apply")
    assert (code, Institution.objects.count()) == (1, 0)
    assert "3:类别: 无法识别“补习班”。请填写下列之一" in said


def test_the_clean_subset_still_exits_with_1(command: Any) -> None:
    assert command([VALID, WRONG], "--apply", "--accept-clean")[0] == 1
    assert Institution.objects.count() == 1


def test_rows_that_wait_exit_with_3(command: Any) -> None:
    command([VALID], "--apply")
    assert command([row(统一社会信用代码=THIRD_USCC)], "--apply")[0] == 3
    assert OpenMatch.objects.count() == 1


@pytest.mark.parametrize(
    ("rows", "options", "profile", "word"),
    [
        (b"", (), "bureau_register", "文件为空"),
        ([VALID], (), "nobody_knows", "california_childcare"),
        ([VALID], ("--county", "330281"), "bureau_register", "--county"),
    ],
)
def test_a_refused_file_or_argument_exits_with_2(
    command: Any, rows: Any, options: tuple[str, ...], profile: str, word: str
) -> None:
    code, said = command(rows, *options, profile=profile)
    assert (code, ImportBatch.objects.count()) == (2, 0)
    assert word in said


def test_json_carries_figures_and_both_languages(command: Any) -> None:
    _, said = command([VALID, WRONG], "--json")
    answer = json.loads(said)
    assert (answer["rows_read"], answer["new"], answer["refused"], answer["written"]) == (2, 1, 1, False)
    fault = answer["faults"][0]
    assert (fault["row"], fault["column"], fault["code"]) == (3, "类别", "choice")
    assert fault["message"]["en"].startswith("“补习班” is not known here.")
    assert fault["message"]["zh-hans"].startswith("无法识别“补习班”。")


def test_json_of_a_refused_file(command: Any) -> None:
    code, said = command(b"", "--json")
    assert (code, json.loads(said)["refused"]["code"]) == (2, "file_empty")


def test_a_file_that_is_not_there(county: County) -> None:
    err = io.StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("import_register", "/nowhere/a.csv", "--profile", "bureau_register", stderr=err)
    assert caught.value.code == 2
    assert "a.csv" in err.getvalue()
    assert "/nowhere" not in err.getvalue()
