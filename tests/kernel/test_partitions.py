"""Monthly partitions: made ahead by the owner's function, and rows that nobody changes or removes."""

import datetime as dt

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.partitions import ensure_months
from cixi_oversight.users.services.viewer import system_viewer

pytestmark = pytest.mark.django_db


def event(at: dt.datetime) -> Event:
    by = system_viewer()
    return Event.objects.create(recorded_at=at, actor_id=by.actor_id, verb="t.t", subject_kind="t", subject_id=1)


def partition_of(row: Event) -> str:
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute("select tableoid::regclass::text from audit_event where id = %s", [row.id])
        name = cursor.fetchone()[0]
        cursor.execute("set role app")
    return str(name)


@pytest.mark.parametrize(
    ("at", "name"),
    [
        (clock.at(dt.date(2026, 11, 1)), "audit_event_202611"),
        (clock.at(dt.date(2026, 10, 31), 23, 59), "audit_event_202610"),
        (clock.at(dt.date(2026, 1, 1)), "audit_event_202601"),
        (clock.at(dt.date(2025, 12, 31), 23, 59), "audit_event_default"),
    ],
)
def test_a_row_lies_in_its_month_of_shanghai(at: dt.datetime, name: str) -> None:
    assert partition_of(event(at)) == name


def test_ids_come_from_one_sequence() -> None:
    later, earlier = event(clock.at(dt.date(2026, 11, 1))), event(clock.at(dt.date(2026, 2, 1)))
    assert later.id < earlier.id
    assert Event.objects.get(pk=(later.recorded_at, later.id)) == later


def test_months_are_made_once_and_twelve_ahead() -> None:
    assert ensure_months(on=dt.date(2031, 12, 5)) == 13
    assert ensure_months(on=dt.date(2031, 12, 5)) == 0
    assert partition_of(event(clock.at(dt.date(2032, 12, 31), 23))) == "audit_event_203212"


def test_a_month_that_began_without_its_partition_stays_in_the_default_one() -> None:
    late = event(clock.at(dt.date(2033, 5, 9)))
    assert ensure_months(on=dt.date(2033, 5, 10), ahead=1) == 1
    assert partition_of(late) == "audit_event_default"
    assert partition_of(event(clock.at(dt.date(2033, 5, 11)))) == "audit_event_default"


STATEMENTS = (
    "update audit_event set why = 'changed'",
    "delete from audit_event",
    "delete from audit_event_202611",
    "truncate audit_event",
    "truncate audit_event_202611",
    "truncate audit_event_default",
    "truncate audit_event_203306",
)


@pytest.mark.parametrize("sql", STATEMENTS)
def test_the_owner_too_adds_only(sql: str) -> None:
    event(clock.at(dt.date(2026, 11, 23)))
    ensure_months(on=dt.date(2033, 6, 1), ahead=0)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("reset role")
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
            cursor.execute(sql)
        cursor.execute("set role app")


@pytest.mark.parametrize("sql", [*STATEMENTS, "alter table audit_event disable trigger user"])
def test_the_application_has_no_right_to(sql: str) -> None:
    ensure_months(on=dt.date(2033, 6, 1), ahead=0)
    with (
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        transaction.atomic(),
    ):
        cursor.execute(sql)


def test_the_function_is_not_for_everybody() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select has_function_privilege('app', 'audit_event_ensure_month(date)', 'execute')")
        assert cursor.fetchone() == (True,)
        cursor.execute("select proacl::text from pg_proc where proname = 'audit_event_ensure_month'")
        assert "{=X" not in cursor.fetchone()[0]
