"""Is it an institution that the register knows? By code, permit, name and address; what half agrees waits."""

from __future__ import annotations

import pytest

from cixi_oversight.imports.enums import BatchState
from cixi_oversight.imports.models import OpenMatch, StagedRow
from institutions.models import Institution, Permit, Site
from institutions.rules.matching import Doubt, stem
from tests.imports.conftest import OTHER, OTHER_USCC, THIRD_USCC, USCC, VALID, Import, faults, row

PERMIT, OTHER_PERMIT = VALID["办学许可证号"], OTHER["办学许可证号"]
SURE = [
    ("by its code, whatever else differs a little", {"机构名称": "慈溪市浒山青禾美育培训有限公司"}, "uscc"),
    ("by its code with the permit renewed at the same address", {"办学许可证号": "1330282000999"}, "uscc"),
    ("by its code with the same permit at another address", {"地址": "浒山街道新城大道1号"}, "uscc"),
    (
        "by the permit's digits where the code is blank",
        {"统一社会信用代码": "", "办学许可证号": "133028270001234"},
        "permit",
    ),
    ("by the permit where the name changed", {"统一社会信用代码": "", "机构名称": "青禾美育"}, "permit"),
    ("by the permit where the address changed", {"统一社会信用代码": "", "地址": "新城大道1号"}, "permit"),
    ("by name and address", {"统一社会信用代码": "", "办学许可证号": ""}, "name_address"),
    (
        "by name and address as people write them",
        {
            "统一社会信用代码": "",
            "办学许可证号": "",
            "机构名称": "慈溪市浒山 青禾艺术培训 有限公司",
            "地址": "浙江省宁波市慈溪市浒山街道解放中街８８号３楼",
        },
        "name_address",
    ),
]
UNSURE = [
    (Doubt.SITE, {"办学许可证号": "1330282000999", "地址": "新城大道1号"}),
    (Doubt.SITE, {"办学许可证号": "", "地址": "新城大道1号"}),
    (Doubt.PERMIT_OTHER_USCC, {"统一社会信用代码": THIRD_USCC}),
    (Doubt.PERMIT_ELSEWHERE, {"统一社会信用代码": "", "机构名称": "别的名字", "地址": "新城大道1号"}),
    (Doubt.CODES_DIFFER, {"统一社会信用代码": THIRD_USCC, "办学许可证号": "1330282000999"}),
    (Doubt.CODES_DIFFER, {"统一社会信用代码": "", "办学许可证号": "1330282000999"}),
    (Doubt.SAME_NAME, {"统一社会信用代码": "", "办学许可证号": "", "地址": "新城大道1号"}),
    (Doubt.SAME_NAME, {"统一社会信用代码": THIRD_USCC, "办学许可证号": "1330282000999", "地址": "新城大道1号"}),
    (
        Doubt.SAME_PLACE,
        {"统一社会信用代码": THIRD_USCC, "办学许可证号": "1330282000999", "机构名称": "慈溪市浒山青禾艺术培训学校"},
    ),
]


@pytest.mark.parametrize(("said", "changes", "key"), SURE, ids=[each[0] for each in SURE])
def test_it_is_recognised(run: Import, said: str, changes: dict[str, str], key: str) -> None:
    run([VALID, OTHER])
    batch = run([row(**changes)])
    assert (faults(batch), batch.figures["matched"], batch.figures["new"]) == ([], {key: 1}, 0)
    assert Institution.objects.count() == 2


@pytest.mark.parametrize(("doubt", "changes"), UNSURE)
def test_it_waits_for_a_person_and_nothing_is_written_over(run: Import, doubt: Doubt, changes: dict[str, str]) -> None:
    run([VALID])
    before = list(Institution.objects.values()), list(Site.objects.values()), list(Permit.objects.values())
    batch = run([row(**changes)])
    assert (batch.state, batch.figures["unsure_by"]) == (BatchState.APPLIED, {doubt.value: 1})
    item = OpenMatch.objects.get()
    assert (item.reason, item.subject_ids, item.row_no) == (doubt, [Institution.objects.get().pk], 2)
    assert StagedRow.objects.filter(batch_id=batch.pk, row_no=2).exists()  # its contents, until somebody decides
    assert (list(Institution.objects.values()), list(Site.objects.values()), list(Permit.objects.values())) == before


def test_the_code_of_one_with_the_permit_of_another_waits(run: Import) -> None:
    run([VALID, OTHER])
    batch = run([row(办学许可证号=OTHER_PERMIT)])
    assert batch.figures["unsure_by"] == {Doubt.TWINS: 1}
    assert len(OpenMatch.objects.get().subject_ids) == 2


