"""/api/v1/risk-codes and /api/v1/risk-runs: adopted for everybody, computed and reasons for the bureau alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cixi_oversight.permissions import Role
from riskcodes.models import RiskRun
from tests.api.conftest import assert_refused, own_queries
from tests.people import AT, World, make_institution
from tests.project.things import coded

CODES, RUNS = "/api/v1/risk-codes", "/api/v1/risk-runs"
OUTSIDE = [Role.TOWN_OFFICER, Role.DEPARTMENT_OFFICER, Role.SERVICE_CENTRE_CLERK]


@pytest.fixture
def chief(world: World) -> Client:
    coded(world.institution)
    return world.client(Role.SECTION_CHIEF)


def first(client: Client, url: str, query: dict[str, Any] | None = None) -> Any:
    answer = client.get(url, query)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"][0]


def test_the_bureau_reads_both_codes(world: World, chief: Client) -> None:
    row = first(chief, CODES)
    assert row["institution"] == {
        "public_id": world.institution.public_id,
        "name": world.institution.name,
        "uscc": None,
    }
    assert row["adopted"] == {"code": "yellow", "on": "2026-11-23", "reason": "现场核实"}
    assert set(row["computed"]) == {"code", "score"}
    assert first(chief, "/api/v1/institutions")["risk"] == {name: row[name] for name in ("adopted", "computed")}


@pytest.mark.parametrize("role", OUTSIDE)
def test_elsewhere_only_the_adopted_code_is_read(world: World, chief: Client, role: Role) -> None:
    client = world.client(role)
    for row in (first(client, CODES), client.get(f"{CODES}/{world.institution.public_id}").json()):
        assert row["adopted"]["code"] == "yellow"
        assert {"computed", "explanation"} & set(row) == set()
    assert set(first(client, "/api/v1/institutions")["risk"]) == {"adopted"}
    assert_refused(client.get(CODES, {"computed_code": "green"}), 403, "forbidden", "computed_code")
    assert_refused(client.get("/api/v1/institutions", {"computed_code": "green"}), 403, "forbidden", "computed_code")
    assert_refused(client.get(RUNS), 403, "forbidden")


def test_the_bureau_reads_why(world: World, chief: Client) -> None:
    row = chief.get(f"{CODES}/{world.institution.public_id}").json()
    explanation = row["explanation"]
    assert explanation["institution"] == world.institution.public_id
    assert explanation["computed_code"] == row["computed"]["code"]
    assert all({"zh", "en"} <= set(line["label"]) for line in explanation["indicators"])


def test_an_institution_without_a_code_is_not_listed(world: World, chief: Client) -> None:
    bare = make_institution(world.county, world.town, "慈溪市未算培训中心")
    assert [row["institution"]["public_id"] for row in chief.get(CODES).json()["results"]] == [
        world.institution.public_id
    ]
    assert_refused(chief.get(f"{CODES}/{bare.public_id}"), 404, "not_found")
    assert chief.get(f"/api/v1/institutions/{bare.public_id}").json()["risk"] == {"adopted": None, "computed": None}


def test_filters_narrow_the_codes(world: World, chief: Client) -> None:
    computed = first(chief, CODES)["computed"]["code"]
    for query, found in (
        ({"adopted_code": "yellow"}, 1),
        ({"adopted_code": "red"}, 0),
        ({"computed_code": computed}, 1),
        ({"computed_code": "red" if computed != "red" else "green"}, 0),
        ({"adopted_since": "2026-11-23"}, 1),
        ({"adopted_since": "2026-11-24"}, 0),
        ({"town": "330282001", "category": "arts"}, 1),
        ({"category": "sports"}, 0),
    ):
        assert len(chief.get(CODES, query).json()["results"]) == found, query


def test_the_register_is_filtered_by_colour(world: World, chief: Client) -> None:
    computed = first(chief, CODES)["computed"]["code"]
    for query, found in (
        ({"adopted_code": "yellow"}, 1),
        ({"adopted_code": "red"}, 0),
        ({"computed_code": computed, "adopted_code": "yellow"}, 1),
        ({"computed_code": "red" if computed != "red" else "green"}, 0),
    ):
        assert len(chief.get("/api/v1/institutions", query).json()["results"]) == found, query
    assert len(world.client(Role.TOWN_OFFICER).get("/api/v1/institutions?adopted_code=yellow").json()["results"]) == 1


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("adopted_code=blue", "not_a_choice", "adopted_code"),
        ("computed_code=", "field_blank", "computed_code"),
        ("adopted_since=2026-11-31", "not_a_day", "adopted_since"),
        ("score=5", "parameter_unknown", "score"),
        ("ordering=score", "not_a_choice", "ordering"),
    ],
)
def test_it_refuses_a_query(chief: Client, query: str, code: str, field: str) -> None:
    assert_refused(chief.get(f"{CODES}?{query}"), 400, code, field)


def test_a_run_is_shown_with_how_it_went(chief: Client) -> None:
    run = RiskRun.objects.get()
    row = first(chief, RUNS)
    assert (row["county"], row["number"], row["kind"], row["state"]) == ("330282", run.number, "night", "published")
    assert (row["on"], row["cutoff"], row["is_current"]) == ("2026-11-23", AT.isoformat(), True)
    assert (row["institutions"], row["failures"]) == (1, 0)


def test_runs_of_another_county_are_not_shown(world: World) -> None:
    coded(world.foreign)
    assert world.client(Role.SECTION_CHIEF).get(RUNS).json()["results"] == []


@pytest.mark.parametrize("url", [CODES, RUNS, "/api/v1/institutions"])
def test_a_page_takes_three_queries_at_most(chief: Client, url: str) -> None:
    assert 2 <= own_queries(chief, url) <= 3
