"""The list of 100 nested rows over 200,000 institutions, through the whole portal as a signed-in officer.

Walks every page to the last; compares with page-number pages by the framework's tutorial (`api_floor`), row by row.
"""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from django.test import Client

from cixi_oversight.permissions import Role
from cixi_oversight.users.services.viewer import system_viewer
from riskcodes.models import RuleSet
from tests.api.conftest import own_queries
from tests.benchmarks.harness import (
    alternately,
    analyse,
    as_owner,
    at_most,
    faster,
    percentile,
    report,
    scaled,
    seconds,
)
from tests.people import World, make_world

INSTITUTIONS: Final = scaled(200_000, least=3_000) // 100 * 100
TOWNS: Final = 200
PAGE: Final = 100
TURNS: Final = 15
URL: Final = f"/api/v1/institutions?page_size={PAGE}"

# one statement a table; :n institutions, in order, each with one of everything
_BUILD: Final = (
    """insert into users_town (county_id, code, name, grid_column, grid_row)
       select %(county)s, '330282' || lpad((100 + t)::text, 3, '0'), '镇' || t, 0, 0
         from generate_series(1, %(towns)s) t""",
    """insert into institutions_institution (public_id, county_id, town_id, uscc_override_reason, name, former_names,
         trade_name, brand, pinyin, initials, category, legal_form, status, created_at, created_by_id, changed_at,
         changed_by_id, version)
       select 'b' || lpad(i::text, 12, '0'), %(county)s,
              (select min(id) from users_town where name = '镇1') + i %% %(towns)s,
              '', '慈溪市第' || i || '培训中心', '{}', '', '', 'p', 'p', 'arts', 'company', 'operating',
              %(at)s, %(actor)s, %(at)s, %(actor)s, 1
         from generate_series(1, %(n)s) i""",
    """insert into institutions_permit (public_id, institution_id, number, name_on_permit, scope, issued_on, expires_on,
         is_open_ended, recorded_at, recorded_by_id)
       select 'p' || lpad(id::text, 12, '0'), id, '教民' || id, name, '', '2024-01-01', '2027-01-01', false,
              %(at)s, %(actor)s
         from institutions_institution where county_id = %(county)s""",
    """insert into institutions_registration (public_id, institution_id, kind, number, name_on_certificate, scope,
         registered_on, registered_capital_fen, recorded_at, recorded_by_id)
       select 'r' || lpad(id::text, 12, '0'), id, 'business', 'R' || id, name, '', '2022-03-01', 50000000,
              %(at)s, %(actor)s
         from institutions_institution where county_id = %(county)s""",
    """insert into riskcodes_riskrun (county_id, number, night_number, kind, "on", cutoff, rule_set_id, sources, state,
         institutions, rows_written, changes, failures, row_hash)
       select %(county)s, 1, 1, 'night', '2026-11-23', %(at)s, %(rules)s, '{}', 'published',
              %(n)s, %(n)s, 0, '[]', ''""",
    """insert into riskcodes_publishedrun (county_id, run_id) select county_id, id from riskcodes_riskrun""",
    """insert into riskcodes_assessment (county_id, institution_id, from_run, computed_code, raw_code, score, levels,
         weight_grey, weight_applicable, facts, facts_digest)
       select county_id, id, 1, 'green', 'green', 0, 'ggggg', 0, 100, '{}', '' from institutions_institution
        where county_id = %(county)s""",
    """insert into riskcodes_adoptedcode (institution_id, code, run_id, adopted_on, reason, recorded_at, recorded_by_id)
       select i.id, 'green', r.id, '2026-11-23', '', %(at)s, %(actor)s
         from institutions_institution i, riskcodes_riskrun r where i.county_id = %(county)s""",
)


@pytest.fixture
def chief(transactional_db: None, settings: Any) -> Client:
    settings.ROOT_URLCONF = "tests.benchmarks.api_floor"
    world = make_world()
    _build(world)
    return world.client(Role.SECTION_CHIEF)


def _build(world: World) -> None:
    given = {
        "county": world.county.pk,
        "towns": TOWNS,
        "n": INSTITUTIONS - 1,  # and the one of the world
        "at": "2026-11-23T10:00:00+08:00",
        "actor": system_viewer().actor_id,
        "rules": RuleSet.objects.latest("version").pk,
    }
    with as_owner() as cursor:
        for statement in _BUILD:
            cursor.execute(statement, given)
    analyse()


def test_the_list_against_page_numbers(chief: Client) -> None:
    _warm_up(chief)
    times, rows, queries = _walk(chief)
    last = rows // PAGE
    assert _floor(chief, 2) == _second_page(chief)
    backwards = [row["public_id"] for row in _page(chief, "-id")]
    assert [row["public_id"] for row in _floor(chief, last)] == backwards[::-1]
    first, first_floor = alternately(lambda: _page(chief, "id"), lambda: _floor(chief, 1), pairs=TURNS)
    end, end_floor = alternately(lambda: _page(chief, "-id"), lambda: _floor(chief, last), pairs=TURNS)
    tenth = max(20, len(times) // 10)
    early, late = percentile(times[:tenth], 0.95), percentile(times[-tenth:], 0.95)
    report(
        f"List of {PAGE} nested rows over {rows:,} institutions",
        [
            at_most("p95 of the last pages to the first", product=late, floor=early, limit=1.3),
            faster("first page, against page numbers", product=first, floor=first_floor, limit=4),
            faster("last page, against page numbers", product=end, floor=end_floor, limit=4),
            at_most("queries of a page", product=queries, floor=1, limit=3, unit=""),
        ],
        [f"median {percentile(times, 0.5) * 1000:.1f} ms, p95 {percentile(times, 0.95) * 1000:.1f} ms over all pages"],
    )


def _warm_up(client: Client) -> None:
    for _ in range(20):
        assert client.get(URL).status_code == 200
        _floor(client, 1)


def _walk(client: Client) -> tuple[list[float], int, int]:
    """Seconds of each page, rows in all, and the most queries that any of some pages took for the list itself."""
    times: list[float] = []
    rows, most, cursor = 0, 0, ""
    while True:
        held: list[Any] = []
        address = f"{URL}&cursor={cursor}" if cursor else URL
        times.append(seconds(lambda: held.append(client.get(address))))  # noqa: B023 - called at once
        page = json.loads(held[0].content)
        rows += len(page["results"])
        if len(times) % 500 == 1 or page["next"] is None:
            most = max(most, own_queries(client, address))
        if page["next"] is None:
            return times, rows, most
        cursor = page["next"]


def _page(client: Client, ordering: str, cursor: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{URL}&ordering={ordering}{cursor}").json()["results"]
    return found


def _second_page(client: Client) -> list[dict[str, Any]]:
    return _page(client, "id", f"&cursor={client.get(f'{URL}&ordering=id').json()['next']}")


def _floor(client: Client, page: int) -> list[dict[str, Any]]:
    answer = client.get(f"/floor/institutions?page={page}")
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = json.loads(answer.content)["results"]
    return found
