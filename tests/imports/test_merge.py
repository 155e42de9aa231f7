"""What a clean row becomes, and what a second import of it does: nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from cixi_oversight.audit.models import Event
from cixi_oversight.imports.enums import BatchState
from cixi_oversight.imports.models import StagedRow
from cixi_oversight.jobs.models import Job
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import Department
from institutions.models import (
    AuthorityRow,
    CategoryRow,
    Institution,
    InstitutionTransition,
    LegalFormRow,
    Permit,
    Registration,
    Site,
)
from tests.imports.conftest import OTHER, USCC, VALID, Import, faults, row

NEW_TABLES = (
    Institution,
    Site,
    Permit,
    Registration,
    CategoryRow,
    LegalFormRow,
    AuthorityRow,
    InstitutionTransition,
)


def test_a_new_row_becomes_an_institution_with_its_site_permit_registration_and_dated_rows(run: Import) -> None:
    batch = run([VALID])
    assert faults(batch) == []
    assert batch.state == BatchState.APPLIED
    institution = Institution.objects.get(uscc=USCC)
    assert (institution.name, institution.trade_name, institution.brand) == (VALID["机构名称"], "青禾艺术", "")
    assert (institution.category, institution.legal_form, institution.stage) == ("arts", "company", "compulsory")
    assert (institution.status, institution.town.name) == ("operating", "浒山街道")
    assert institution.approval_authority.name == institution.sector_authority.name == "慈溪市教育局"
    assert len(institution.public_id) == 13
    site = Site.objects.get(institution=institution)
    assert (site.address, site.business_phone, site.is_main) == (VALID["地址"], "0574-63012345", True)
    permit = Permit.objects.get(institution=institution)
    assert (permit.number, permit.issued_on, permit.expires_on) == (
        "教民133028270001234号",
        dt.date(2023, 5, 1),
        dt.date(2028, 4, 30),
    )
    registration = Registration.objects.get(institution=institution)
    assert (registration.kind, registration.registered_capital_fen) == ("business", 50_000_000)
    entered = InstitutionTransition.objects.get(institution=institution)
    assert (entered.verb, entered.target, entered.effective_on) == ("register", "operating", dt.date(2023, 5, 1))
    assert (entered.cause_kind, entered.cause_id) == ("import_batch", batch.pk)
    assert set(AuthorityRow.objects.values_list("capacity", "department__name", "from_on", "cause_id")) == {
        ("approval", "慈溪市教育局", dt.date(2023, 5, 1), batch.pk),
        ("sector", "慈溪市教育局", dt.date(2023, 5, 1), batch.pk),
    }
    assert CategoryRow.objects.get(institution=institution).category == "arts"
    assert LegalFormRow.objects.get(institution=institution).legal_form == "company"


def test_one_event_tells_of_the_import_and_the_pinyin_job_is_woken(run: Import) -> None:
    batch = run([VALID, OTHER])
    event = Event.objects.get(verb="imports.apply")
    assert (event.subject_id, event.data["read"], event.data["new"]) == (batch.pk, 2, 2)
    assert event.data["sha256"] == batch.source_sha256
    assert Event.objects.count() == 1
    assert Job.objects.filter(name="institutions.pinyin", slot=f"import:{batch.pk}").exists()


def test_the_sheet_is_not_kept(run: Import) -> None:
    batch = run([VALID])
    assert not StagedRow.objects.filter(batch_id=batch.pk).exists()
    assert (batch.source_name, batch.source_bytes > 0, len(batch.source_sha256)) == ("register.csv", True, 64)


def test_the_same_file_twice_changes_nothing_and_says_so(run: Import) -> None:
    run([VALID, OTHER])
    before = {model: list(model.objects.order_by("pk").values()) for model in NEW_TABLES}
    batch = run([VALID, OTHER])
    assert (batch.figures["unchanged"], batch.figures["changed"], batch.figures["new"]) == (2, 0, 0)
    assert {model: list(model.objects.order_by("pk").values()) for model in NEW_TABLES} == before


def test_a_check_without_apply_writes_nothing(run: Import) -> None:
    batch = run([VALID], apply=False)
    assert (batch.state, batch.figures["new"]) == (BatchState.CHECKED, 1)
    assert not Institution.objects.exists()


def test_a_changed_cell_changes_that_and_nothing_else(run: Import) -> None:
    run([VALID])
    batch = run([row(招生咨询电话="0574-63099999", 品牌="青禾")])
    assert batch.figures["changed"] == 1
    institution = Institution.objects.get()
    assert (institution.brand, institution.version, institution.trade_name) == ("青禾", 2, "青禾艺术")
    assert Site.objects.get().business_phone == "0574-63099999"
    assert (Permit.objects.count(), Registration.objects.count()) == (1, 1)


def test_a_blank_cell_never_erases(run: Import) -> None:
    run([VALID])
    blank = dict.fromkeys(VALID, "") | {"机构名称": VALID["机构名称"], "统一社会信用代码": USCC}
    batch = run([blank])
    assert batch.figures["unchanged"] == 1
    assert Institution.objects.get().trade_name == "青禾艺术"
    assert Site.objects.get().address == VALID["地址"]


def test_an_absent_row_closes_nothing(run: Import) -> None:
    run([VALID, OTHER])
    run([VALID])
    assert set(Institution.objects.values_list("status", flat=True)) == {"operating"}


def test_a_closed_status_on_re_import_is_noted_and_left(run: Import) -> None:
    run([VALID])
    batch = run([row(状态="已注销")])
    assert batch.figures["notes"]["status_differs"] == 1
    assert Institution.objects.get().status == "operating"
    assert InstitutionTransition.objects.count() == 1


def test_a_new_name_keeps_the_old_one_among_former_names(run: Import) -> None:
    run([VALID])
    run([row(机构名称="慈溪市浒山青禾美育培训有限公司")])
    institution = Institution.objects.get()
    assert (institution.name, institution.former_names) == ("慈溪市浒山青禾美育培训有限公司", [VALID["机构名称"]])
    assert institution.pinyin == ""


def test_a_renewed_permit_supersedes_the_old_one(run: Import) -> None:
    run([VALID])
    run([row(办学许可证号="教民133028270009999号", 发证日期="2026-05-01", 有效期至="2031-04-30")])
    old, new = Permit.objects.order_by("pk")
    assert (new.supersedes_id, new.number, new.expires_on) == (old.pk, "教民133028270009999号", dt.date(2031, 4, 30))


def test_an_extended_permit_keeps_its_date_of_issue(run: Import) -> None:
    run([VALID])
    run([row(发证日期="", 有效期至="长期")])
    new = Permit.objects.order_by("pk").last()
    assert (new.issued_on, new.expires_on, new.is_open_ended) == (dt.date(2023, 5, 1), None, True)


def test_another_capital_is_a_new_row_that_supersedes(run: Import) -> None:
    run([VALID])
    run([row(**{"注册资本(万元)": "30.5"})])
    old, new = Registration.objects.order_by("pk")
    assert (new.supersedes_id, new.registered_capital_fen, new.number) == (old.pk, 30_500_000, USCC)


def test_another_category_is_a_dated_row_from_today(run: Import) -> None:
    run([VALID])
    run([row(类别="体育类")])
    latest = CategoryRow.objects.order_by("pk").last()
    assert (latest.category, latest.from_on) == ("sports", dt.date(2026, 11, 23))
    assert Institution.objects.get().category == "sports"


def test_another_authority_is_a_dated_row_from_today(run: Import) -> None:
    run([VALID])
    county = Institution.objects.get().county
    culture = Department.objects.create(
        county=county, kind=DepartmentKind.CULTURE_TOURISM_SPORT, name="慈溪市文广旅体局"
    )
    batch = run([row(行业主管部门="慈溪市文广旅体局")])
    assert faults(batch) == []
    assert Institution.objects.get().sector_authority == culture
    found = AuthorityRow.objects.filter(capacity="sector").order_by("pk")
    assert [one.department.name for one in found] == ["慈溪市教育局", "慈溪市文广旅体局"]
    assert (found[1].from_on, found[1].cause_id) == (dt.date(2026, 11, 23), batch.pk)


@pytest.mark.parametrize(("status", "stored"), [("已注销", "deregistered"), ("停业", "suspended"), ("", "operating")])
def test_the_status_a_new_row_is_found_in(run: Import, status: str, stored: str) -> None:
    run([row(状态=status)])
    assert Institution.objects.get().status == InstitutionTransition.objects.get().target == stored


def test_an_unknown_town_category_and_form_stay_gaps(run: Import) -> None:
    batch = run([row(所属镇街="", 类别="", 组织形式="")])
    institution = Institution.objects.get()
    assert (institution.town, institution.category, institution.legal_form) == (None, None, None)
    assert batch.figures["notes"]["without_town"] == 1
    assert not CategoryRow.objects.exists()
