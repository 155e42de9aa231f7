"""Whole files: what is refused before a row is staged, each with its way out in both languages."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from cixi_oversight.errors import DomainError
from cixi_oversight.imports import errors
from cixi_oversight.imports.models import ImportBatch, StagedRow
from cixi_oversight.imports.ports import workbook_child
from cixi_oversight.imports.rules import limits
from cixi_oversight.web.words import worded
from institutions.models import Institution, Permit
from tests.imports.conftest import HEADINGS, OTHER, USCC, VALID, Import, csv_of, faults, row, xlsx_of


def refused(run: Import, data: bytes, error: type[DomainError], *, name: str = "a.csv", **figures: Any) -> DomainError:
    """The file is refused with this error and these figures; nothing is staged; the sentence is there in both
    languages."""
    with pytest.raises(error) as caught:
        run(data, name=name)
    assert {key: caught.value.figures[key] for key in figures} == figures
    assert (ImportBatch.objects.count(), StagedRow.objects.count(), Institution.objects.count()) == (0, 0, 0)
    with translation.override("en"):
        english = worded(caught.value.sentence)
    with translation.override("zh-hans"):
        chinese = worded(caught.value.sentence)
    assert "%(" not in english + chinese
    assert english != chinese
    return caught.value


def rezipped(data: bytes, change: Callable[[str, bytes], tuple[str, bytes] | None], **more: bytes) -> bytes:
    """The same workbook with parts changed, left out (None) or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            changed = change(entry.filename, old.read(entry))
            if changed is not None:
                new.writestr(*changed)
        for name, content in more.items():
            new.writestr(name, content)
    return out.getvalue()


def same(name: str, content: bytes) -> tuple[str, bytes]:
    return name, content


# --- text files ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_bureaus_profile_reads_its_encodings(run: Import, encoding: str) -> None:
    batch = run(csv_of([VALID], encoding=encoding))
    assert (faults(batch), Institution.objects.get().name) == ([], VALID["机构名称"])


def test_gb18030_under_a_utf8_profile_names_line_and_position(run: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    import dataclasses

    from cixi_oversight.imports.services import receive

    utf8 = dataclasses.replace(receive.profile_of("bureau_register"), encoding="utf-8")
    monkeypatch.setattr(receive, "profile_of", lambda _: utf8)
    ascii_first = b"name\n" + csv_of([VALID], encoding="gb18030")
    refused(run, ascii_first, errors.EncodingRefused, line=2, column=1, encoding="UTF-8")


def test_a_byte_that_the_declared_encoding_does_not_have_is_named(run: Import) -> None:
    data = csv_of([VALID], encoding="gb18030") + "另一家".encode("gb18030") + b"\xff\n"
    refused(run, data, errors.EncodingRefused, line=3, column=4, byte="0xFF", encoding="GB18030")


def test_a_file_cut_off_anywhere_is_never_half_imported(run: Import) -> None:
    def unlike(n: int) -> dict[str, str]:
        return row(机构名称=f'慈溪市第{n}"家"培训', 统一社会信用代码="", 地址=f"某路{n}号", 办学许可证号=f"1330{n:05d}")

    data = csv_of([unlike(n) for n in range(100)])
    for cut in range(1024, len(data), 1024):
        try:
            batch = run(data[:cut], apply=False)
        except errors.FileRefused:
            continue
        last = data[:cut].rpartition(b"\n")[2]
        assert batch.figures["refused"] == 1 or last.count(b",") in {0, len(HEADINGS) - 1}, cut
    assert not Institution.objects.exists()


@pytest.mark.parametrize(
    ("data", "error", "figures"),
    [
        (b"", errors.FileEmpty, {}),
        (b"\xef\xbb\xbf\r\n\r\n", errors.FileEmpty, {}),
        (csv_of([]), errors.FileEmpty, {}),
        (csv_of([VALID]).replace(b"\r\n", b"\r\n\"", 1), errors.CsvRefused, {}),
        (csv_of([row(地址="x" * 10_000_000)]), errors.CellTooLong, {"line": 2, "limit": 32_767}),
        (b"x" * (limits.FILE_BYTES_MAX + 1), errors.FileTooLarge, {"megabytes": 21, "limit": 20}),
        (b"a,b\n1,2\n", errors.HeadingsNotFound, {"heading": "机构名称"}),
        (csv_of([VALID], headings=[*HEADINGS, "地址"]), errors.HeadingTwice, {"first": "I", "second": "R"}),
    ],
)  # fmt: skip
def test_a_text_file_that_is_refused(
    run: Import, data: bytes, error: type[DomainError], figures: dict[str, Any]
) -> None:
    refused(run, data, error, **figures)


def test_a_missing_heading_is_named(run: Import) -> None:
    headings = [heading for heading in HEADINGS if heading != "办学许可证号"]
    refused(run, csv_of([VALID], headings=headings), errors.HeadingMissing, heading="办学许可证号")


@pytest.mark.parametrize(("heading", "renamed"), [("办学许可证号", "办学许可证编号"), ("行业主管部门", "行业主管单位")])
def test_a_renamed_heading_is_named_together_with_what_stands_there(run: Import, heading: str, renamed: str) -> None:
    headings = [renamed if each == heading else each for each in HEADINGS]
    error = refused(run, csv_of([VALID], headings=headings), errors.HeadingMissing, heading=heading)
    assert renamed in worded(error.sentence)


def test_headings_in_another_order_and_further_columns_do_no_harm(run: Import) -> None:
    batch = run(csv_of([VALID | {"法定代表人": "张三"}], headings=[*reversed(HEADINGS), "法定代表人"]))
    assert (faults(batch), batch.reading["unread"]) == ([], ["法定代表人"])
    assert Institution.objects.get().uscc == USCC


def test_a_row_with_more_or_fewer_cells_than_headings_is_a_row_error(run: Import) -> None:
    lines = csv_of([VALID, OTHER]).decode("utf-8-sig").splitlines()
    data = "\n".join([lines[0], f"{lines[1]},多出", lines[2].rpartition(",")[0]]).encode()
    assert [(number, code) for number, _, code in faults(run(data))] == [(2, "cells_extra"), (3, "cells_missing")]


# --- names and kinds ---


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("..\\..\\a.csv", "a.csv"),
        ("a\u202ecsv.exe.csv", "acsv.exe.csv"),
        ("长" * 300 + ".csv", "长" * 196 + ".csv"),
        ("营业执照（副本）.csv", "营业执照（副本）.csv"),
    ],
)
def test_a_good_file_with_a_bad_name_is_neutralised(run: Import, name: str, shown: str) -> None:
    assert run(csv_of([VALID]), name=name, apply=False).source_name == shown


