"""The change feed with 1,000,000 events: the last page costs what the first one costs, and both little more than the
bare keyset query on the same table; a client that sees one institution of a thousand pays for no page more than a full
window."""

from __future__ import annotations

import time
from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client

from cixi_oversight.audit.models import FeedEvent
from cixi_oversight.audit.services import feed
from cixi_oversight.permissions import Role
from institutions.models import Institution
from tests.benchmarks.harness import at_most, report, scaled
from tests.people import AT, World, make_institution, make_world

EVENTS: Final = scaled(1_000_000, least=30_000)
PAGE: Final = 200
TIMES: Final = 60

_FILL: Final = """
    insert into audit_outboxevent (kind, county_id, institution_id, subject_kind, subject_id, public_id, data, at)
    select 'institution.changed', %s, (%s::bigint[])[1 + n %% %s], 'institution', n, 'abcdefghjkmnp',
           jsonb_build_object('fields', jsonb_build_array('name')), %s
      from generate_series(1, %s) n
"""
# what the feed must at least do: the page's rows by number, within the same institutions
_FLOOR: Final = """
    select number, kind, subject_kind, public_id, at, data from audit_feedevent
     where number > %s and number <= %s
       and institution_id in (select id from institutions_institution where county_id = %s)
       and kind = any(%s)
     order by number limit %s
"""


@pytest.fixture
def world(db: None) -> World:
    world = make_world()
    rows = [make_institution(world.county, world.town, f"机构{n}") for n in range(200)]
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [world.county.pk, [row.pk for row in rows], len(rows), AT, EVENTS])
    began = time.perf_counter()
    numbered = feed.number_all()
    world.made["rate"] = numbered / (time.perf_counter() - began)
    with connection.cursor() as cursor:
        cursor.execute("analyze audit_feedevent")
    return world


def p95(act: Any) -> float:
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return sorted(times)[int(TIMES * 0.95) - 1]


def asked(client: Client, after: int) -> Any:
    answer = client.get("/api/v1/events", {"after": after, "limit": PAGE})
    assert answer.status_code == 200
    return answer


def test_the_feed_of_a_million_events_is_flat(world: World) -> None:
    last = FeedEvent.objects.latest("number").number
    chief, viewer = world.client(Role.SECTION_CHIEF), world.viewer(Role.SECTION_CHIEF)
    deep = last - PAGE - 1
    assert len(asked(chief, 0).json()["results"]) == len(asked(chief, deep).json()["results"]) == PAGE

    def floor() -> None:
        with connection.cursor() as cursor:
            kinds = ["institution.changed", "institution.created"]
            cursor.execute(_FLOOR, [deep, deep + 10_000, world.county.pk, kinds, PAGE])
            assert len(cursor.fetchall()) == PAGE

    first_page, last_page = p95(lambda: asked(chief, 0)), p95(lambda: asked(chief, deep))
    by_service = p95(lambda: feed.read(viewer, after=deep, limit=PAGE))
    Institution.objects.exclude(pk=world.institution.pk).update(county_id=world.other_county.pk)
    sparse_first, sparse_last = p95(lambda: asked(chief, 1_000)), p95(lambda: asked(chief, last - 11_000))
    Institution.objects.exclude(pk=world.institution.pk).update(county_id=world.county.pk)
    bare = p95(floor)
    report(
        f"{last} events, pages of {PAGE} over REST, p95 of {TIMES}",
        [
            at_most("last page to first", product=last_page * 1000, floor=first_page * 1000, limit=1.5, unit="ms"),
            at_most("reading to bare keyset", product=by_service * 1000, floor=bare * 1000, limit=2.0, unit="ms"),
            at_most(
                "sparse: last to first", product=sparse_last * 1000, floor=sparse_first * 1000, limit=1.5, unit="ms"
            ),
        ],
        [f"numbered at {world.made['rate']:,.0f} events a second by one writer"],
    )
