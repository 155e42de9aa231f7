"""Columns and sheets of collections, without a database."""

from __future__ import annotations

import time

import pytest

from cixi_oversight.permissions import Role
from cixi_oversight.workflows import states
from institutions.enums.collections import CollectionState, PartState, Source
from institutions.rules.collections.columns import COLUMNS_MAX, ROWS_MAX, Column, asks_for_a_person, faults, type_of
from institutions.rules.collections.sheet import Form, read_sheet
from institutions.rules.collections.workflow import COLLECTION, PART
from institutions.rules.filings.schema import FieldType

from .conftest import COLUMNS

FORM = Form({f"c{n}": column for n, column in enumerate(COLUMNS, 1)})
HEADS = [column.name for column in COLUMNS]


@pytest.mark.parametrize(
    "name",
    ["负责人姓名", "联系电话", "身份证号", "家长手机", "学生名单", "银行卡号", "出生年月", "Mobile", "contact person"],
)
def test_a_heading_that_asks_for_somebody_is_refused(name: str) -> None:
    assert asks_for_a_person(name)
    assert len(faults([Column(name, FieldType.TEXT)])) == 1


@pytest.mark.parametrize("name", ["参加学生人数", "教师数", "已公示联系电话的机构数", "是否公示联系电话", "场地面积"])
def test_numbers_of_people_may_be_asked(name: str) -> None:
    assert not asks_for_a_person(name)
    assert not faults([Column(name, FieldType.TEXT)])


@pytest.mark.parametrize("kind", [FieldType.PERSON, FieldType.FILE])
def test_there_is_no_type_for_a_person(kind: FieldType) -> None:
    assert faults([Column("负责", kind)])


def test_twenty_columns_fit_and_one_more_does_not() -> None:
    many = [Column(f"第{n}列", FieldType.TEXT) for n in range(COLUMNS_MAX + 1)]
    assert not faults(many[:COLUMNS_MAX])
    assert faults(many)
    assert faults([])


def test_every_column_has_its_own_name_and_a_choice_has_choices() -> None:
    wrong = faults(
        [
            Column("甲", FieldType.TEXT),
            Column("甲", FieldType.TEXT),
            Column("", FieldType.TEXT),
            Column("乙", FieldType.CHOICE, choices=("一个",)),
        ]
    )
    assert [fault.number for fault in wrong] == [2, 3, 4]


def test_a_day_of_the_register_is_a_day() -> None:
    assert (type_of(Source.PERMIT_EXPIRES_ON), type_of(Source.NAME)) == (FieldType.DAY, FieldType.TEXT)


def test_a_sheet_is_read_by_its_headings_in_any_order() -> None:
    read = read_sheet(
        FORM,
        [["备注", "有无供餐", "机构名称", "参加托管学生数"], ["x", "配送", "青禾", "12"], ["", "", "", ""]],
        {"青禾": 7},
    )
    assert not read.faults
    assert read.left_out == ["备注"]
    assert (read.rows[0].institution, read.rows[0].values) == (7, {"c1": "青禾", "c2": 12, "c4": "配送"})


def test_a_sheet_by_institutions_has_to_say_which() -> None:
    assert read_sheet(FORM, [["参加托管学生数"], ["12"]], {"青禾": 7}).faults


def test_who_is_not_asked_for_and_who_stands_twice_is_named_by_row() -> None:
    rows = [HEADS, ["青禾", "1", "", "无", ""], ["别家", "1", "", "无", ""], ["青禾", "2", "", "无", ""]]
    assert [fault.number for fault in read_sheet(FORM, rows, {"青禾": 7}).faults] == [3, 4]


def test_a_number_of_a_person_is_refused_by_row_and_column() -> None:
    read = read_sheet(FORM, [HEADS, ["青禾", "1", "", "无", ""], ["13812345678", "1", "", "无", ""]], None)
    assert [(fault.number, fault.message.figures["name"]) for fault in read.faults] == [(3, "机构名称")]


def test_five_thousand_rows_with_three_bad_ones_in_good_time() -> None:
    rows = [HEADS, *([f"机构{n}", str(n), "60.00", "无", "2026-12-01"] for n in range(ROWS_MAX))]
    rows[18][1], rows[2501][4], rows[5000][3] = "十二", "2026-13-01", "外卖"
    began = time.process_time()
    read = read_sheet(FORM, rows, None)
    bad = [(number, key) for number, row in enumerate(read.rows, 1) for key, _ in FORM.findings(row.values)]
    assert bad == [(18, "c2"), (2501, "c5"), (5000, "c4")]
    assert read.rows[17].values["c2"] == {"typed": "十二"}, "what was typed is kept"
    assert time.process_time() - began < 3
    assert read_sheet(FORM, [*rows, rows[1]], None).faults, "one more does not fit"


@pytest.mark.parametrize("state", sorted(states(COLLECTION.moves)))
def test_no_town_and_no_institution_runs_a_collection(state: str) -> None:
    for move in COLLECTION.moves:
        assert not move.roles & {Role.TOWN_OFFICER, Role.INSTITUTION_OWNER}
    assert state in set(CollectionState)


def test_who_answers_does_not_take_over() -> None:
    by_verb = {move.verb: move for move in PART.moves}
    assert not by_verb["submit"].roles & by_verb["accept"].roles
    assert by_verb["submit"].target == PartState.SUBMITTED