@pytest.mark.parametrize("name", ["a\x00.csv", "a\r\nb.csv"])
def test_a_name_with_nul_or_line_breaks_is_refused(run: Import, name: str) -> None:
    refused(run, csv_of([VALID]), errors.FileNameRefused, name=name)


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.xls", bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, errors.OldExcel),
        ("a.xls", csv_of([VALID]), errors.OldExcel),
        ("a.xlsx", bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), errors.Encrypted),
        ("a.xlsm", b"PK\x03\x04", errors.Macros),
        ("a.xlsx", csv_of([VALID]), errors.KindDiffers),
        ("a.csv", xlsx_of([VALID]), errors.KindDiffers),
        ("a.exe", b"MZ", errors.KindUnknown),
        ("a.xlsx", b"PK\x03\x04 cut off", errors.Broken),
    ],
)
def test_what_is_no_sheet_is_refused(run: Import, name: str, data: bytes, error: type[DomainError]) -> None:
    refused(run, data, error, name=name)


# --- workbooks ---


def test_a_workbook_with_typed_cells(run: Import) -> None:
    import datetime as dt

    cells: dict[str, Any] = VALID | {"发证日期": dt.date(2023, 5, 1), "有效期至": 46_873, "注册资本(万元)": 50.5}
    batch = run(xlsx_of([cells]), name="a.xlsx")
    assert faults(batch) == []
    permit = Permit.objects.get()
    assert (permit.issued_on, permit.expires_on) == (dt.date(2023, 5, 1), dt.date(2028, 4, 30))


def test_a_code_typed_as_a_number_has_lost_its_digits(run: Import) -> None:
    cells: dict[str, Any] = VALID | {"统一社会信用代码": 913302820000000000}
    assert faults(run(xlsx_of([cells]), name="a.xlsx")) == [(2, "uscc", "digits_lost")]


def test_a_formula_in_an_imported_column_is_a_row_error_and_elsewhere_ignored(run: Import) -> None:
    rows = [VALID | {"备注": "=1+1"}, OTHER | {"地址": '=HYPERLINK("http://a")', "备注": "=2"}]
    batch = run(xlsx_of(rows, headings=[*HEADINGS, "备注"]), name="a.xlsx")
    assert faults(batch) == [(3, "address", "formula")]


def test_hidden_rows_are_read_and_counted_and_hidden_sheets_named(run: Import) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book.active.row_dimensions[3].hidden = True
        book.create_sheet("旧表").sheet_state = "hidden"
        book.create_sheet("更旧").sheet_state = "veryHidden"

    batch = run(xlsx_of([VALID, OTHER], change=hide), name="a.xlsx")
    assert (batch.figures["new"], batch.reading["hidden_rows"]) == (2, 1)
    assert batch.reading["hidden_sheets"] == ["旧表", "更旧"]


