"""What waits is counted once for the whole frame, and not at all where nobody reads it."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cixi_oversight import clock
from cixi_oversight.desk.models import Message
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role
from cixi_oversight.users.models import County, User
from cixi_oversight.web import context
from cixi_oversight.web.counts import count_since
from tests.people import AT, ON, make_world

pytestmark = pytest.mark.django_db


def counting(client: Client, path: str) -> tuple[int, list[str]]:
    with CaptureQueriesContext(connection) as asked:
        answer: Any = client.get(path)
    return answer.status_code, [query["sql"] for query in asked if "count(*), null::date from (" in query["sql"]]


def message(to: User) -> Message:
    return Message.objects.create(
        recipient=to, template="x", topic="deadlines", subject_kind="county", subject_id=1, dedupe="x", created_at=AT
    )


def test_counts_of_several_tables_take_one_query() -> None:
    for number in (1, 2, 3):
        County.objects.create(code=f"33028{number}", name=str(number))
    every = County.objects.order_by("name")
    with CaptureQueriesContext(connection) as asked:
        rows = (every, 7, every.none(), every.filter(name__in="12"), every.filter(name="50%"))
        found = count_since([(each, "") for each in rows])
    assert [number for number, _ in found] == [3, 7, 0, 2, 0]
    assert len(asked) == 1


def test_the_earliest_day_comes_with_the_count(chief: User) -> None:
    message(chief)
    rows = Message.objects.all()
    with CaptureQueriesContext(connection) as asked:
        found = count_since(
            [(rows, "created_at__date"), (rows, ""), (rows.filter(template="y"), "created_at__date"), (2, "")]
        )
    assert found == [(1, AT.date()), (1, None), (0, None), (2, None)]
    assert len(asked) == 1


def test_what_is_known_is_not_asked() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert count_since([(3, ""), (County.objects.none(), "")]) == [(3, None), (0, None)]
        assert count_since([]) == []
    assert len(asked) == 0


def test_what_is_counted_follows_from_viewer_and_day_alone() -> None:
    """The statement is kept from page to page: nothing of the database and nothing of the hour may be in it."""
    world = make_world()
    written = context.counting.__wrapped__
    for role in Role:
        viewer = world.viewer(role)
        for face in ("bureau", "my"):
            with CaptureQueriesContext(connection) as asked:
                found = []
                for hour in (1, 12, 23):
                    with time_machine.travel(clock.at(ON, hour), tick=False):
                        made = written(viewer, face, ON)
                        found.append((made.known, made.sql, [str(each) for each in made.params]))
            assert found[0] == found[1] == found[2], role
            assert len(asked) == 0, role


def test_menu_and_bell_are_counted_by_one_query(client: Client, chief: User) -> None:
    message(chief)
    status, counts = counting(client, "/bureau/register/")
    assert (status, len(counts)) == (200, 1)
    assert counts[0].count("count(*), null::date from (") > 3
    assert 'class="inbox-count" aria-hidden="true">1<' in client.get("/bureau/register/").content.decode()


@pytest.mark.parametrize(("path", "status"), [("/bureau/nothing/", 404), ("/my/", 403), ("/bureau/?x=%00", 400)])
def test_a_refusal_counts_nothing(client: Client, chief: User, path: str, status: int) -> None:
    message(chief)
    assert counting(client, path) == (status, [])
    assert "inbox-count" not in client.get(path).content.decode()


def test_a_refusal_shows_the_menu(client: Client, chief: User) -> None:
    assert 'class="sidebar-link" href="/bureau/register/"' in client.get("/bureau/nothing/").content.decode()


def test_the_business_date_is_asked_once_a_page(client: Client, chief: User) -> None:
    pin(ON)
    with CaptureQueriesContext(connection) as asked:
        text = client.get("/bureau/").content.decode()
    assert len([query for query in asked if "jobs_businessdate" in query["sql"]]) == 1
    assert f"{ON:%Y-%m-%d}" in text
