"""The change feed: numbers without gaps, whoever commits when; nothing of what was rolled back; each reader his own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import Client

from cixi_oversight.audit.models import FeedEvent, OutboxEvent
from cixi_oversight.audit.rules import feed as rules
from cixi_oversight.audit.rules.feed import EventKind
from cixi_oversight.audit.services import outbox
from cixi_oversight.audit.services.feed import number_all, number_events, read
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.users.models import ApiClient
from inspections.enums import Channel, Matter, Outcome
from inspections.services.complaints import judge_validity, receive_complaint, resolve_complaint
from institutions.enums import Category, Verb
from institutions.models import Institution
from institutions.services.dated import set_category
from institutions.services.register import edit_facts
from institutions.services.status import change_status
from riskcodes.enums import Colour
from riskcodes.services.adoption import adopt_batch, adopt_single
from tests.api.conftest import assert_refused
from tests.people import AT, ON, World, make_world
from tests.project.things import run

URL = "/api/v1/events"


@pytest.fixture
def world(db: None) -> World:
    made = make_world()
    number_all()
    return made


def emit(institution: Institution, n: int = 0) -> None:
    outbox.emit(
        EventKind.INSTITUTION_CHANGED,
        subject=("institution", institution.pk),
        public_id=institution.public_id,
        institution_id=institution.pk,
        county_id=institution.county_id,
        data={"n": n},
        at=AT,
    )


def numbers() -> list[int]:
    return list(FeedEvent.objects.values_list("number", flat=True))


def without_gaps() -> bool:
    return numbers() == list(range(1, len(numbers()) + 1))


# --- what is told ---


def test_every_service_tells_in_its_own_transaction(world: World) -> None:
    by, row = world.viewer(Role.SECTION_CHIEF), world.institution
    start = FeedEvent.objects.count()
    edit_facts(institution=row, expected_version=row.version, by=by, at=AT, why="更正", trade_name="青禾")
    set_category(institution=row, category=Category.SPORTS, from_on=ON, by=by, at=AT, why="变更")
    change_status(institution=row, verb=Verb.SUSPEND, by=by, why="停业整顿", at=AT)
    complaint = receive_complaint(
        institution=row,
        channel=Channel.PORTAL,
        matter=Matter.REFUND,
        received_on=ON,
        by=by,
        at=AT,
        complainant={"name": "令狐冲", "phone": "13500000000"},
    )
    judge_validity(complaint=complaint, is_valid=True, reason="核实", by=by, at=AT)
    resolve_complaint(complaint=complaint, outcome=Outcome.REFUNDED, reason="已退", by=by, at=AT)
    run(row)
    adopt_single(institution=row, code=Colour.YELLOW, by=by, at=AT, on=ON, reason="现场核实")
    number_all()
    told = list(FeedEvent.objects.filter(number__gt=start))
    assert [event.kind for event in told][:7] == [
        "institution.changed",
        "institution.changed",
        "institution.status",
        "complaint.received",
        "complaint.judged",
        "complaint.closed",
        "adopted_code.changed",
    ]
    assert told[0].data == {"fields": ["trade_name"]}
    assert told[2].data == {"source": "operating", "status": "suspended", "effective_on": "2026-11-23"}
    assert (told[3].public_id, told[3].data["number"]) == (complaint.public_id, complaint.number)
    assert told[-1].data == {"code": "yellow", "on": "2026-11-23"}
    assert "令狐冲" not in str([event.data for event in told])


def test_a_batch_of_codes_is_told_by_one_statement(world: World) -> None:
    run(world.institution)
    number_all()
    start = FeedEvent.objects.count()
    batch = adopt_batch(county=world.county, by=world.viewer(Role.SECTION_CHIEF), at=AT, on=ON)
    assert OutboxEvent.objects.count() == batch.count > 0
    number_all()
    told = FeedEvent.objects.filter(number__gt=start)
    assert {(event.kind, event.subject_kind) for event in told} == {("adopted_code.changed", "institution")}
    assert {event.public_id for event in told} == {world.institution.public_id}


def test_an_unknown_kind_is_a_mistake_of_ours(world: World) -> None:
    with pytest.raises(ValueError, match="no kind of event"):
        outbox.emit(
            "money.gone", subject=("x", 1), public_id="x", institution_id=None, county_id=world.county.pk, at=AT
        )


# --- numbers ---


def test_what_is_rolled_back_never_was(world: World) -> None:
    start = FeedEvent.objects.count()
    for n in range(6):
        try:
            with transaction.atomic():
                emit(world.institution, n)
                if n % 2:
                    raise RuntimeError
        except RuntimeError:
            pass
    assert number_all() == 3
    assert [event.data["n"] for event in FeedEvent.objects.filter(number__gt=start)] == [0, 2, 4]
    assert without_gaps()


@pytest.mark.django_db(transaction=True)
def test_whoever_commits_later_gets_the_later_number_and_nothing_is_skipped() -> None:
    """The first to emit commits last: a reader who has gone past still meets its event."""
    world = make_world()
    number_all()
    start = FeedEvent.objects.count()
    emitted, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                emit(world.institution, 1)
                emitted.set()
                go_on.wait(timeout=30)
        finally:
            connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert emitted.wait(timeout=30)
    emit(world.institution, 2)
    number_all()
    assert [event.data["n"] for event in FeedEvent.objects.filter(number__gt=start)] == [2]
    go_on.set()
    thread.join(timeout=30)
    number_all()
    assert [event.data["n"] for event in FeedEvent.objects.filter(number__gt=start)] == [2, 1]
    assert without_gaps()


@pytest.mark.django_db(transaction=True)
def test_eight_writers_four_numberers_and_a_reader_who_misses_nothing() -> None:
    world = make_world()
    viewer = world.viewer(Role.SECTION_CHIEF)
    number_all()
    start, done = FeedEvent.objects.count(), threading.Event()
    read_so_far: list[tuple[int, int]] = []

    def writing(who: int) -> None:
        for n in range(10):
            try:
                with transaction.atomic():
                    emit(world.institution, 100 * who + n)
                    if n % 5 == 4:
                        raise RuntimeError
            except RuntimeError:
                pass

    def numbering() -> None:
        while not done.is_set():
            number_events(limit=3)

    writers = [_thread(lambda who=who: writing(who)) for who in range(8)]
    numberers = [_thread(numbering) for _ in range(4)]
    reader = _thread(lambda: _follow(viewer, start, done, read_so_far))
    _join(writers)
    number_all()
    while OutboxEvent.objects.exists():
        number_all()
    done.set()
    _join([*numberers, reader])
    assert without_gaps()
    assert [number for number, _ in read_so_far] == list(range(start + 1, start + 65))
    assert sorted(n for _, n in read_so_far) == sorted(
        100 * who + n for who in range(8) for n in range(10) if n % 5 != 4
    )


def _follow(viewer: Viewer, after: int, done: threading.Event, found: list[tuple[int, int]]) -> None:
    """As a client does, until the writers have ended and the last number is read."""
    while True:
        ended = done.is_set()
        page = read(viewer, after=after, limit=4)
        found.extend((event.number, event.data["n"]) for event in page.events)
        after = page.next
        if ended and after == page.last:
            return


def _thread(act: Callable[[], None]) -> threading.Thread:
    def run_it() -> None:
        try:
            act()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run_it)
    thread.start()
    return thread


def _join(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.join(timeout=120)
        assert not thread.is_alive()


KILLED = """
import os, sys, django
django.setup()
from django.db import connection, transaction
connection.settings_dict["NAME"] = sys.argv[1]
connection.settings_dict["OPTIONS"]["assume_role"] = sys.argv[2]
from cixi_oversight.audit.services.feed import number_events
with transaction.atomic():
    print(number_events(), flush=True)
    sys.stdin.read()
