"""The public site and the night of the white list over 200,000 institutions.

The look-up and an institution's page: at most three queries, and as fast as among a twentieth of the institutions. The
white list's proposals: against hand-written sliced SQL that writes the same rows.
"""

from __future__ import annotations

import statistics
from functools import partial
from typing import Any, Final

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.jobs.services.wake import start
from cixi_oversight.users.models import County
from cixi_oversight.users.services.viewer import system_viewer
from institutions.services.lookup.tiles import tiles
from institutions.services.whitelist.proposing import JOB, SLICE
from riskcodes.models import RiskRun, RuleSet
from tests.benchmarks import public_data, whitelist_floor
from tests.benchmarks.harness import analyse, as_owner, at_most, report, scaled, seconds
from tests.benchmarks.night_data import CUTOFF, NEXT, ON

INSTITUTIONS: Final = scaled(200_000, least=4_000)
FEW: Final = INSTITUTIONS // 20
TURNS: Final = 15
PAIRS: Final = 3
MOST_QUERIES: Final = 3
FLAT: Final = 1.5
SAME: Final = "institution_id, county_id, change, unmet, unknown, since_on"


@pytest.fixture
def given(transactional_db: None) -> dict[str, int]:
    """What the statements that make the data are told."""
    county = County.objects.create(code="330282", name="慈溪市")
    with as_owner() as cursor:
        cursor.execute(
            "insert into users_town (county_id, code, name, grid_column, grid_row) select %s, '330282' || "
            "lpad(t::text, 3, '0'), '镇' || t, t %% 10, t / 10 from generate_series(1, 100) t returning id",
            [county.pk],
        )
        towns = min(pk for (pk,) in cursor.fetchall())
    run = RiskRun.objects.create(
        county=county,
        number=1,
        kind="night",
        on=ON,
        cutoff=CUTOFF,
        state="published",
        rule_set=RuleSet.objects.all()[0],
    )
    return {"county": county.pk, "towns": towns, "actor": system_viewer().actor_id or 0, "run": run.pk}


# --- the look-up and the page ---


def test_the_public_pages_are_flat(given: dict[str, int]) -> None:
    _build(given, FEW)
    few = _asked(FEW)
    with as_owner() as cursor:
        cursor.execute("truncate institutions_institution cascade")
        cursor.execute("truncate personal_person cascade")
        cursor.execute("truncate institutions_annualbatch cascade")
        cursor.execute("truncate institutions_whitelistpublication cascade")
    _build(given, INSTITUTIONS)
    many = _asked(INSTITUTIONS)
    report(
        f"public pages, {INSTITUTIONS:,} institutions against {FEW:,}",
        [
            *(at_most(name, product=many[name][0], floor=few[name][0], limit=FLAT) for name in many),
            *(
                at_most(f"queries: {name}", product=many[name][1], floor=MOST_QUERIES, limit=1, unit="queries")
                for name in many
            ),
        ],
    )


def _asked(institutions: int) -> dict[str, tuple[float, int]]:
    """Median seconds and queries of each page."""
    one = institutions // 2
    look_up = reverse("institutions:look_up")
    pages: dict[str, tuple[str, dict[str, Any]]] = {
        "a whole name": (look_up, {"q": _name(one)}),
        "a street and number": (look_up, {"q": "人和路1234号"}),
        "a piece that some have": (look_up, {"q": "青禾墨"}),
        "a word that all have": (look_up, {"q": "艺术培训"}),
        "nothing found": (look_up, {"q": "查无此名"}),
        "a permit number": (look_up, {"q": f"教民1330282{one:07}号"}),
        "a town's tile": (look_up, {"town": "330282007"}),
        "an institution's page": (reverse("institutions:public", args=[f"b{one:09}"]), {}),
    }
    client = Client()
    tiles()  # counted at most every five minutes
    found: dict[str, tuple[float, int]] = {}
    for name, (url, query) in pages.items():
        assert client.get(url, query).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            client.get(url, query)
        asked = len(queries)
        taken = [seconds(partial(client.get, url, query)) for _ in range(TURNS)]
        found[name] = statistics.median(taken), asked
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(look_up)
    assert len(queries) <= MOST_QUERIES, "with the tiles counted anew"
    return found


def _name(pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("select name from institutions_institution where id = %s", [pk])
        return str(cursor.fetchone()[0])


def _build(given: dict[str, int], institutions: int) -> None:
    def build() -> None:
        with as_owner() as cursor:
            public_data.build(cursor, n=institutions, **given)

    print(f"\n{institutions:,} institutions made in {seconds(build):.0f} s")
    analyse()
    cache.clear()


# --- the white list ---


def test_the_night_of_the_white_list_keeps_up_with_sliced_sql(given: dict[str, int]) -> None:
    _build(given, INSTITUTIONS)
    nights: list[dict[str, list[float]]] = [{"product": [], "floor": []}, {"product": [], "floor": []}]
    for turn in range(PAIRS):
        found: dict[str, list[Any]] = {"product": [], "floor": []}
        for side, night in (("product", _product), ("floor", _floor)):
            with as_owner() as cursor:
                cursor.execute("truncate institutions_whitelistproposal")
                cursor.execute("delete from riskcodes_adoptedcode where adopted_on = %s", [ON])
                cursor.execute("update institutions_staffmember set left_on = null where left_on is not null")
            analyse()
            nights[0][side].append(seconds(partial(night, given, ON, f"{turn}-1")))
            found[side].append(_proposals())
            with as_owner() as cursor:
                public_data.build_day(cursor, n=INSTITUTIONS, **given)
            analyse()
            nights[1][side].append(seconds(partial(night, given, NEXT, f"{turn}-2")))
            found[side].append(_proposals())
        assert found["product"] == found["floor"]
        assert found["product"][0] != found["product"][1]
        print({side: [night[side][-1] for night in nights] for side in found}, [len(one) for one in found["product"]])
    names = ("first night, every proposal written", "next night, a day's changes")
    report(
        f"white list, {INSTITUTIONS:,} institutions",
        [
            at_most(
                name,
                product=statistics.median(night["product"]),
                floor=statistics.median(night["floor"]),
                limit=1.5,
            )
            for name, night in zip(names, nights, strict=True)
        ],
    )


def _product(given: dict[str, int], on: Any, slot: str) -> None:
    job = start(JOB, slot=slot, by=system_viewer(), payload={"on": on.isoformat()}, waking=False)
    work_through(job.pk, patient=True)


def _floor(given: dict[str, int], on: Any, _slot: str) -> None:
    for low in range(1, INSTITUTIONS + 1, SLICE):
        with transaction.atomic(), connection.cursor() as cursor:
            whitelist_floor.work_slice(cursor, county=given["county"], low=low, high=low + SLICE - 1, on=on)


def _proposals() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"select {SAME} from institutions_whitelistproposal order by institution_id")
        return list(cursor.fetchall())
