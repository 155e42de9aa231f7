"""Closed days are sealed once, in order, and what is done to them afterwards is named from an export alone."""

import base64
import datetime as dt
import importlib.util
import io
import json
import random
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from cixi_oversight import clock
from cixi_oversight.audit.models import AuditHead, Event
from cixi_oversight.audit.services.export import lines
from cixi_oversight.audit.services.record import record
from cixi_oversight.audit.services.seal import last_id_given, seal_days
from cixi_oversight.jobs.enums import JobState
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.jobs.services.wake import start
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.users.models import User
from cixi_oversight.users.services.viewer import system_viewer
from tests.users.conftest import bureau, by, person

__all__ = ["bureau", "by", "person"]

ROOT = Path(__file__).resolve().parents[2]
FIRST, TODAY = dt.date(2026, 11, 18), dt.date(2026, 11, 23)
CLOSED = [FIRST + dt.timedelta(days=n) for n in range(5)]
EMPTY = CLOSED[2]  # nobody did anything


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_audit", ROOT / "deploy/verify_audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


SCRIPT = _script()


def seal(before: dt.date = TODAY) -> list[AuditHead]:
    return seal_days(before=before, upto_id=last_id_given())


def act(by: Viewer, day: dt.date, hour: int = 9, why: str = "暴雪") -> Event:
    return record(
        "policy.set_day", by=by, subject=("calendar_day", 7), why=why, at=clock.at(day, hour), data={"n": hour}
    )


def events(by: Viewer) -> None:
    for day in CLOSED:
        for n in range(0 if day == EMPTY else 12):
            act(by, day, hour=n * 2, why=f"原因{n}")


def exported(low: dt.date = FIRST, high: dt.date = TODAY) -> bytes:
    return b"".join(lines(low=low, high=high))


def verified(tmp_path: Path, export: bytes, *kept: str) -> tuple[int, str]:
    path = tmp_path / "audit.jsonl"
    path.write_bytes(export)
    out = io.StringIO()
    code = SCRIPT.main([str(path), *(part for head in kept for part in ("--kept", head))], out)
    return code, out.getvalue()


@pytest.fixture
def sealed(by: Viewer) -> list[AuditHead]:
    events(by)
    return seal()


