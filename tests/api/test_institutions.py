"""/api/v1/institutions: what is shown, to whom, in which order, in how many queries."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.test import Client

from cixi_oversight.permissions import Role
from institutions.enums import Category, RegistrationKind, Status
from institutions.models import Institution
from institutions.services.dated import set_category
from institutions.services.records import record_permit, record_registration
from tests.api.conftest import assert_refused, own_queries
from tests.people import AT, World, make_institution

URL = "/api/v1/institutions"


@pytest.fixture
def chief(world: World) -> Client:
    return world.client(Role.SECTION_CHIEF)


@pytest.fixture
def five(world: World) -> list[Institution]:
    """With the one of the world: six within the chief's remit."""
    return [make_institution(world.county, world.town, f"慈溪市第{n}培训中心") for n in range(5)]


def ids(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [row["public_id"] for row in response.json()["results"]]


def test_a_row_shows_the_institution_with_what_belongs_to_it(world: World, chief: Client) -> None:
    by = world.viewer(Role.REGISTRAR)
    old = record_permit(institution=world.institution, by=by, at=AT, number="教民1号", expires_on=dt.date(2025, 1, 1))
    later = AT + dt.timedelta(hours=1)
    record_permit(
        institution=world.institution, by=by, at=later, number="教民2号", issued_on=dt.date(2025, 1, 1),
        expires_on=dt.date(2028, 1, 1), supersedes=old,
    )  # fmt: skip
    record_registration(
        institution=world.institution, by=by, at=AT, kind=RegistrationKind.BUSINESS, number="9133",
        registered_capital_fen=50_000_000,
    )  # fmt: skip
    row = chief.get(f"{URL}/{world.institution.public_id}").json()
    assert row["name"] == "慈溪市浒山青禾艺术培训有限公司"
    assert (row["category"], row["status"], row["uscc"]) == ("arts", "operating", None)
    assert row["county"] == {"code": "330282", "name": "慈溪市"}
    assert row["town"] == {"code": "330282001", "name": "浒山街道"}
    assert row["permit"] == {
        "number": "教民2号",
        "name_on_permit": "",
        "issued_on": "2025-01-01",
        "expires_on": "2028-01-01",
        "is_open_ended": False,
    }
    assert row["registration"]["registered_capital_fen"] == 50_000_000
    assert row["updated_at"].endswith("+08:00")
    assert chief.get(URL).json()["results"] == [row]


def test_what_is_unknown_is_null(world: World, chief: Client) -> None:
    bare = make_institution(world.county, None, "慈溪市无镇培训中心")
    row = chief.get(f"{URL}/{bare.public_id}").json()
    assert (row["town"], row["permit"], row["registration"], row["uscc"]) == (None, None, None, None)


@pytest.mark.parametrize("role", [Role.TOWN_OFFICER, Role.DEPARTMENT_OFFICER, Role.SERVICE_CENTRE_CLERK])
def test_each_sees_what_is_within_the_remit(world: World, role: Role) -> None:
    elsewhere = make_institution(world.county, None, "慈溪市别处培训中心")
    seen = ids(world.client(role).get(URL))
    expected = {world.institution.public_id} | ({elsewhere.public_id} if role is Role.SERVICE_CENTRE_CLERK else set())
    assert set(seen) == expected


def test_foreign_and_missing_are_one_answer(world: World, chief: Client) -> None:
    foreign = chief.get(f"{URL}/{world.foreign.public_id}")
    missing = chief.get(f"{URL}/aaaaaaaaaaaaa")
    assert_refused(foreign, 404, "not_found")
    without_number = [{**answer.json(), "request_id": ""} for answer in (foreign, missing)]
    assert without_number[0] == without_number[1]


@pytest.mark.parametrize("public_id", ["x", "１２３４５６７８９０１２３", "a'--", "../x", "a%00b", "𠮷", "a" * 500])
def test_an_unreadable_id_is_missing(chief: Client, public_id: str) -> None:
    assert_refused(chief.get(f"{URL}/{public_id}"), 404, "not_found")


def test_nobody_signed_in_is_401_and_without_the_right_403(world: World) -> None:
    answer = world.client(None).get(URL)
    assert_refused(answer, 401, "not_signed_in")
    assert answer["WWW-Authenticate"] == "Api-Key, Session"
    assert_refused(world.client(Role.SYSTEM_ADMIN).get(URL), 403, "forbidden")
    assert_refused(world.client(Role.INSTITUTION_OWNER).get(f"{URL}/{world.foreign.public_id}"), 403, "forbidden")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_is_read_only(chief: Client, method: str) -> None:
    response = getattr(chief, method)(URL)
    assert_refused(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET, HEAD"


def test_filters_narrow_the_list(world: World, chief: Client, five: list[Institution]) -> None:
    set_category(
        institution=five[0], category=Category.SPORTS, by=world.viewer(Role.REGISTRAR), at=AT, why="更正",
        from_on=AT.date(),
    )  # fmt: skip
    assert ids(chief.get(URL, {"category": "sports"})) == [five[0].public_id]
    assert len(ids(chief.get(URL, {"town": "330282001"}))) == 6
    assert ids(chief.get(URL, {"town": "330281001"})) == []
    assert len(ids(chief.get(URL, {"status": Status.OPERATING}))) == 6
    assert ids(chief.get(URL, {"status": Status.VANISHED})) == []
    assert ids(chief.get(URL, {"authority": "market_supervision"})) == [world.institution.public_id]
    assert ids(chief.get(URL, {"authority": "police"})) == []
    assert ids(chief.get(URL, {"uscc": "91110000600037341L"})) == []
    assert ids(chief.get(URL, {"updated_since": "2026-11-23T10:00:01+08:00"})) == []
    assert len(ids(chief.get(URL, {"updated_since": "2026-11-23T02:00:00Z"}))) == 6


@pytest.mark.parametrize("ordering", ["id", "-id", "name", "-name", "updated_at", "-updated_at"])
def test_pages_show_every_row_once_in_order(chief: Client, five: list[Institution], ordering: str) -> None:
    whole = chief.get(URL, {"ordering": ordering}).json()
    assert whole["next"] is None
    found, query = [], {"ordering": ordering, "page_size": 2}
    for _ in range(4):
        page = chief.get(URL, query).json()
        found += page["results"]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert found == whole["results"]
    assert len(found) == 6


def test_a_row_that_comes_in_between_moves_nothing(world: World, chief: Client, five: list[Institution]) -> None:
    first = chief.get(URL, {"page_size": 3, "ordering": "-id"}).json()
    make_institution(world.county, world.town, "慈溪市新来培训中心")
    second = chief.get(URL, {"page_size": 3, "ordering": "-id", "cursor": first["next"]}).json()
    expected = [five[n].public_id for n in (4, 3, 2, 1, 0)]
    assert [row["public_id"] for row in first["results"] + second["results"]][:5] == expected


def test_rows_are_counted_only_when_asked(chief: Client, five: list[Institution]) -> None:
    assert chief.get(URL, {"page_size": 1}).json()["count"] is None
    assert chief.get(URL, {"page_size": 1, "count": "exact"}).json()["count"] == 6


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("cursor=cD1hYmM=", "cursor_not_valid", "cursor"),
        ("cursor=p%3D%00", "character_not_accepted", "cursor"),
        ("cursor=", "cursor_not_valid", "cursor"),
        ("cursor=" + "a" * 601, "parameter_too_long", "cursor"),
        ("page_size=0", "page_size_not_accepted", "page_size"),
        ("page_size=-1", "page_size_not_accepted", "page_size"),
        ("page_size=101", "page_size_not_accepted", "page_size"),
        ("page_size=1e1", "page_size_not_accepted", "page_size"),
        ("page_size=1000000", "parameter_too_long", "page_size"),
        ("page_size=1_0", "page_size_not_accepted", "page_size"),
        ("page_size=%EF%BC%91", "page_size_not_accepted", "page_size"),
        ("page=2", "parameter_unknown", "page"),
        ("offset=5", "parameter_unknown", "offset"),
        ("count=yes", "not_a_choice", "count"),
        ("ordering=uscc", "not_a_choice", "ordering"),
        ("ordering=changed_by__user__password", "not_a_choice", "ordering"),
        ("town=1", "not_a_town_code", "town"),
        ("town=%EF%BC%9330282001", "not_a_town_code", "town"),
        ("status=closed", "not_a_choice", "status"),
        ("adopted_code=blue", "not_a_choice", "adopted_code"),
        ("authority=1", "not_a_choice", "authority"),
        ("fields=version", "parameter_unknown", "fields"),
        ("institution=1", "parameter_unknown", "institution"),
    ],
)
def test_it_refuses_a_query(chief: Client, query: str, code: str, field: str) -> None:
    assert_refused(chief.get(f"{URL}?{query}"), 400, code, field)


