"""The public look-up and an institution's page: what is found, what is shown, in how many queries, and that the code
leaves no trace."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import JSONObject
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.models import PaperSeries
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role
from cixi_oversight.personal.enums import Kind
from cixi_oversight.personal.services.people import enter_person
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.models import Parameter
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums import RegistrationKind, Status, Verb
from institutions.enums.teaching import CertificateKind, Degree, Employment, Post
from institutions.models import Course, FeeItem, Institution, LookupEntry, Permit, StaffMember
from institutions.rules.lookup import read_lookup
from institutions.services import records
from institutions.services.disclosure.extensions import ESCROW_ACCOUNT
from institutions.services.lookup.finding import find
from institutions.services.posting_board import issue_board
from institutions.services.register import edit_facts
from institutions.services.sites import create_site
from institutions.services.status import change_status
from riskcodes.enums import Colour
from riskcodes.models import AdoptedCode, RiskRun
from riskcodes.services.night import run_night
from tests.people import AT, ON, World, make_institution, make_world

MOST_QUERIES = 3
CERTIFICATE_NUMBER = "20183302841001925"


@pytest.fixture
def world(db: None) -> World:
    cache.clear()
    pin(ON)
    made = make_world()
    by = system_viewer(label="tests")
    create_site(institution=made.institution, by=by, at=AT, address="浒山街道青少年宫路１号", is_main=True)
    records.record_permit(
        institution=made.institution,
        by=by,
        at=AT,
        number="教民133028270001234号",
        issued_on=dt.date(2024, 1, 1),
        expires_on=dt.date(2027, 12, 31),
    )
    records.record_registration(
        institution=made.institution, by=by, at=AT, kind=RegistrationKind.BUSINESS, number="91330282"
    )
    return made


def names(typed: str) -> list[str]:
    return [row.name for row in find(read_lookup(typed), on=ON).rows]


def test_a_piece_of_any_name_sign_or_street_finds_it(world: World) -> None:
    row = world.institution
    edit_facts(
        institution=row,
        expected_version=row.version,
        by=system_viewer(label="tests"),
        at=AT,
        why="更名",
        trade_name="小小画家",
        former_names=["慈溪市浒山墨香书法培训部"],
    )
    for typed in ("青禾", "小小画", "墨香", "少年宫路1号", "青 禾 艺术", "教民133028270001234号"):
        assert names(typed) == [row.name], typed
    assert names("查无此名") == []


def test_the_database_keeps_what_is_found_with_names_streets_and_states(world: World) -> None:
    by = system_viewer(label="tests")
    entry = LookupEntry.objects.get(institution=world.institution)
    assert entry.is_living
    assert "青少年宫路1号" in entry.text
    change_status(institution=world.institution, verb=Verb.START_CLOSING, by=by, why="停办", at=AT)
    change_status(institution=world.institution, verb=Verb.DEREGISTER, by=by, why="注销", at=AT)
    entry.refresh_from_db()
    assert not entry.is_living
    page = Client().get(reverse("institutions:look_up"), {"q": "青禾"}).content.decode()
    assert world.institution.name in page
    assert reverse("institutions:public", args=[world.institution.public_id]) not in page


def test_ended_ones_come_last_and_those_that_apply_not_at_all(world: World) -> None:
    by = system_viewer(label="tests")
    other = make_institution(world.county, world.town, "青禾少儿美术")
    new = make_institution(world.county, world.town, "青禾新设")
    Institution.objects.filter(pk=new.pk).update(status=Status.APPLYING)
    assert names("青禾") == [other.name, world.institution.name]
    change_status(institution=other, verb=Verb.START_CLOSING, by=by, why="停办", at=AT)
    change_status(institution=other, verb=Verb.DEREGISTER, by=by, why="注销", at=AT)
    assert names("青禾") == [world.institution.name, other.name]


def test_nothing_found_says_so_and_leads_to_the_form(world: World) -> None:
    page = Client().get(reverse("institutions:look_up"), {"q": "小状元"}).content.decode()
    assert "未查到，可能无证" in page
    assert f"{reverse('institutions:report_site')}?sign=%E5%B0%8F" in page


def test_a_tile_lists_its_town(world: World) -> None:
    home = Client().get("/").content.decode()
    assert world.town.name in home
    page = Client().get(reverse("institutions:look_up"), {"town": world.town.code}).content.decode()
    assert world.institution.name in page
    assert world.foreign.name not in page


@pytest.mark.parametrize("asked", [{}, {"q": "青禾"}, {"q": "教"}, {"q": "%_"}, {"town": "330282001"}, {"page": "x"}])
def test_the_look_up_stays_within_three_queries(world: World, asked: dict[str, str]) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(reverse("institutions:look_up"), asked).status_code == 200
    assert len(queries) <= MOST_QUERIES, [one["sql"][:80] for one in queries]


def page_of(institution: Institution) -> str:
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get(reverse("institutions:public", args=[institution.public_id]))
    assert answer.status_code == 200
    assert len(queries) <= MOST_QUERIES, [one["sql"][:80] for one in queries]
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken[^}]*', "", answer.content.decode())


def adopt(institution: Institution, code: Colour) -> None:
    by = system_viewer(label="tests")
    run = RiskRun.objects.first() or run_night(county=institution.county, on=ON, at=AT, by=by)
    facts = {"run": run, "adopted_on": ON, "recorded_at": AT, "recorded_by_id": by.actor_id}
    AdoptedCode.objects.create(institution=institution, code=code, **facts)


def test_a_red_institutions_page_differs_in_nothing_from_its_green_one_unless_a_parameter_says_so(world: World) -> None:
    bare = page_of(world.institution)
    adopt(world.institution, Colour.GREEN)
    assert page_of(world.institution) == bare
    adopt(world.institution, Colour.RED)
    assert page_of(world.institution) == bare
    row = Parameter.objects.get(key=Key.CODE_PUBLIC)
    row.pk, row.value, row.county, row.source = None, 1, world.county, "县局决定公开"
    row.save()
    assert "红码" in page_of(world.institution)
    assert "红码" not in page_of(world.foreign)


def test_what_is_not_filed_is_said_and_what_is_filed_is_shown(world: World) -> None:
    bare = page_of(world.institution)
    assert bare.count("尚未填报") >= 2
    assert "尚未接入本平台" in bare
    post(world)
    page = page_of(world.institution)
    for text in ("水粉基础", "¥2,400.00", "按3个月收费", "每课次¥100.00", "王老师", "本科", "教民133028270001234号"):
        assert text in page, text
    number = StaffMember.objects.get(posted_name="王老师").number
    assert number is not None
    assert number.certificate_number_masked in page
    assert CERTIFICATE_NUMBER not in page
    assert page.count('class="person-name"') == 1, "an assistant stands there without a name"


def test_a_permit_without_end_is_in_force_in_the_list_as_on_the_page(world: World) -> None:
    records.record_permit(
        institution=world.institution,
        by=system_viewer(label="tests"),
        at=AT + dt.timedelta(hours=1),
        number="教民133028270001234号",
        issued_on=dt.date(2024, 1, 1),
        is_open_ended=True,
        supersedes=Permit.objects.get(institution=world.institution),
    )
    listed = Client().get(reverse("institutions:look_up"), {"q": "青禾"}).content.decode()
    assert "许可证有效" in listed
    assert "有证：办学许可证在有效期内" in page_of(world.institution)


def post(world: World) -> None:
    by = system_viewer(label="tests")
    entered = {"institution": world.institution, "recorded_at": AT, "recorded_by_id": by.actor_id}
    course = Course.objects.create(
        code="1", name="水粉基础", subject="fine_arts", stage="compulsory", mode="offline", size_max=12, lessons=24,
        lesson_minutes=90, **entered,
    )  # fmt: skip
    FeeItem.objects.create(
        course=course, name="学费", kind="tuition", amount_fen=240_000, lessons=24, span_months=3, **entered
    )
    StaffMember.objects.create(
        person=person(world), number=number(world), posted_name="王老师", post=Post.TEACHER,
        employment=Employment.FULL_TIME, degree=Degree.BACHELOR, certificate=CertificateKind.PROFESSIONAL,
        hired_on=dt.date(2024, 9, 1), **entered,
    )  # fmt: skip
    StaffMember.objects.create(  # whose name is not posted
        person=person(world), posted_name="", post=Post.ASSISTANT, employment=Employment.FULL_TIME,
        degree=Degree.BACHELOR, certificate=CertificateKind.NONE, hired_on=dt.date(2024, 9, 1), **entered,
    )  # fmt: skip


def person(world: World) -> Any:
    return enter_person(
        kind=Kind.STAFF,
        subject_kind="staff_member",
        subject_id=None,
        institution_id=world.institution.pk,
        values={"name": "王老师"},
        by=system_viewer(label="tests"),
        at=AT,
    )


def number(world: World) -> Any:
    return enter_person(
        kind=Kind.STAFF,
        subject_kind="staff_member",
        subject_id=None,
        institution_id=world.institution.pk,
        values={"certificate_number": CERTIFICATE_NUMBER},
        by=system_viewer(label="tests"),
        at=AT,
    )


def test_a_permit_that_has_run_out_warns(world: World) -> None:
    assert "有证：办学许可证在有效期内" in page_of(world.institution)
    pin(dt.date(2028, 1, 1))
    assert "没有查到在有效期内的办学许可证" in page_of(world.institution)


@pytest.fixture
def with_accounts() -> Iterator[None]:
    known = ESCROW_ACCOUNT.provider
    ESCROW_ACCOUNT.provider = lambda on: JSONObject(
        name=F("name"), bank=Value("慈溪农商银行"), tail=Value("0417"), payment_route=Value("浙里培")
    )
    yield
    ESCROW_ACCOUNT.provider = known


def test_the_supervised_account_is_shown_once_somebody_keeps_it(world: World, with_accounts: None) -> None:
    page = page_of(world.institution)
    assert "慈溪农商银行" in page
    assert "…0417" in page


def test_the_board_says_whether_it_is_current_and_the_check_leads_here(world: World) -> None:
    series(world)
    paper = issue_board(institution=world.institution, by=world.viewer(Role.REGISTRAR), at=AT)
    assert "为现行版本" in page_of(world.institution)
    checked = Client().get(reverse("documents:check", args=[paper.token])).content.decode()
    assert reverse("institutions:public", args=[world.institution.public_id]) in checked
    records.record_permit(
        institution=world.institution,
        by=system_viewer(label="tests"),
        at=AT + dt.timedelta(hours=1),
        number="教民133028270001234号",
        issued_on=dt.date(2026, 11, 1),
        expires_on=dt.date(2029, 12, 31),
        supersedes=Permit.objects.get(institution=world.institution),
    )
    assert "已过期，以本页为准" in page_of(world.institution)


def series(world: World) -> None:
    PaperSeries.objects.create(
        county=world.county, kind=PaperKind.POSTING_BOARD, word="慈教培公示", office="慈溪市教育局"
    )
