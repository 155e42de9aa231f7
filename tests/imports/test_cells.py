"""Cells as they come: each wrong one is a row error that names field, row and way out, and nothing is written."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from cixi_oversight.imports.enums import BatchState
from cixi_oversight.imports.services.report import heading_of, sentence_of
from cixi_oversight.imports.services.targets import target_of
from cixi_oversight.web.words import worded
from institutions.models import Institution, Permit, Registration, Site
from institutions.services.uscc import override_uscc
from tests.imports.conftest import AT, OLD_USCC, OTHER, USCC, VALID, Import, faults, row

CAPITAL = "注册资本(万元)"
WRONG = [
    ("统一社会信用代码", "91310115591693856B", "uscc", "uscc_check"),
    ("统一社会信用代码", "9131011559169385", "uscc", "uscc_length"),
    ("统一社会信用代码", "91310115S91693856A", "uscc", "uscc_characters"),
    ("统一社会信用代码", "9.13101E+17", "uscc", "digits_lost"),
    ("统一社会信用代码", "A1110000600037342L", "uscc", "uscc_characters"),
    ("机构名称", "", "name", "required"),
    ("机构名称", "长" * 121, "name", "too_long"),
    ("机构名称", "青禾\u202e艺术", "name", "invisible"),
    ("地址", "解放\ufffd街", "address", "invisible"),
    ("地址", "解放\x00街88号", "address", "invisible"),
    ("类别", "补习班", "category", "choice"),
    ("组织形式", "股份制", "legal_form", "choice"),
    ("状态", "不知道", "status", "choice"),
    ("所属镇街", "宇宙镇", "town", "lookup"),
    ("审批机关", "火星教育局", "approval_authority", "lookup"),
    ("发证日期", "23-5-1", "issued_on", "date_short_year"),
    ("发证日期", "2023-02-30", "issued_on", "date_impossible"),
    ("发证日期", "0001-01-01", "issued_on", "date_range"),
    ("发证日期", "9999-12-31", "issued_on", "date_range"),
    ("发证日期", "去年五月", "issued_on", "date_unreadable"),
    ("发证日期", "长期", "issued_on", "date_unreadable"),
    ("发证日期", "2026-11-24", "issued_on", "in_future"),
    ("有效期至", "2023-04-30", "expires_on", "expires_before_issue"),
    (CAPITAL, "1e3", "capital_fen", "amount_unreadable"),
    (CAPITAL, "1_000", "capital_fen", "amount_unreadable"),
    (CAPITAL, "+5", "capital_fen", "amount_unreadable"),
    (CAPITAL, "壹佰", "capital_fen", "amount_unreadable"),
    (CAPITAL, "¥100", "capital_fen", "amount_unreadable"),
    (CAPITAL, "0.0000001", "capital_fen", "amount_unreadable"),
    (CAPITAL, "1,00", "capital_fen", "amount_unreadable"),
    (CAPITAL, "NaN", "capital_fen", "amount_unreadable"),
    (CAPITAL, "-5", "capital_fen", "amount_negative"),
    (CAPITAL, "9223372036854", "capital_fen", "amount_range"),
    ("招生咨询电话", "0574-63012345/63054321", "phone", "phone"),
    ("招生咨询电话", "张老师 13800000000", "phone", "phone"),
    ("办学许可证号", "教民字第号", "permit_number", "permit_digits"),
    ("办学许可证号", "1.33028E+14", "permit_number", "digits_lost"),
]


@pytest.mark.parametrize(("heading", "value", "field", "code"), WRONG)
def test_a_wrong_cell_is_a_row_error_in_both_languages_and_nothing_is_written(
    run: Import, heading: str, value: str, field: str, code: str
) -> None:
    batch = run([OTHER, row(**{heading: value})])
    assert faults(batch) == [(3, field, code)]
    assert (batch.state, batch.figures["refused"], Institution.objects.count()) == (BatchState.CHECKED, 1, 0)
    fault = batch.faults.get()
    assert heading_of(batch, fault.field) == heading
    sentence = sentence_of(fault, target_of(batch.target))
    with translation.override("en"):
        english = worded(sentence)
    with translation.override("zh-hans"):
        chinese = worded(sentence)
    assert "%(" not in english + chinese
    assert chinese != english
    assert english.endswith(".")
    assert chinese.endswith("。")


@pytest.mark.parametrize(
    ("heading", "value", "stored"),
    [
        ("统一社会信用代码", "９１３１０１１５５９１６９３８５６ａ", {"uscc": USCC}),
        ("统一社会信用代码", " 913101155 91693856a ", {"uscc": USCC}),
        ("机构名称", "慈溪市青禾（浒山）艺术培训有限公司", {"name": "慈溪市青禾(浒山)艺术培训有限公司"}),
        ("机构名称", "青禾\n艺术", {"name": "青禾 艺术"}),
        ("机构名称", "𠮷祥·青禾艺术", {"name": "𠮷祥·青禾艺术"}),
        ("招牌名", "／", {"trade_name": ""}),
        ("招牌名", "暂无", {"trade_name": ""}),
        ("招牌名", "=cmd|' /C calc'!A0", {"trade_name": "=cmd|' /C calc'!A0"}),
    ],
)
def test_what_people_type_is_tidied(run: Import, heading: str, value: str, stored: dict[str, str]) -> None:
    batch = run([row(**{heading: value})])
    assert faults(batch) == []
    assert Institution.objects.filter(**stored).exists()


def test_the_report_says_how_many_cells_were_brought_to_one_width(run: Import) -> None:
    batch = run([row(统一社会信用代码="９１３１０１１５５９１６９３８５６Ａ", 招牌名="青禾（艺术）"), OTHER])
    assert batch.figures["normalised"] == 2


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2023-05-01", dt.date(2023, 5, 1)),
        ("2023.5.1", dt.date(2023, 5, 1)),
        ("2023/05/01", dt.date(2023, 5, 1)),
        ("2023年5月1日", dt.date(2023, 5, 1)),
        ("二〇二三年五月一日", dt.date(2023, 5, 1)),
        ("二零二二年十二月三十一日", dt.date(2022, 12, 31)),
        ("２０２３－０５－０１", dt.date(2023, 5, 1)),
        ("45047", dt.date(2023, 5, 1)),
        ("2023年5月", dt.date(2023, 5, 1)),
        ("2023.5", dt.date(2023, 5, 1)),
        ("2024-02-29 00:00:00", dt.date(2024, 2, 29)),
    ],
)
def test_a_date_of_issue_in_each_form_of_the_profile(run: Import, value: str, day: dt.date) -> None:
    batch = run([row(发证日期=value)])
    assert faults(batch) == []
    assert Permit.objects.get().issued_on == day


@pytest.mark.parametrize(
    ("value", "day", "is_open"),
    [("2028年2月", dt.date(2028, 2, 29), False), ("长期", None, True), ("", None, False)],
)
def test_an_expiry_by_month_ends_with_the_month_and_may_be_open(
    run: Import, value: str, day: dt.date | None, is_open: bool
) -> None:
    run([row(有效期至=value)])
    permit = Permit.objects.get()
    assert (permit.expires_on, permit.is_open_ended) == (day, is_open)


@pytest.mark.parametrize(("value", "fen"), [("50", 50_000_000), ("1,000.5", 1_000_500_000), ("0.000001", 1), ("0", 0)])
def test_capital_in_ten_thousands_of_yuan(run: Import, value: str, fen: int) -> None:
    run([row(**{CAPITAL: value})])
    assert Registration.objects.get().registered_capital_fen == fen


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("13800000000", "13800000000"),
        ("（0574）63012345", "0574-63012345"),
        ("0574-63012345-801", "0574-63012345-801"),
        ("+86 13800000000", "13800000000"),
        ("400-800-1234", "400-800-1234"),
    ],
)
def test_one_published_telephone_may_be_a_mobile(run: Import, value: str, stored: str) -> None:
    batch = run([row(招生咨询电话=value)])
    assert faults(batch) == []
    assert Site.objects.get().business_phone == stored


def test_an_old_code_that_the_section_chief_accepted_is_taken_in_a_sheet_too(run: Import, by: object) -> None:
    refused = run([row(统一社会信用代码=OLD_USCC)])
    assert faults(refused) == [(2, "uscc", "uscc_check")]
    run([VALID])
    institution = Institution.objects.get()
    override_uscc(
        institution=institution, uscc=OLD_USCC, expected_version=institution.version, by=by, at=AT, why="旧码"
    )  # type: ignore[arg-type]
    again = run([row(统一社会信用代码=OLD_USCC)])
    assert (faults(again), again.figures["unchanged"]) == ([], 1)


def test_a_row_without_code_permit_and_address_could_never_be_found_again(run: Import) -> None:
    batch = run([row(统一社会信用代码="", 办学许可证号="", 地址="", **{CAPITAL: ""})])
    assert faults(batch) == [(2, "uscc", "not_identifiable")]


def test_capital_needs_a_certificate_to_stand_on(run: Import) -> None:
    batch = run([row(统一社会信用代码="", 组织形式="")])
    assert faults(batch) == [(2, "capital_fen", "capital_without_form")]


def test_a_code_of_another_county_is_refused_without_naming_anybody(run: Import, county: object) -> None:
    run([VALID])
    Institution.objects.update(county=_elsewhere())
    batch = run([row(机构名称="别的名字")])
    assert faults(batch) == [(2, "uscc", "uscc_taken")]
    assert batch.faults.get().figures == {}


def _elsewhere() -> object:
    from cixi_oversight.users.models import County

    return County.objects.create(code="330281", name="余姚市")


def test_several_faults_of_a_row_are_all_named(run: Import) -> None:
    batch = run([row(类别="补习班", 发证日期="2023-02-30", 招生咨询电话="无人接听")])
    assert {code for _, _, code in faults(batch)} == {"choice", "date_impossible", "phone"}
    assert batch.figures["refused"] == 1


def test_the_clean_subset_goes_in_only_when_it_is_accepted(run: Import) -> None:
    rows = [VALID, row(机构名称="另一家", 统一社会信用代码="", 类别="补习班")]
    assert run(rows).state == BatchState.CHECKED
    assert not Institution.objects.exists()
    batch = run(rows, accept_clean=True)
    assert (batch.state, batch.figures["new"], batch.figures["refused"]) == (BatchState.APPLIED, 1, 1)
    assert Institution.objects.get().uscc == USCC
    assert faults(batch) == [(3, "category", "choice")]