def test_merged_cells_are_filled_down_only_where_the_profile_says_so(run: Import) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book.active.merge_cells("H2:H3")  # 所属镇街: declared
        book.active.merge_cells("D2:D3")  # 品牌: not

    rows = [VALID | {"品牌": "青禾"}, OTHER]
    batch = run(xlsx_of(rows, change=merge), name="a.xlsx")
    first, second = Institution.objects.order_by("pk")
    assert (second.town, second.brand, first.brand) == (first.town, "", "青禾")
    assert (batch.reading["filled_down"], batch.reading["merged_not_filled"]) == (1, 1)


@pytest.mark.parametrize(
    ("part", "error"),
    [
        ("xl/vbaProject.bin", errors.Macros),
        ("xl/externalLinks/externalLink1.xml", errors.ExternalLinks),
        ("xl/connections.xml", errors.ExternalLinks),
        ("xl/embeddings/oleObject1.bin", errors.ExternalLinks),
        ("../evil.xml", errors.PartNotAllowed),
        ("xl/worksheets/../../evil.xml", errors.PartNotAllowed),
        ("evil.exe", errors.PartNotAllowed),
        ("XL/WORKBOOK.XML", errors.PartNotAllowed),  # a second one, for a reader that ignores case
    ],
)
def test_parts_that_a_plain_sheet_does_not_have(run: Import, part: str, error: type[DomainError]) -> None:
    refused(run, rezipped(xlsx_of([VALID]), same, **{part: b"x"}), error, name="a.xlsx")


def test_a_document_type_in_the_xml_is_refused(run: Import) -> None:
    def laugh(name: str, content: bytes) -> tuple[str, bytes]:
        doctype = b'<!DOCTYPE x [<!ENTITY a "ha">]><worksheet'
        return name, content.replace(b"<worksheet", doctype, 1) if name.endswith("sheet1.xml") else content

    refused(run, rezipped(xlsx_of([VALID]), laugh), errors.PartNotAllowed, name="a.xlsx")


def bomb(*, lie: bool) -> bytes:
    """A small file whose sheet unpacks to 300 MB; with `lie` its directory claims 1,000 bytes."""
    data = rezipped(
        xlsx_of([VALID]),
        lambda name, content: (name, b" " * 300_000_000 + content) if name.endswith("sheet1.xml") else (name, content),
    )
    if not lie:
        return data
    at = data.index(b"PK\x01\x02")
    changed = bytearray(data)
    while changed[at : at + 4] == b"PK\x01\x02":
        name_length, extra, comment = struct.unpack_from("<3H", changed, at + 28)
        if bytes(changed[at + 46 : at + 46 + name_length]).endswith(b"sheet1.xml"):
            struct.pack_into("<I", changed, at + 24, 1000)
        at += 46 + name_length + extra + comment
    return bytes(changed)


@pytest.mark.parametrize("lie", [False, True])
def test_a_bomb_is_refused_whatever_its_directory_says(run: Import, lie: bool) -> None:
    data = bomb(lie=lie)
    assert len(data) < 500_000
    began = time.monotonic()
    refused(run, data, errors.Bomb, name="a.xlsx")
    assert time.monotonic() - began < 10


def test_a_sheet_that_needs_too_much_memory_ends_its_reader_and_not_us(run: Import) -> None:
    """One cell in the last corner makes a reader lay out 17 thousand million cells."""

    def corner(book: openpyxl.Workbook) -> None:
        book.active["XFD1048576"] = "x"

    refused(run, xlsx_of([VALID], change=corner), errors.FileRefused, name="a.xlsx")


def test_the_readers_memory_is_bounded(tmp_path: Any) -> None:
    """The child under its limit cannot allocate more, and dies instead of the machine."""
    import subprocess
    import sys

    code = (
        "from cixi_oversight.imports.ports import workbook_child as child\n"
        "child._limit()\n"
        f"bytearray({limits.READER_MEMORY_BYTES})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=False,
        cwd=workbook_child.__file__.split("cixi_over")[0],
    )
    assert b"MemoryError" in done.stderr