@pytest.fixture
def owner(sealed: list[AuditHead]) -> Iterator[Any]:
    """Somebody with every right over the database, the guards switched off."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("reset role")
        cursor.execute("alter table audit_event disable trigger audit_event_append_only")
        cursor.execute("alter table audit_audithead disable trigger audit_audithead_append_only")
        yield cursor
        cursor.execute("set role app")


# --- sealing ---


@pytest.mark.django_db
def test_every_closed_day_has_one_head_in_order(sealed: list[AuditHead], tmp_path: Path) -> None:
    assert [head.day for head in sealed] == CLOSED
    assert [head.events for head in sealed] == [12, 12, 0, 12, 12]
    assert [head.previous for head in sealed] == ["0" * 64, *(head.hash for head in sealed[:-1])]
    code, told = verified(tmp_path, exported(), *(head.printed for head in sealed))
    assert (code, told.splitlines()[-1][:27]) == (0, "48 events, 5 heads, the las")
    assert "unsealed" not in told


@pytest.mark.django_db
def test_sealing_twice_changes_nothing(sealed: list[AuditHead]) -> None:
    before = list(AuditHead.objects.values())
    assert seal() == []
    assert list(AuditHead.objects.values()) == before


@pytest.mark.django_db
def test_an_empty_audit_has_nothing_to_seal() -> None:
    assert seal() == []


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ["update audit_audithead set events = 1", "delete from audit_audithead"])
def test_the_portal_cannot_change_a_head(sealed: list[AuditHead], sql: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db
def test_what_was_written_late_is_covered_by_the_next_head(by: Viewer, sealed: list[AuditHead], tmp_path: Path) -> None:
    late = act(by, CLOSED[1], hour=23)
    code, told = verified(tmp_path, exported())
    assert code == 0
    assert f"unsealed: {CLOSED[1]} from 23:00 to 24:00: 1 events" in told
    (head,) = seal(TODAY + dt.timedelta(days=1))
    assert (head.day, head.events, head.first_id) == (TODAY, 1, late.id)
    for low in (FIRST, CLOSED[3]):  # the late one comes with the head that covers it
        code, told = verified(tmp_path, exported(low))
        assert (code, "unsealed" in told) == (0, False)


@pytest.mark.django_db
def test_unsealed_hours_are_named(by: Viewer, sealed: list[AuditHead], tmp_path: Path) -> None:
    for hour in (9, 9, 14):
        act(by, TODAY, hour=hour)
    code, told = verified(tmp_path, exported())
    assert code == 0
    assert f"unsealed: {TODAY} from 09:00 to 10:00: 2 events" in told
    assert f"unsealed: {TODAY} from 14:00 to 15:00: 1 events" in told


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_seal_each_day_once(tmp_path: Path) -> None:
    by = system_viewer()
    events(by)
    jobs = [start("audit.seal", slot=str(n), by=by, payload={"on": TODAY.isoformat()}, waking=False) for n in range(2)]
    states: list[JobState] = []

    def work(job: Job) -> None:
        try:
            states.append(work_through(job.pk, patient=True))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert states == [JobState.DONE, JobState.DONE]
    assert list(AuditHead.objects.values_list("day", flat=True)) == CLOSED
    assert AuditHead.objects.filter(job_id__in=[job.pk for job in jobs]).count() == 5
    assert verified(tmp_path, exported())[0] == 0


@pytest.mark.django_db(transaction=True)
def test_a_slow_transaction_of_the_day_is_waited_for() -> None:
    by = system_viewer()
    events(by)
    begun, go_on = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                act(by, CLOSED[-1], hour=23)
                begun.set()
                go_on.wait(20)
        finally:
            connection.close()

    clerk = threading.Thread(target=write)
    clerk.start()
    assert begun.wait(10)
    threading.Timer(0.5, go_on.set).start()
    job = start("audit.seal", slot="x", by=by, payload={"on": TODAY.isoformat()}, waking=False)
    work_through(job.pk, patient=True)
    clerk.join()
    assert AuditHead.objects.get(day=CLOSED[-1]).events == 13


# --- who may do everything ---

FIELDS = {
    "why": "why || '。'",
    "verb": "'jobs.retry'",
    "data": """'{"n": 99}'::jsonb""",
    "subject_id": "subject_id + 1",
    "subject_kind": "'job'",
    "institution_id": "4711",
    "request_id": "'abc'",
    "source": "'10.0.0.1'",
    "recorded_at": "recorded_at + interval '1 microsecond'",
    "id": "id + 100000",
}
HEAD_FIELDS = {
    "events": "events + 1",
    "first_id": "coalesce(first_id, 0) + 1",
    "last_id": "coalesce(last_id, 0) - 1",
    "upto_id": "upto_id + 1",
    "marks": "set_byte(marks || '\\x00000000000000000000000000000000', 3, 255)",
    "previous": "overlay(previous placing 'beef' from 9)",
    "hash": "overlay(hash placing 'beef' from 9)",
    "sealed_at": "sealed_at - interval '1 hour'",
    "job_id": "4711",
    "day": "day + 60",
}


def edit(owner: Any, dice: random.Random) -> list[str]:  # noqa: PLR0911 - a list of edits
    """One edit; returns what the report must contain (of it and of what is wrong)."""
    event, other = dice.sample(list(Event.objects.values("id", "recorded_at")), 2)
    head, next_head = sorted(dice.sample(list(AuditHead.objects.all()), 2), key=lambda head: head.day)
    kind = dice.choice(["update", "move", "delete", "insert", "swap", "head", "no head", "swap heads", "extra head"])
    match kind:
        case "update":
            name = dice.choice(sorted(FIELDS))
            owner.execute(f"update audit_event set {name} = {FIELDS[name]} where id = %s", [event["id"]])
            return [f"event {event['id']} "]
        case "move":  # to another day
            days = dice.choice([-400, -1, 1, 2, 30])
            owner.execute(
                "update audit_event set recorded_at = recorded_at + make_interval(days => %s) where id = %s",
                [days, event["id"]],
            )
            return [f"event {event['id']} "]
        case "delete":
            owner.execute("delete from audit_event where id = %s", [event["id"]])
            return [f"event {event['id']} is missing"]
        case "insert":
            new = dice.choice([-5, 0, event["id"], other["id"]])
            owner.execute(
                "insert into audit_event (id, recorded_at, actor_id, verb, subject_kind, subject_id, why, data,"
                " request_id, source) select %s, recorded_at + interval '1 second', actor_id, verb, subject_kind,"
                " subject_id, why, data, request_id, source from audit_event where id = %s",
                [new, event["id"]],
            )
            return [f"event {new} "]
        case "swap":  # which came first
            owner.execute(
                "update audit_event set id = case id when %s then %s else %s end where id in (%s, %s)",
                [event["id"], other["id"], event["id"], event["id"], other["id"]],
            )
            return [f"event {event['id']} ", f"event {other['id']} "]
        case "head":
            name = dice.choice(sorted(HEAD_FIELDS))
            owner.execute(f"update audit_audithead set {name} = {HEAD_FIELDS[name]} where id = %s", [head.pk])
            return [head.day.isoformat()]
        case "no head":
            owner.execute("delete from audit_audithead where id = %s", [head.pk])  # never the last: see the kept copy
            return [head.day.isoformat()]
        case "swap heads":
            owner.execute(
                "update audit_audithead set hash = case id when %s then %s else %s end where id in (%s, %s)",
                [head.pk, next_head.hash, head.hash, head.pk, next_head.pk],
            )
            return [head.day.isoformat(), next_head.day.isoformat()]
        case _:
            owner.execute(
                "insert into audit_audithead (day, events, upto_id, marks, previous, hash, sealed_at)"
                " select %s, 0, upto_id, '', hash, reverse(hash), now() from audit_audithead where day = %s",
                [TODAY, CLOSED[-1]],
            )
            return [TODAY.isoformat()]


@pytest.mark.django_db
def test_200_random_edits_are_all_named(owner: Any, tmp_path: Path) -> None:
    unnamed: list[Any] = []
    for seed in range(200):
        point = transaction.savepoint()
        expected = edit(owner, random.Random(seed))
        code, told = verified(tmp_path, exported())
        wrong = "\n".join(line for line in told.splitlines() if line.startswith("WRONG"))
        if code != 1 or any(name not in wrong for name in expected):
            unnamed.append((seed, expected, told))
        transaction.savepoint_rollback(point)
    assert unnamed == []
    assert verified(tmp_path, exported())[0] == 0  # untouched again


@pytest.mark.django_db
def test_only_a_kept_head_catches_who_computes_all_heads_anew(
    owner: Any, sealed: list[AuditHead], tmp_path: Path
) -> None:
    owner.execute("update audit_event set why = '另有原因' where id = %s", [sealed[1].first_id])
    owner.execute("delete from audit_audithead where day >= %s", [sealed[1].day])
    seal()
    assert verified(tmp_path, exported())[0] == 0
    for kept in sealed[1:]:
        code, told = verified(tmp_path, exported(), kept.printed)
        assert code == 1
        assert f"WRONG {kept.day}: the head is not the one that was kept" in told
    assert verified(tmp_path, exported(), sealed[0].printed)[0] == 0  # from before the edit


@pytest.mark.django_db
def test_heads_cut_off_at_the_end_are_unsealed_and_missed_by_a_kept_one(
    owner: Any, sealed: list[AuditHead], tmp_path: Path
) -> None:
    owner.execute("delete from audit_audithead where day = %s", [CLOSED[-1]])
    code, told = verified(tmp_path, exported(), sealed[-1].printed)
    assert code == 1
    assert f"WRONG {CLOSED[-1]}: the kept head" in told
    assert f"unsealed: {CLOSED[-1]} from 00:00" in told


# --- the file itself ---


@pytest.mark.django_db
def test_lines_out_of_order_or_twice_are_named(sealed: list[AuditHead], tmp_path: Path) -> None:
    rows = exported().splitlines(keepends=True)
    swapped = [*rows[:3], rows[4], rows[3], *rows[5:]]
    told = verified(tmp_path, b"".join(swapped))[1]
    assert f"event {json.loads(rows[3])['id']} stands behind event {json.loads(rows[4])['id']}" in told
    assert (
        f"event {json.loads(rows[3])['id']} is there twice" in verified(tmp_path, b"".join([*rows[:4], *rows[3:]]))[1]
    )


@pytest.mark.django_db
@pytest.mark.parametrize("broken", [b"", b"[]\n", b'{"kind":"event"}\n', b"\xff\n", b"null\n"])
def test_what_is_no_export_is_said_to_be_none(broken: bytes, tmp_path: Path) -> None:
    assert verified(tmp_path, broken)[0] == 2


@pytest.mark.django_db
def test_lines_hold_all_that_is_needed_and_the_documented_marks(sealed: list[AuditHead]) -> None:
    rows = [json.loads(line) for line in exported().splitlines()]
    head = next(row for row in rows if row["kind"] == "head")
    event = next(row for row in rows if row["kind"] == "event")
    assert base64.b64decode(head["marks"])[:8] == event["id"].to_bytes(8, "big")
    assert event["recorded_at"] == "2026-11-17T16:00:00.000000Z"
    assert set(event) == {
        *("actor", "data", "id", "institution_id", "kind", "recorded_at"),
        *("request_id", "source", "subject_id", "subject_kind", "verb", "why"),
    }


# --- doors ---


@pytest.mark.django_db
def test_the_command_writes_what_the_script_verifies(sealed: list[AuditHead], tmp_path: Path) -> None:
    call_command("export_audit", "--to", TODAY.isoformat(), str(tmp_path / "out.jsonl"), stdout=io.StringIO())
    assert verified(tmp_path, (tmp_path / "out.jsonl").read_bytes(), sealed[-1].printed)[0] == 0
    assert Event.objects.filter(verb="audit.export").count() == 1


@pytest.mark.django_db
def test_the_page_shows_heads_and_exports(
    client: Client, person: Callable[..., User], sealed: list[AuditHead], tmp_path: Path
) -> None:
    client.force_login(person("auditor", Role.AUDIT_ADMIN))
    assert sealed[-1].printed in client.get("/bureau/system/audit/").content.decode()
    days = {"from_on": FIRST.isoformat(), "to_on": CLOSED[-1].isoformat()}
    answer: Any = client.get("/bureau/system/audit/export/", days)
    assert verified(tmp_path, b"".join(answer.streaming_content), sealed[-1].printed)[0] == 0
    assert Event.objects.get(verb="audit.export").data == {"from": days["from_on"], "to": days["to_on"]}
    assert client.get("/bureau/system/audit/export/", {"from_on": "x"}).status_code == 400
    assert client.get("/bureau/system/audit/export/", {**days, "to_on": "2026-01-01"}).status_code == 400


@pytest.mark.django_db
def test_heads_are_read_by_machines(client: Client, person: Callable[..., User], sealed: list[AuditHead]) -> None:
    client.force_login(person("auditor", Role.AUDIT_ADMIN))
    found = client.get("/api/v1/audit-heads", {"from_on": CLOSED[1].isoformat()}).json()["results"]
    assert [row["printed"] for row in found] == [head.printed for head in reversed(sealed[1:])]


@pytest.mark.django_db
def test_the_chief_reads_but_does_not_take_out(client: Client, person: Callable[..., User]) -> None:
    client.force_login(person("chief", Role.SECTION_CHIEF))
    assert "audit/export" not in client.get("/bureau/system/audit/").content.decode()
    assert client.get("/bureau/system/audit/export/").status_code == 403