"""


@pytest.mark.django_db(transaction=True)
def test_a_writer_killed_in_the_middle_leaves_no_gap() -> None:
    world = make_world()
    number_all()
    start = FeedEvent.objects.count()
    for n in range(5):
        emit(world.institution, n)
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, connection.settings_dict["NAME"], settings.APP_DB_ROLE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "cixi_oversight.settings.test"},
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "5"
    assert number_events() == 0  # another one is at it: nobody waits
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)
    _wait_until_the_lock_is_free()
    assert numbers() == list(range(1, start + 1))
    assert number_all() == 5
    assert [event.data["n"] for event in FeedEvent.objects.filter(number__gt=start)] == [0, 1, 2, 3, 4]
    assert without_gaps()


def _wait_until_the_lock_is_free() -> None:
    """The server notices a dead client when it reads from it; then the lock is ours."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local lock_timeout = '30s'")
        cursor.execute("select pg_advisory_xact_lock(hashtext('audit_feed'))")


def test_the_application_cannot_change_the_feed(world: World) -> None:
    for statement in ("update audit_feedevent set number = number + 1", "delete from audit_feedevent"):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


# --- reading ---


@pytest.fixture
def client(world: World) -> Client:
    return world.client(Role.API_CLIENT)


def kinds(answer: Any) -> list[str]:
    return [row["kind"] for row in answer.json()["results"]]


