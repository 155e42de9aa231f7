"""The audit: written with the act or not at all, read with filters, taken out with a note."""

import ast
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.audit.services.record import record
from cixi_oversight.audit.services.verbs import known_verbs
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.policy.models import CalendarDay
from cixi_oversight.policy.services.calendar import set_day
from cixi_oversight.users.models import User
from tests.users.conftest import AT, bureau, by, person

__all__ = ["bureau", "by", "person"]

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
PAGE = "/bureau/system/audit/"


def act(by: Viewer, day: dt.date = dt.date(2027, 3, 8)) -> None:
    set_day(day=day, is_workday=False, name="休", why="暴雪", by=by, at=AT)


def test_an_act_that_cannot_be_audited_does_not_happen(by: Viewer) -> None:
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute("revoke insert on audit_event from app")
        cursor.execute("set role app")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        act(by)
    assert not CalendarDay.objects.filter(day=dt.date(2027, 3, 8)).exists()


def test_an_event_says_who_what_when_why(by: Viewer) -> None:
    act(by)
    event = Event.objects.get()
    assert (event.actor_id, event.verb, event.recorded_at, event.why) == (by.actor_id, "policy.set_day", AT, "暴雪")


def test_the_public_leaves_no_event() -> None:
    from cixi_oversight.permissions import PUBLIC_VIEWER

    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
    with pytest.raises(DatabaseError, match="foreign key"), transaction.atomic():
        record("x.y", by=PUBLIC_VIEWER, subject=("x", 1))


@pytest.fixture
def auditor(client: Client, person: Callable[..., User]) -> Client:
    client.force_login(person("auditor", Role.AUDIT_ADMIN))
    return client


@pytest.fixture
def events(by: Viewer) -> None:
    for n in range(120):
        at = clock.at(dt.date(2026, 11, 1)) + dt.timedelta(hours=n)
        record("policy.set_day", by=by, subject=("calendar_day", 7000 + n), why=f"原因{n:03d}", at=at)
    record("jobs.retry", by=by, subject=("job", 17), why="再跑一遍", at=clock.at(dt.date(2026, 11, 20)))


@pytest.mark.parametrize(
    ("query", "found", "missing"),
    [
        ({"verb": "jobs.retry"}, "再跑一遍", "原因119"),
        ({"subject": "job:17"}, "再跑一遍", "原因119"),
        ({"subject": "calendar_day"}, "原因119", "再跑一遍"),
        ({"from_on": "2026-11-20", "to_on": "2026-11-20"}, "再跑一遍", "原因119"),
        ({"to_on": "2026-11-05"}, "原因119", "再跑一遍"),
        ({"actor": "SYS", "verb": "jobs.retry"}, "再跑一遍", "原因119"),
        ({"subject": "job:x"}, "empty-state", "再跑一遍"),
        ({"institution": "没有这家"}, "empty-state", "再跑一遍"),
    ],
)
def test_filters_find(auditor: Client, events: None, query: dict[str, str], found: str, missing: str) -> None:
    page = auditor.get(PAGE, query).content.decode()
    assert found in page
    assert missing not in page


def test_every_event_comes_once_page_after_page(auditor: Client, events: None) -> None:
    seen: list[str] = []
    query = "?subject=calendar_day"
    import re

    while query:
        answer = auditor.get(PAGE + query, headers={"HX-Request": "true"} if "after=" in query else {})
        page = answer.content.decode()
        seen += re.findall(r"原因\d{3}", page)
        more = re.search(r"[?&](?:amp;)?after=([^\"&]+)", page)
        query = f"?subject=calendar_day&after={more[1]}" if more else ""
    assert list(dict.fromkeys(seen)) == [f"原因{n:03d}" for n in reversed(range(120))]


def test_csv_holds_the_whole_filtered_list_and_is_noted(auditor: Client, events: None) -> None:
    answer: Any = auditor.get(PAGE, {"format": "csv", "subject": "calendar_day"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert len(text.strip().splitlines()) == 121
    assert Event.objects.filter(verb="pages.export_list").exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.AUDIT_ADMIN, 200), (Role.SECTION_CHIEF, 200), (Role.SYSTEM_ADMIN, 403), (Role.REGISTRAR, 403)],
)
def test_who_may_read(client: Client, person: Callable[..., User], role: Role, status: int) -> None:
    client.force_login(person("reader", role))
    assert client.get(PAGE).status_code == status


def test_every_verb_that_is_written_has_a_name() -> None:
    written: set[str] = set()
    for path in [*ROOT.glob("*/services/**/*.py"), *ROOT.glob("cixi_oversight/*/services/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"record", "audited"} and node.args:
                verb = node.args[0]
                if isinstance(verb, ast.Constant) and isinstance(verb.value, str):
                    written.add(verb.value)
    assert len(written) > 10
    assert written <= set(known_verbs()), written - set(known_verbs())