def test_a_million_empty_rows_are_cut_off_by_the_cap(run: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    def low(book: openpyxl.Workbook) -> None:
        book.active["A1000000"] = "x"

    refused(run, xlsx_of([VALID], change=low), errors.FileRefused, name="a.xlsx")


def test_a_cell_of_ten_megabytes_in_a_workbook(run: Import) -> None:
    noise = random.Random(7)
    signs = [chr(number) for number in range(0x4E00, 0x9FA5)]
    long = "".join(noise.choices(signs, k=3_400_000))  # does not pack: no bomb

    def swell(name: str, content: bytes) -> tuple[str, bytes]:
        return name, content.replace(b"SHOP-SIGN</t>", f"{long}</t>".encode())

    assert len(long.encode()) > 10_000_000
    sheet = rezipped(xlsx_of([VALID | {"招牌名": "SHOP-SIGN"}]), swell)
    assert len(sheet) > 1_000_000
    refused(run, sheet, errors.CellTooLong, name="a.xlsx", line=2, limit=32_767)


def test_an_encrypted_entry_is_refused(run: Import) -> None:
    data = bytearray(xlsx_of([VALID]))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    refused(run, bytes(data), errors.Encrypted, name="a.xlsx")


def test_two_entries_over_the_same_bytes_are_refused(run: Import) -> None:
    data = bytearray(xlsx_of([VALID]))
    first = data.index(b"PK\x01\x02")
    name_length, extra, comment = struct.unpack_from("<3H", data, first + 28)
    second = first + 46 + name_length + extra + comment
    data[second + 42 : second + 46] = data[first + 42 : first + 46]  # its header is now the first one's
    refused(run, bytes(data), errors.Broken, name="a.xlsx")


# --- the forms that sheets of an office take ---


def test_title_rows_subtotals_repeated_headings_and_footnotes_are_counted_and_shown(run: Import) -> None:
    lines = csv_of([VALID, OTHER]).decode("utf-8-sig").splitlines()
    width = "," * (len(HEADINGS) - 1)
    title, notes = f"慈溪市校外培训机构登记表{width}", [f"{word}{width}" for word in ("小计", "合计", "注：含学科类")]
    sheet = [title, width, lines[0], lines[1], notes[0], lines[0], lines[2], *notes[1:]]
    batch = run("\n".join(sheet).encode())
    assert (batch.figures["new"], batch.figures["left_out"], batch.reading["title_rows"]) == (2, 4, 2)
    assert [number for number, _ in batch.reading["skipped"]] == [5, 6, 8, 9]


def test_a_town_left_blank_below_the_first_is_filled_down(run: Import) -> None:
    run([VALID, OTHER | {"所属镇街": ""}])
    assert {each.town.name for each in Institution.objects.all()} == {"浒山街道"}


def test_pasted_rows_are_tab_separated_and_may_end_early(run: Import, county: Any, by: Any) -> None:
    from cixi_oversight.imports.services.check import check
    from cixi_oversight.imports.services.receive import receive
    from tests.imports.conftest import AT, ON

    text = "\t".join(HEADINGS) + "\r\n" + "\t".join(list(VALID.values())[:-2]) + "\r\n"
    batch = receive(
        county=county, profile_key="bureau_register", name="粘贴", data=text.encode(), by=by, at=AT, pasted=True
    )
    check(batch=batch, by=by, at=AT, on=ON)
    batch.refresh_from_db()
    assert (batch.source_kind, batch.figures["new"], faults(batch)) == ("paste", 1, [])


def test_two_rows_of_headings_are_read_as_group_and_name() -> None:
    import dataclasses

    from cixi_oversight.imports.services.headings import find_headings
    from cixi_oversight.imports.services.profiles import profile_of

    profile = dataclasses.replace(profile_of("bureau_register"), heading_rows=2)
    permit = {"办学许可证号", "发证日期", "有效期至"}
    upper = ["办学许可证" if h == "办学许可证号" else "" if h in permit else h for h in HEADINGS]
    lower = [h if h in permit else "" for h in HEADINGS]
    found = find_headings([["登记表"], upper, lower, list(VALID.values())], profile)
    assert (found.first_row, found.places["issued_on"], found.places["name"]) == (3, HEADINGS.index("发证日期"), 0)


def test_two_digit_years_stay_refused_as_serials_from_1904_are_read() -> None:
    import datetime as dt

    from cixi_oversight.imports.enums import DateEdge, DateForm
    from cixi_oversight.imports.rules.dates import read_date

    forms = frozenset({DateForm.EXCEL_SERIAL})
    read = lambda text, **more: read_date(text, forms, edge=DateEdge.FIRST, on=dt.date(2026, 11, 23), **more)  # noqa: E731
    assert (read("1"), read("59"), read("61")) == ("1900-01-01", "1900-02-28", "1900-03-01")
    assert read("60").code == "date_impossible"  # type: ignore[union-attr]
    assert read("43585", from_1904=True) == "2023-05-01"