def test_one_twins_name_with_the_others_code_waits(run: Import) -> None:
    run([VALID, OTHER])
    batch = run([row(机构名称=OTHER["机构名称"])])
    assert batch.figures["unsure_by"] == {Doubt.TWINS: 1}


def test_anything_else_is_new(run: Import) -> None:
    run([VALID])
    unlike = {"统一社会信用代码": THIRD_USCC, "办学许可证号": "1330282000999", "地址": "周巷镇环城北路2号"}
    batch = run([row(机构名称="慈溪市周巷墨韵书法培训有限公司", **unlike)])
    assert (batch.figures["new"], batch.figures["unsure"]) == (1, 0)


def test_a_former_name_is_known_too(run: Import) -> None:
    run([VALID])
    run([row(机构名称="慈溪市浒山青禾美育培训有限公司")])
    batch = run([row(统一社会信用代码="", 办学许可证号="")])
    assert batch.figures["matched"] == {"name_address": 1}


def test_an_institution_of_another_county_is_not_known_here(run: Import) -> None:
    from cixi_oversight.users.models import County

    run([VALID])
    Institution.objects.update(county=County.objects.create(code="330281", name="余姚市"))
    batch = run([row(统一社会信用代码="")])
    assert batch.figures["new"] == 1


# --- inside one sheet ---


def test_an_identical_row_keeps_the_first_and_names_it(run: Import) -> None:
    batch = run([VALID, OTHER, VALID])
    assert faults(batch) == [(4, "", "duplicate_same")]
    assert batch.faults.get().figures == {"row": 2}


def test_rows_that_differ_only_by_width_and_case_are_identical(run: Import) -> None:
    batch = run([row(招牌名="青禾(艺术)"), row(招牌名="青禾（艺术）", 统一社会信用代码=USCC.lower())])
    assert faults(batch) == [(3, "", "duplicate_same")]


@pytest.mark.parametrize(
    "changes",
    [
        {"招生咨询电话": "0574-63000000"},
        {"统一社会信用代码": "", "招生咨询电话": "0574-63000000"},
        {"统一社会信用代码": OTHER_USCC, "机构名称": "别的名字", "地址": "别处1号"},
        {"统一社会信用代码": "", "办学许可证号": "", "招生咨询电话": "0574-63000000"},
    ],
    ids=["same code", "same permit", "permit under another code", "same name and address"],
)
def test_conflicting_rows_about_the_same_thing_hold_both(run: Import, changes: dict[str, str]) -> None:
    batch = run([VALID, row(**changes)])
    assert faults(batch) == [(2, "", "duplicate_other"), (3, "", "duplicate_other")]
    assert [fault.figures["row"] for fault in batch.faults.order_by("row_no")] == [3, 2]


def test_the_same_code_with_another_permit_and_address_is_proposed_as_a_site(run: Import) -> None:
    batch = run([VALID, row(办学许可证号="1330282000999", 地址="新城大道1号")])
    assert (batch.figures["new"], batch.figures["unsure_by"]) == (1, {Doubt.SITE: 1})
    assert OpenMatch.objects.get().subject_ids == [Institution.objects.get().pk]  # the one that row 2 has become


def test_twins_of_one_sheet_wait_as_twins_of_the_register_do(run: Import) -> None:
    twin = row(机构名称="慈溪市浒山青禾艺术培训学校", 统一社会信用代码=THIRD_USCC, 办学许可证号="1330282000999")
    batch = run([VALID, twin])
    assert (batch.figures["new"], batch.figures["unsure_by"]) == (1, {Doubt.SAME_PLACE: 1})


def test_two_rows_of_one_institution_are_not_both_written(run: Import) -> None:
    run([VALID])
    by_permit = row(统一社会信用代码="", 地址="", 招牌名="甲")
    by_code = row(办学许可证号="", 地址="", 机构名称="慈溪市浒山青禾美育培训有限公司", 招牌名="乙")
    batch = run([by_code, by_permit])
    assert (batch.figures["changed"], batch.figures["unsure_by"]) == (1, {Doubt.SECOND_ROW: 1})
    assert Institution.objects.get().trade_name == "乙"


def test_the_same_unsure_row_waits_once_however_often_it_comes(run: Import) -> None:
    run([VALID])
    for _ in range(3):
        batch = run([row(统一社会信用代码=THIRD_USCC)])
        assert batch.figures["unsure"] == 1
    assert OpenMatch.objects.count() == 1
    assert StagedRow.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("慈溪市浒山街道青禾艺术培训有限公司", "青禾"),
        ("慈溪市青禾艺术培训学校", "青禾"),
        ("青禾", "青禾"),
        ("慈溪市培训中心", "慈溪市培训中心"),  # nothing would be left: the whole name stands
    ],
)
def test_the_stem_of_a_name(name: str, bare: str) -> None:
    assert stem(name) == bare