def test_a_client_reads_its_own_and_each_page_again(world: World, client: Client) -> None:
    start = FeedEvent.objects.count()
    for n in range(3):
        emit(world.institution, n)
        emit(world.foreign, n)
    number_all()
    pages, after = [], start
    while True:
        page = client.get(URL, {"after": after, "limit": 2}).json()
        assert page == client.get(URL, {"after": after, "limit": 2}).json()
        pages.append(page)
        after = page["next"]
        if after == page["last"]:
            break
    events = [event for page in pages for event in page["results"]]
    assert [event["number"] for event in events] == [start + 1, start + 3, start + 5]
    assert {event["public_id"] for event in events} == {world.institution.public_id}
    assert events[0] == {
        "number": start + 1,
        "kind": "institution.changed",
        "subject": "institution",
        "public_id": world.institution.public_id,
        "at": "2026-11-23T10:00:00+08:00",
        "data": {"n": 0},
    }
    assert after == start + 6
    assert client.get(URL, {"after": after}).json()["results"] == []


def test_kinds_follow_the_scopes(world: World, client: Client) -> None:
    receive_complaint(
        institution=world.institution,
        channel=Channel.PORTAL,
        matter=Matter.FEES,
        received_on=ON,
        by=world.viewer(Role.SECTION_CHIEF),
        at=AT,
    )
    number_all()

    def seen(*scopes: str) -> set[str]:
        ApiClient.objects.update(scopes=["events:read", *scopes])
        return set(kinds(client.get(URL)))

    assert seen() == set()
    assert seen("complaints:read") == {"complaint.received"}
    assert seen("institutions:read") == {"institution.created"}
    assert seen("institutions:read", "complaints:read") == {"institution.created", "complaint.received"}


def test_a_reader_of_little_gets_pages_that_are_not_full_and_misses_nothing(
    world: World, client: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr("cixi_oversight.audit.services.feed.WINDOW", 4)
    start = FeedEvent.objects.count()
    for n in range(10):
        emit(world.institution if n == 9 else world.foreign, n)
    number_all()
    asked, after, found = 0, start, []
    while True:
        page = client.get(URL, {"after": after}).json()
        found += page["results"]
        asked, after = asked + 1, page["next"]
        if after == page["last"]:
            break
    assert (asked, [event["data"]["n"] for event in found]) == (3, [9])


def test_pages_begin_where_the_feed_still_begins(world: World, client: Client) -> None:
    assert client.get(URL).json()["first"] == 1
    assert rules.WINDOW >= rules.PAGE_MAX


def test_asking_beyond_the_end_stays_there(world: World, client: Client) -> None:
    page = client.get(URL, {"after": 10**12}).json()
    assert (page["results"], page["next"]) == ([], 10**12)


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ({"after": "-1"}, "out_of_range", "after"),
        ({"after": "x"}, "not_a_whole_number", "after"),
        ({"after": "9223372036854775808"}, "out_of_range", "after"),
        ({"after": "１"}, "not_a_whole_number", "after"),
        ({"limit": "0"}, "out_of_range", "limit"),
        ({"limit": "1001"}, "out_of_range", "limit"),
        ({"page": "2"}, "parameter_unknown", "page"),
    ],
)
def test_it_refuses_a_query(client: Client, query: dict[str, str], code: str, field: str) -> None:
    assert_refused(client.get(URL, query), 400, code, field)
