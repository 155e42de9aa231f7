"""The register's forms as somebody fills them in: what is saved, what is refused and what is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.users.models import Department, Town
from institutions.enums import Category, LegalForm, Status, Verb
from institutions.models import (
    EnrolmentReturn,
    FinancialStatement,
    Institution,
    InsurancePolicy,
    Permit,
    Registration,
    Site,
)
from institutions.rules.status import STATUS
from institutions.services.records import record_enrolment, record_statement

from .conftest import AT, OLD_USCC, ON, OTHER_USCC, USCC, user_in

STATEMENT = {
    "quarter": "2026Q3",
    "current_assets_fen": "1,436,362.66",
    "current_liabilities_fen": "718181.33",
    "contract_liabilities_fen": "592466",
    "net_assets_fen": "-3.5",
    "revenue_fen": "30",
    "net_profit_fen": "-1",
}


@pytest.fixture(autouse=True)
def _today(db: None) -> None:
    pin(ON)


@pytest.fixture
def signed_in(client: Client, bureau: Department, town: Town) -> Callable[[Role], Client]:
    def sign_in(role: Role) -> Client:
        client.force_login(user_in(role, bureau, town))
        return client

    return sign_in


@pytest.fixture
def chief(signed_in: Callable[[Role], Client]) -> Client:
    return signed_in(Role.SECTION_CHIEF)


def url(name: str, *args: str) -> str:
    return reverse(f"institutions:{name}", args=args)


def test_entering_an_institution(chief: Client, town: Town, bureau: Department) -> None:
    answer = chief.post(
        url("create"),
        {
            "name": "慈溪市浒山青禾艺术培训有限公司",
            "uscc": "9131 0115 5916 9385 6a",
            "category": "arts",
            "status": "operating",
            "effective_on": "2022年3月1日",
            "town": town.code,
            "supervising_authority": bureau.pk,
        },
    )
    row = Institution.objects.get()
    assert answer.headers["Location"] == url("file", row.public_id)
    assert (row.uscc, row.category, row.legal_form, row.status) == (USCC, Category.ARTS, None, Status.OPERATING)
    assert (row.town, row.supervising_authority, row.approval_authority) == (town, bureau, None)
    assert row.transitions.get().effective_on == dt.date(2022, 3, 1)


def test_sent_twice_it_is_entered_once(chief: Client) -> None:
    data = {"name": "青禾", "status": "applying", "form_token": "a-token-of-this-page"}
    first, second = chief.post(url("create"), data), chief.post(url("create"), data)
    assert first.headers["Location"] == second.headers["Location"]
    assert Institution.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "此项必填"),
        ({"name": "青" * 5_000}, "120"),
        ({"name": "青\x00禾"}, ""),
        ({"name": "青\u202e禾"}, "U+202E"),
        ({"uscc": USCC[:-1] + "B"}, USCC[:-1] + "B"),
        ({"uscc": "９１３１０１１５５９１６９３８５６Ａ"}, ""),
        ({"uscc": "1e17"}, "1E17"),
        ({"category": "cooking"}, "cooking"),
        ({"town": "999999999"}, ""),
        ({"effective_on": "23/11/2026"}, "2026-11-23"),
        ({"effective_on": "2026-02-30"}, "2026-02-30"),
        ({"effective_on": "9999-12-31"}, "1900-01-01"),
        ({"effective_on": "2026-11-24"}, "2026-11-24"),
        ({"status": ""}, ""),
    ],
)
def test_what_cannot_be_entered_is_said_and_nothing_is_saved(chief: Client, changed: dict[str, str], said: str) -> None:
    answer = chief.post(url("create"), {"name": "青禾", "status": "applying"} | changed)
    assert answer.status_code in (400, 422)
    assert said in answer.content.decode()
    assert not Institution.objects.exists()


def test_two_clerks_one_form(chief: Client, institution: Institution) -> None:
    page = url("edit", institution.public_id)
    data = {"name": institution.name, "uscc": USCC, "town": institution.town.code, "why": "补录", "version": "1"}
    assert chief.post(page, data | {"brand": "青禾"}).status_code == 302
    late = chief.post(page, data | {"brand": "禾苗", "trade_name": "late-typed"})
    assert late.status_code == 409
    assert "late-typed" in late.content.decode()
    institution.refresh_from_db()
    assert (institution.brand, institution.version) == ("青禾", 2)


@pytest.mark.parametrize("version", ["", "0", "-1", "1e0", "１", "9" * 30, "x"])
def test_a_forged_version_saves_nothing(chief: Client, institution: Institution, version: str) -> None:
    data = {"name": institution.name, "brand": "禾苗", "why": "补录", "version": version}
    assert chief.post(url("edit", institution.public_id), data).status_code == 409
    assert Institution.objects.get().brand == ""


def test_a_code_of_somebody_else_is_refused_at_its_field(
    chief: Client, institution: Institution, make: Callable[..., Institution]
) -> None:
    other = make("另一家")
    data = {"name": other.name, "uscc": USCC, "why": "补录", "version": "1"}
    answer = chief.post(url("edit", other.public_id), data)
    assert answer.status_code == 409
    assert 'id="id_uscc_error"' in answer.content.decode()


def test_only_the_chief_accepts_an_old_code(
    signed_in: Callable[[Role], Client], make: Callable[..., Institution]
) -> None:
    row = make(uscc=None)
    page = url("override_uscc", row.public_id)
    data = {"uscc": OLD_USCC, "why": "试点期代码，已核对证照", "version": "1"}
    assert signed_in(Role.REGISTRAR).post(page, data).status_code == 403
    chief = signed_in(Role.SECTION_CHIEF)
    assert chief.post(page, data | {"uscc": OTHER_USCC}).status_code == 422
    assert chief.post(page, data).status_code == 302
    assert "试点期代码，已核对证照" in chief.get(url("file", row.public_id)).content.decode()


@pytest.mark.parametrize(
    "role", [Role.SECTION_CHIEF, Role.REGISTRAR, Role.INSPECTOR, Role.TOWN_OFFICER, Role.FUNDS_OFFICER]
)
@pytest.mark.parametrize("status", list(Status))
def test_verbs_that_one_may_not_do_are_absent(
    role: Role, status: Status, signed_in: Callable[[Role], Client], make: Callable[..., Institution]
) -> None:
    row = make(status=status)
    client = signed_in(role)
    text = client.get(url("file", row.public_id)).content.decode()
    for verb in set(Verb) - {Verb.REGISTER}:
        page = url("status", row.public_id, verb)
        may = any(move.verb == verb and status in move.sources and role in move.roles for move in STATUS.moves)
        assert (page in text) is may
        expected = {200} if may else {403, 409}
        assert client.get(page).status_code in expected


def test_changing_the_status(chief: Client, institution: Institution) -> None:
    page = url("status", institution.public_id, Verb.SUSPEND)
    assert chief.post(page, {"effective_on": "2026-11-20", "why": ""}).status_code == 422
    assert chief.post(page, {"effective_on": "2022-02-28", "why": "整改"}).status_code == 422
    assert chief.post(page, {"effective_on": "2026-11-20", "why": "整改"}).status_code == 302
    assert chief.post(page, {"effective_on": "2026-11-20", "why": "整改"}).status_code == 409
    assert chief.get(url("status", institution.public_id, "explode")).status_code == 404
    institution.refresh_from_db()
    assert institution.status == Status.SUSPENDED


def test_category_and_legal_form(chief: Client, institution: Institution) -> None:
    data = {"category": "sports", "from_on": "2026-11-01", "why": "转型"}
    assert chief.post(url("set_category", institution.public_id), data).status_code == 302
    data = {"legal_form": "sole_trader", "from_on": "2026-11-01", "why": "变更登记"}
    assert chief.post(url("set_legal_form", institution.public_id), data).status_code == 302
    institution.refresh_from_db()
    assert (institution.category, institution.legal_form) == (Category.SPORTS, LegalForm.SOLE_TRADER)
    text = chief.get(url("file", institution.public_id, "changes")).content.decode()
    assert "变更登记" in text


def test_sites(chief: Client, institution: Institution, town: Town) -> None:
    page = url("add_site", institution.public_id)
    data = {"address": "孙塘南路1号", "town": town.code, "usable_m2": "286.5", "business_phone": "0574-63012345"}
    for wrong in (
        {"address": ""},
        {"usable_m2": "1e3"},
        {"usable_m2": "-1"},
        {"usable_m2": "２８６"},
        {"business_phone": "张老师 13800000000"},
        {"business_phone": "63012345 63012346 63012347"},
    ):
        assert chief.post(page, data | wrong).status_code == 422, wrong
    assert chief.post(page, data).status_code == 302
    site = Site.objects.get()
    assert (site.is_main, site.business_phone) == (True, "0574-63012345")
    edit = url("edit_site", site.public_id)
    changed = data | {"is_main": "on", "usable_m2": "300", "why": "测绘", "version": "1"}
    assert chief.post(edit, changed).status_code == 302
    assert chief.post(edit, changed | {"usable_m2": "310"}).status_code == 409
    site.refresh_from_db()
    assert (site.usable_m2, site.version) == (300, 2)


@pytest.mark.parametrize(
    ("key", "data", "model"),
    [
        ("permit", {"number": "教民133028270001234号", "issued_on": "2024-01-05", "is_open_ended": "on"}, Permit),
        ("registration", {"kind": "business", "number": "9133", "registered_capital_fen": "500,000.00"}, Registration),
        ("statement", STATEMENT, FinancialStatement),
        ("enrolment", {"month": "2026年11月", "students": "1,065", "prepaid_balance_fen": "97,500"}, EnrolmentReturn),
        (
            "insurance",
            {"kind": "tuition", "from_on": "2026-01-01", "to_on": "2026-12-31", "limit_fen": "3000000"},
            InsurancePolicy,
        ),
    ],
)
def test_each_kind_of_record_is_entered_opened_and_corrected(
    key: str, data: dict[str, str], model: Any, chief: Client, institution: Institution
) -> None:
    entered = chief.post(url(f"record_{key}", institution.public_id), data)
    assert entered.status_code == 302, entered.content.decode()
    first = model.objects.get()
    assert entered.headers["Location"] == url(key, first.public_id)
    assert institution.name in chief.get(url(key, first.public_id)).content.decode()
    assert chief.post(url(f"record_{key}", institution.public_id), data).status_code == 409
    correct = url(f"correct_{key}", first.public_id)
    assert correct in chief.get(url(key, first.public_id)).content.decode()
    assert chief.get(correct).status_code == 200
    assert chief.post(correct, data).status_code == 422  # a correction says why
    assert chief.post(correct, data | {"why": "录入有误"}).status_code == 302
    assert chief.post(correct, data | {"why": "录入有误"}).status_code == 409
    second = model.objects.standing().get()
    text = chief.get(url(key, first.public_id)).content.decode()
    assert url(key, second.public_id) in text
    assert "本记录已被替代" in text
    assert correct not in text
    assert first.public_id in chief.get(url(key, second.public_id)).content.decode()
    for tab in ("licences", "filings"):
        assert (
            first.public_id
            not in chief.get(url("file", institution.public_id, tab)).content.decode().split("file-rail")[0]
        )


@pytest.mark.parametrize("wrong", ["1e3", "1_000", "１００", "1,00", "0x10", "1.234", "--1", "1,000,00", "9" * 20, "∞"])
@pytest.mark.parametrize("field", ["current_assets_fen", "net_profit_fen"])
def test_an_amount_is_read_strictly(chief: Client, institution: Institution, field: str, wrong: str) -> None:
    answer = chief.post(url("record_statement", institution.public_id), STATEMENT | {field: wrong})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not FinancialStatement.objects.exists()


@pytest.mark.parametrize("wrong", ["1e3", "1_000", "１２", "-1", "12.5", "2000000"])
def test_a_number_of_persons_is_read_strictly(chief: Client, institution: Institution, wrong: str) -> None:
    answer = chief.post(url("record_enrolment", institution.public_id), {"month": "2026-10", "students": wrong})
    assert answer.status_code in (400, 422)
    assert 'id="id_students_error"' in answer.content.decode()


@pytest.mark.parametrize("wrong", ["2026-13", "2026-00", "26-10", "2026-10-01", "２０２６-10", "1999-10", "十月"])
def test_a_month_is_read_strictly(chief: Client, institution: Institution, wrong: str) -> None:
    answer = chief.post(url("record_enrolment", institution.public_id), {"month": wrong, "students": "5"})
    assert answer.status_code == 422
    assert 'id="id_month_error"' in answer.content.decode()


@pytest.mark.parametrize("wrong", ["2026Q4", "2026Q5", "2026Q0", "Q3", "2026-07-01", "2026Q3\x00"])
def test_only_quarters_that_are_over_are_offered(chief: Client, institution: Institution, wrong: str) -> None:
    answer = chief.post(url("record_statement", institution.public_id), STATEMENT | {"quarter": wrong})
    assert answer.status_code == 422
    assert not FinancialStatement.objects.exists()


def test_an_old_statement_can_still_be_corrected(chief: Client, institution: Institution, by: Viewer) -> None:
    old = record_statement(
        institution=institution,
        by=by,
        at=AT,
        quarter=dt.date(2019, 4, 1),
        **{name: 1 for name in STATEMENT if name.endswith("_fen")},
    )
    answer = chief.post(url("correct_statement", old.public_id), STATEMENT | {"quarter": "2019Q2", "why": "年审更正"})
    assert answer.status_code == 302


@pytest.mark.parametrize("role", [Role.TOWN_OFFICER, Role.ASSOCIATION_OFFICER, Role.FUNDS_OFFICER])
def test_who_may_look_may_not_always_write(
    role: Role, signed_in: Callable[[Role], Client], institution: Institution, by: Viewer, town: Town
) -> None:
    record = record_enrolment(institution=institution, by=by, at=AT, month=dt.date(2026, 10, 1), students=5)
    client = signed_in(role)
    page = client.get(url("file", institution.public_id, "filings"))
    if role is Role.ASSOCIATION_OFFICER:
        assert page.status_code == 404 or "record/enrolment" not in page.content.decode()
    may_record = role is Role.FUNDS_OFFICER
    assert client.get(url("record_permit", institution.public_id)).status_code == 403
    assert client.get(url("edit", institution.public_id)).status_code == 403
    assert client.get(url("record_enrolment", institution.public_id)).status_code == (200 if may_record else 403)
    assert client.get(url("correct_enrolment", record.public_id)).status_code == (200 if may_record else 403)


def test_records_of_another_town_are_missing(
    signed_in: Callable[[Role], Client], make: Callable[..., Institution], other_town: Town, by: Viewer
) -> None:
    foreign = make("外镇", town=other_town)
    record = record_enrolment(institution=foreign, by=by, at=AT, month=dt.date(2026, 10, 1), students=5)
    client = signed_in(Role.TOWN_OFFICER)
    assert client.get(url("enrolment", record.public_id)).status_code == 404
    assert client.post(url("add_site", foreign.public_id), {"address": "x"}).status_code == 404
    assert not Site.objects.exists()