def test_one_row_takes_no_parameters(world: World, chief: Client) -> None:
    response = chief.get(f"{URL}/{world.institution.public_id}?category=arts")
    assert_refused(response, 400, "parameter_unknown", "category")


def test_a_cursor_holds_for_its_list_its_filters_and_its_reader_only(
    world: World, chief: Client, five: list[Institution]
) -> None:
    cursor = chief.get(URL, {"page_size": 2}).json()["next"]
    assert chief.get(URL, {"page_size": 3, "count": "exact", "cursor": cursor}).status_code == 200
    for other in ({"category": "arts"}, {"ordering": "-id"}):
        assert_refused(chief.get(URL, {"cursor": cursor, **other}), 400, "cursor_not_valid", "cursor")
    assert_refused(world.client(Role.REGISTRAR).get(URL, {"cursor": cursor}), 400, "cursor_not_valid", "cursor")
    foreign = signing.dumps(["x", 1, 1], salt="another")
    for forged in (cursor[:-1] + ("a" if cursor[-1] != "a" else "b"), cursor.upper(), foreign):
        assert_refused(chief.get(URL, {"cursor": forged}), 400, "cursor_not_valid", "cursor")


def test_a_cursor_ends_after_a_day(world: World, five: list[Institution]) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)) as traveller:
        chief = world.client(Role.SECTION_CHIEF)
        cursor = chief.get(URL, {"page_size": 2}).json()["next"]
        traveller.shift(dt.timedelta(hours=7))
        chief = world.client(Role.SECTION_CHIEF)  # the session is over by then, the cursor is not
        assert chief.get(URL, {"page_size": 2, "cursor": cursor}).status_code == 200
        traveller.shift(dt.timedelta(hours=18))
        chief = world.client(Role.SECTION_CHIEF)
        assert_refused(chief.get(URL, {"page_size": 2, "cursor": cursor}), 400, "cursor_not_valid", "cursor")


def test_a_page_takes_three_queries_at_most_whatever_its_size(chief: Client, five: list[Institution]) -> None:
    first = own_queries(chief, URL, {"page_size": 1})
    assert first == 3
    assert own_queries(chief, URL, {"page_size": 100}) == first
    cursor = chief.get(URL, {"page_size": 5}).json()["next"]
    assert own_queries(chief, URL, {"page_size": 100, "cursor": cursor}) == first
