"""Rules of filings without a database: shapes, reading, pasting, differences, the kinds' own checks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from cixi_oversight.errors import msg
from institutions.enums.filings import FilingKind, FilingState, FilingVerb
from institutions.rules.filings.canonical import is_sampled, sha256_of
from institutions.rules.filings.checking import findings, is_missing
from institutions.rules.filings.diff import Kind, diff
from institutions.rules.filings.doubting import doubts_of
from institutions.rules.filings.forms import annual_report, financial_statement, insurance, profile
from institutions.rules.filings.kinds import FORMS
from institutions.rules.filings.pasting import cells_of, read_rows
from institutions.rules.filings.reading import as_typed, read_value
from institutions.rules.filings.schema import Field, FieldType, FilingForm, Known, Section, Table, read_path
from institutions.rules.filings.workflow import FILING
from institutions.rules.periods import period_code

ON = dt.date(2026, 11, 23)
KNOWN = Known(on=ON)
TABLE = Table(
    "rows",
    msg("Rows"),
    (
        Field("name", msg("Name"), max_length=20),
        Field("area", msg("Usable area (m²)"), FieldType.AREA, low=1),
        Field("fee", msg("Fee"), FieldType.YUAN, low=0),
        Field("from_on", msg("From"), FieldType.DAY),
    ),
    row_key=("name",),
)
FORM = FilingForm(FilingKind.PROFILE, msg("Form"), msg("About"), (Section("s", msg("S"), (TABLE,)),))
HEADINGS = {"名称": "name", "面积": "area", "收费": "fee", "起始日": "from_on"}


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (FieldType.DAY, "2026年3月5日", "2026-03-05"),
        (FieldType.DAY, "2026/3/5", "2026-03-05"),
        (FieldType.DAY, "2028-02-29", "2028-02-29"),
        (FieldType.DAY, "2027-02-29", {"typed": "2027-02-29"}),
        (FieldType.DAY, "5.3.2026", {"typed": "5.3.2026"}),
        (FieldType.WHOLE_NUMBER, "1,234", 1234),
        (FieldType.WHOLE_NUMBER, "12.0", 12),
        (FieldType.WHOLE_NUMBER, "12a", {"typed": "12a"}),
        (FieldType.YUAN, "¥1,234.50", 123450),
        (FieldType.YUAN, "12.345", {"typed": "12.345"}),
        (FieldType.AREA, "286.5", 28650),
        (FieldType.AREA, "286.5平方米", 28650),
        (FieldType.TIME, "9:30", "09:30"),
        (FieldType.TIME, "24:00", {"typed": "24:00"}),
        (FieldType.YES_NO, "是", True),
        (FieldType.YES_NO, "无", False),
        (FieldType.TEXT, "  𠮷田\u200f学校 ", "𠮷田学校"),  # beyond the BMP, without a direction mark
        (FieldType.TEXT, " ", None),
    ],
)
def test_what_is_typed_is_read_or_kept_as_typed(kind: FieldType, typed: str, value: Any) -> None:
    field = Field("x", msg("X"), kind)
    assert read_value(field, typed) == value
    if value is not None and kind not in (FieldType.TEXT, FieldType.YES_NO):
        assert read_value(field, as_typed(field, value)) == value


def test_choices_are_read_by_their_words() -> None:
    field = Field("k", msg("K"), FieldType.CHOICES, choices=(("a", msg("A")), ("b", msg("B"))))
    assert read_value(field, "甲、乙", {"甲": "a", "乙": "b"}) == ["a", "b"]
    assert read_value(field, "甲、丙", {"甲": "a"}) == {"typed": "甲、丙"}


def test_five_thousand_pasted_rows_with_three_bad_ones() -> None:
    lines = [["名称", "收费", "面积", "备注", "起始日"]]
    lines += [[f"课程{number}", "60.00", "12.5", "x", "2026-09-01"] for number in range(5000)]
    lines[11][1] = "六十"
    lines[2001][2] = "十二"
    lines[5000][4] = "2026-13-01"
    text = "\n".join("\t".join(line) for line in lines)
    pasted = read_rows(TABLE, cells_of(text), headings=HEADINGS)
    assert len(pasted.rows) == 5000
    assert [remark.figures["name"] for remark in pasted.remarks] == ["备注"]
    found = findings(FORM, {"rows": pasted.rows}, KNOWN)
    assert [one.path for one in found] == ["rows[11].fee", "rows[2001].area", "rows[5000].from_on"]
    assert pasted.rows[10] == {
        "name": "课程10", "fee": {"typed": "六十"}, "area": 1250, "from_on": "2026-09-01"
    }  # fmt: skip


def test_a_column_that_is_needed_and_not_there_is_named_once() -> None:
    pasted = read_rows(TABLE, cells_of("名称\t收费\n甲\t1\n乙\t2\n"), headings=HEADINGS)
    assert [one.id for one in pasted.remarks] == ["The sheet has no column “%(name)s”, which is needed."] * 2
    assert len(pasted.rows) == 2


def test_without_headings_the_columns_are_in_the_order_of_the_form() -> None:
    pasted = read_rows(TABLE, cells_of('"两\n行"\t10\t5\t2026-01-02\n'), headings=HEADINGS)
    assert pasted.rows == [{"name": "两 行", "area": 1000, "fee": 500, "from_on": "2026-01-02"}]


def test_the_same_row_twice_and_too_many_are_found() -> None:
    row = {"name": "甲", "area": 100, "fee": 0, "from_on": "2026-01-01"}
    (twice,) = findings(FORM, {"rows": [row, row]}, KNOWN)
    assert (twice.path, twice.code.figures) == ("rows[2].name", {"row": 1})
    (many,) = findings(FORM, {"rows": [row] * 5001}, KNOWN)
    assert many.path == "rows"


def test_what_is_not_filled_in_is_told_apart_from_what_is_wrong() -> None:
    found = findings(FORM, {"rows": [{"name": "甲" * 21, "area": 0}]}, KNOWN)
    assert [(one.path, is_missing(one)) for one in found] == [
        ("rows[1].name", False),
        ("rows[1].area", False),
        ("rows[1].fee", True),
        ("rows[1].from_on", True),
    ]


def test_differences_match_rows_by_their_key() -> None:
    old = {"rows": [{"name": "甲", "fee": 100}, {"name": "乙", "fee": 200}]}
    new = {"rows": [{"name": "丙", "fee": 5}, {"name": "甲", "fee": 150}]}
    found = [
        (one.kind, one.row, one.field.key if one.field else None, one.before, one.after) for one in diff(FORM, old, new)
    ]
    assert found == [
        (Kind.ADDED, ("丙",), None, None, {"name": "丙", "fee": 5}),
        (Kind.CHANGED, ("甲",), "fee", 100, 150),
        (Kind.REMOVED, ("乙",), None, {"name": "乙", "fee": 200}, None),
    ]
    assert diff(FORM, old, old) == []


@pytest.mark.parametrize(
    ("path", "read"),
    [("area", ("area", 0, "")), ("rows[3]", ("rows", 3, "")), ("rows[3].fee", ("rows", 3, "fee")), ("a/b", None)],
)
def test_paths(path: str, read: tuple[str, int, str] | None) -> None:
    assert read_path(path) == read


def test_the_sample_is_a_share_told_by_the_thing_and_the_salt() -> None:
    ids = [f"filing{number}" for number in range(2000)]
    drawn = [one for one in ids if is_sampled(one, percent=10)]
    assert 150 < len(drawn) < 250
    assert not any(is_sampled(one, percent=0) for one in ids)
    assert all(is_sampled(one, percent=100) for one in ids)
    assert set(drawn) < {one for one in ids if is_sampled(one, percent=20)}
    assert drawn != [one for one in ids if is_sampled(one, percent=10, salt="another day")]


def test_the_hash_does_not_depend_on_the_order_of_keys() -> None:
    assert sha256_of({"a": 1, "b": "𠮷"}) == sha256_of({"b": "𠮷", "a": 1}) != sha256_of({"a": 1, "b": "吉"})


def test_every_form_names_each_key_once_and_every_row_key_is_a_column() -> None:
    for form in FORMS.values():
        keys = [part.key for part in form.parts]
        assert len(keys) == len(set(keys)), form.kind
        for table in form.tables:
            assert set(table.row_key) <= {column.key for column in table.columns}, table.key


@pytest.mark.parametrize("state", FilingState)
@pytest.mark.parametrize("verb", [verb for verb in FilingVerb if verb is not FilingVerb.START])
def test_the_table_of_states(state: FilingState, verb: FilingVerb) -> None:
    allowed = {
        FilingVerb.SUBMIT: {"draft", "returned"},
        FilingVerb.RETURN: {"submitted"},
        FilingVerb.ACCEPT: {"submitted"},
        FilingVerb.SUPERSEDE: {"accepted"},
        FilingVerb.WITHDRAW: {"draft", "submitted", "returned"},
    }
    assert any(move.verb == verb and state in move.sources for move in FILING.moves) == (state in allowed[verb])


SITE: dict[str, Any] = {
    "name": "本部", "town": "浒山街道", "address": "青少年宫路1号", "is_main": True, "area": 30000, "floor": 2,
    "fire_proof": "acceptance", "fire_number": "1号", "tenure": "leased",
    "lease_from": "2024-01-01", "lease_to": "2027-01-01",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({}, None),
        ({"lease_to": "2026-11-23"}, None),  # the last day still counts
        ({"lease_to": "2026-11-22"}, "sites[1].lease_to"),
        ({"lease_to": "2023-12-31"}, "sites[1].lease_to"),
        ({"lease_from": None}, "sites[1].lease_from"),
        ({"fire_number": None}, "sites[1].fire_number"),
        ({"fire_proof": "none", "fire_number": None}, None),
        ({"is_main": False}, "sites"),
        ({"town": "别处"}, "sites[1].town"),
    ],
)
def test_a_site(change: dict[str, Any], path: str | None) -> None:
    row = {key: value for key, value in (SITE | change).items() if value is not None}
    known = Known(on=ON, facts={"towns": ["浒山街道"]})
    assert [one.path for one in findings(profile.FORM, {"sites": [row]}, known)] == ([path] if path else [])


def test_a_person_looks_where_a_site_is_new_moved_grown_or_left_out() -> None:
    known = Known(
        on=ON, facts={"sites": {"本部": {"address": "旧址", "area": 20000}, "二部": {"address": "x", "area": 1}}}
    )
    found = [one.id for one in profile.doubts({"sites": [SITE, SITE | {"name": "三部", "is_main": False}]}, known)]
    assert found == [
        "“%(site)s” has another address than on record.",
        "The area of “%(site)s” differs from the record by more than a tenth.",
        "“%(site)s” is a new site.",
        "“%(site)s” is on record and left out.",
    ]


@pytest.mark.parametrize(("area", "doubted"), [(30000, False), (33000, False), (33001, True), (26999, True)])
def test_a_tenth_of_the_area_may_differ(area: int, doubted: bool) -> None:
    known = Known(on=ON, facts={"sites": {"本部": {"address": SITE["address"], "area": 30000}}})
    assert bool(profile.doubts({"sites": [SITE | {"area": area}]}, known)) == doubted


REPORT: dict[str, Any] = {
    "prospectus": "x", "standards": "y", "students": 10, "staff": 10, "teaching_staff": 5, "certified_teachers": 5,
    "income": 100, "cost": 60, "profit": 40, "has_related_parties": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({}, None),
        ({"profit": 41}, "profit"),
        ({"teaching_staff": 11, "certified_teachers": 1}, "teaching_staff"),
        ({"certified_teachers": 6}, "certified_teachers"),
        ({"has_related_parties": True}, "related_parties"),
    ],
)
def test_an_annual_report(change: dict[str, Any], path: str | None) -> None:
    found = findings(annual_report.FORM, REPORT | change, KNOWN)
    assert [one.path for one in found] == ([path] if path else [])


def test_half_of_the_staff_teach() -> None:
    assert annual_report.doubts(REPORT, KNOWN) == []
    assert len(annual_report.doubts(REPORT | {"teaching_staff": 4}, KNOWN)) == 1
    assert len(annual_report.doubts(REPORT, Known(on=ON, facts={"revenue_of_quarters": 200}))) == 1


def test_unearned_fees_are_part_of_the_current_liabilities() -> None:
    figures = {field.key: 0 for field in financial_statement.FORM.fields if field.required}
    assert findings(financial_statement.FORM, figures, KNOWN) == []
    (found,) = findings(financial_statement.FORM, figures | {"contract_liabilities": 1}, KNOWN)
    assert found.path == "contract_liabilities"


def test_an_institution_with_a_code_is_looked_at() -> None:
    policy = {
        "kind": "premises_liability",
        "number": "1",
        "insurer": "x",
        "from_on": "2026-01-01",
        "to_on": "2026-12-31",
    }
    payload = {"policies": [policy]}
    assert doubts_of(insurance.FORM, payload, KNOWN) == []
    assert len(doubts_of(insurance.FORM, payload, Known(on=ON, adopted_code="red"))) == 1
    assert len(doubts_of(insurance.FORM, payload, Known(on=dt.date(2027, 1, 1)))) == 1
    standing = Known(
        on=ON, facts={"standing": [("premises_liability", "1", "2027-06-30"), ("tuition", "2", "2027-01-01")]}
    )
    assert len(doubts_of(insurance.FORM, payload, standing)) == 2


@pytest.mark.parametrize(
    ("kind", "period", "code"),
    [
        (FilingKind.FINANCIAL_STATEMENT, dt.date(2026, 7, 1), "2026Q3"),
        (FilingKind.ENROLMENT_RETURN, dt.date(2026, 10, 1), "2026-10"),
        (FilingKind.ANNUAL_REPORT, dt.date(2025, 1, 1), "2025"),
        (FilingKind.PROFILE, None, ""),
    ],
)
def test_periods_in_a_word(kind: FilingKind, period: dt.date | None, code: str) -> None:
    assert period_code(kind, period) == code
