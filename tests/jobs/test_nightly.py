"""The nightly schedule: what is due, in which order, once whatever happens twice."""

import datetime as dt
from typing import Any

import pytest

from cixi_oversight import clock
from cixi_oversight.jobs import tasks
from cixi_oversight.jobs.enums import JobState
from cixi_oversight.jobs.errors import NightStillRunning, NotADemo
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.rules.nightly import Nightly, next_day
from cixi_oversight.jobs.services import nightly, registry
from cixi_oversight.jobs.services.business_date import go_to_next_day, pin, pinned_date
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.jobs.services.registry import JobKind, SliceResult
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.services.viewer import system_viewer

MONDAY = dt.date(2026, 11, 23)
FIRST = Nightly("test.first", at=dt.time(1, 0))
SECOND = Nightly("test.second", at=dt.time(2, 0), after=("test.first",))
STRICT = Nightly("test.strict", at=dt.time(2, 0), after=("test.first",), runs_after_failure=False)


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


@pytest.mark.parametrize(
    ("last", "at", "day"),
    [
        (None, clock.at(MONDAY, 0, 59), None),
        (None, clock.at(MONDAY, 1, 0), MONDAY),
        (MONDAY, clock.at(MONDAY, 23), None),
        (MONDAY, clock.at(MONDAY + days(1), 0, 59), None),
        (MONDAY, clock.at(MONDAY + days(1), 1, 0), MONDAY + days(1)),
        (MONDAY - days(3), clock.at(MONDAY, 0, 30), MONDAY - days(2)),
    ],
)
def test_the_next_day_of_a_line(last: dt.date | None, at: dt.datetime, day: dt.date | None) -> None:
    assert next_day(FIRST, last=last, at=at) == day


def kind(name: str, *, broken: bool = False) -> JobKind:
    def work(_: Any) -> SliceResult:
        return SliceResult(1)

    def finish(_: Job) -> None:
        if broken:
            raise ArithmeticError("no sum")

    return JobKind(name, f"{name}", lambda _: [(1, 1)], work, finish, attempts_max=1)  # type: ignore[arg-type]


@pytest.fixture
def by(db: None, monkeypatch: pytest.MonkeyPatch) -> Viewer:
    kinds = {name: kind(name) for name in ("test.first", "test.second", "test.strict")}
    monkeypatch.setattr(registry, "_KINDS", kinds)
    return system_viewer()


def finish(jobs: list[Job]) -> None:
    for job in jobs:
        assert work_through(job.pk) is JobState.DONE


def nights(name: str) -> list[dt.date]:
    return list(Job.objects.filter(name=name).order_by("night").values_list("night", flat=True))


def test_two_beats_start_a_night_once(by: Viewer) -> None:
    at = clock.at(MONDAY, 1)
    first = nightly.start_due(at=at, by=by, lines=[FIRST])
    assert nightly.start_due(at=at, by=by, lines=[FIRST]) == []
    finish(first)
    assert nightly.start_due(at=at, by=by, lines=[FIRST]) == []
    assert nights("test.first") == [MONDAY]


def test_a_line_waits_for_what_stands_in_after(by: Viewer) -> None:
    lines, at = [FIRST, SECOND], clock.at(MONDAY, 3)
    first = nightly.start_due(at=at, by=by, lines=lines)
    assert [job.name for job in first] == ["test.first"]
    assert nightly.start_due(at=at, by=by, lines=lines) == []
    finish(first)
    assert [job.name for job in nightly.start_due(at=at, by=by, lines=lines)] == ["test.second"]


def test_missed_days_are_made_up_once_and_in_order(by: Viewer) -> None:
    lines = [FIRST, SECOND]
    finish(nightly.start_due(at=clock.at(MONDAY, 1), by=by, lines=[FIRST]))
    finish(nightly.start_due(at=clock.at(MONDAY, 2), by=by, lines=lines))
    for _ in range(12):  # the host was away from Tuesday to Thursday
        started = nightly.start_due(at=clock.at(MONDAY + days(3), 12), by=by, lines=lines)
        finish(started)
    assert nights("test.first") == nights("test.second") == [MONDAY + days(n) for n in range(4)]


def test_a_day_is_not_begun_while_the_day_before_is_worked(by: Viewer) -> None:
    nightly.start_due(at=clock.at(MONDAY, 1), by=by, lines=[FIRST])
    assert nightly.start_due(at=clock.at(MONDAY + days(1), 12), by=by, lines=[FIRST]) == []


@pytest.mark.parametrize(("line", "goes_on"), [(SECOND, True), (STRICT, False)])
def test_what_follows_a_failure(by: Viewer, monkeypatch: pytest.MonkeyPatch, line: Nightly, goes_on: bool) -> None:
    monkeypatch.setitem(registry._KINDS, "test.first", kind("test.first", broken=True))
    (job,) = nightly.start_due(at=clock.at(MONDAY, 1), by=by, lines=[FIRST, line])
    with pytest.raises(ArithmeticError):
        work_through(job.pk)
    assert Job.objects.get(pk=job.pk).state == JobState.FAILED
    assert bool(nightly.start_due(at=clock.at(MONDAY, 3), by=by, lines=[FIRST, line])) is goes_on


def test_a_kind_may_start_its_own_jobs_for_every_county(by: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from cixi_oversight.jobs.services.wake import start

    def counties(day: dt.date, by: Viewer) -> list[Job]:
        return [start("test.first", slot=f"{code}:{day}", by=by) for code in ("330282", "330281")]

    monkeypatch.setitem(registry._KINDS, "test.first", replace(kind("test.first"), start_night=counties))
    assert len(nightly.start_due(at=clock.at(MONDAY, 1), by=by, lines=[FIRST])) == 2
    assert nights("test.first") == [MONDAY, MONDAY]


def test_a_pinned_demo_starts_no_night_by_itself(by: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "schedule", lambda: (FIRST, SECOND))
    pin(MONDAY)
    tasks.tick()
    assert not Job.objects.exists()


def test_next_day_starts_the_night_and_the_beat_goes_on_with_it(by: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "schedule", lambda: (FIRST, SECOND))
    pin(MONDAY)
    assert go_to_next_day(by=by) == pinned_date() == clock.today() == MONDAY + days(1)
    assert nights("test.first") == [MONDAY + days(1)]
    with pytest.raises(NightStillRunning):
        go_to_next_day(by=by)
    tasks.tick()
    assert nights("test.second") == []
    finish(list(Job.objects.all()))
    tasks.tick()
    tasks.tick()
    assert nights("test.second") == [MONDAY + days(1)]


def test_next_day_needs_a_pinned_date(by: Viewer) -> None:
    with pytest.raises(NotADemo):
        go_to_next_day(by=by)


def test_a_line_that_cannot_start_does_not_stop_the_others(by: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    def broken(day: dt.date, by: Viewer) -> list[Job]:
        Job.objects.create(name="half", slot="x", created_by_id=by.actor_id)
        raise LookupError("no county")

    monkeypatch.setitem(registry._KINDS, "test.first", replace(kind("test.first"), start_night=broken))
    lines = [FIRST, Nightly("test.unknown", at=dt.time(0)), Nightly("test.second", at=dt.time(1))]
    assert [job.name for job in nightly.start_due(at=clock.at(MONDAY, 2), by=by, lines=lines)] == ["test.second"]
    assert not Job.objects.filter(name="half").exists()


def test_a_day_that_was_overtaken_by_hand_does_not_hold_up_the_next(
    by: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from cixi_oversight.jobs.services.wake import start

    def counties(day: dt.date, by: Viewer) -> list[Job]:
        return [] if day < MONDAY + days(2) else [start("test.first", slot=f"330282:{day}", by=by)]

    finish(nightly.start_due(at=clock.at(MONDAY, 1), by=by, lines=[FIRST]))
    monkeypatch.setitem(registry._KINDS, "test.first", replace(kind("test.first"), start_night=counties))
    (job,) = nightly.start_due(at=clock.at(MONDAY + days(2), 1), by=by, lines=[FIRST])
    assert job.slot.endswith("2026-11-25")


def test_every_line_of_the_schedule_names_known_work_that_stands_before_it() -> None:
    seen: set[str] = set()
    for line in nightly.schedule():
        assert registry.kind_of(line.job)
        assert set(line.after) <= seen, f"{line.job} follows what comes later"
        seen.add(line.job)
    assert "riskcodes.night" in seen


@pytest.mark.django_db
def test_the_night_makes_the_partitions_of_the_coming_twelve_months() -> None:
    from django.db import connection

    (line,) = [line for line in nightly.schedule() if line.job == "jobs.partitions"]
    (job,) = nightly.start_line(line, day=dt.date(2034, 3, 31), by=system_viewer())
    assert work_through(job.pk) is JobState.DONE
    assert job.slices.get().rows == 13
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('audit_event_203403'), to_regclass('audit_event_203503')")
        assert None not in cursor.fetchone()


@pytest.mark.django_db
def test_the_night_removes_what_has_run_out_and_nothing_else() -> None:
    from django.contrib.sessions.models import Session

    from cixi_oversight.users.models import CacheEntry

    now = clock.real_now()
    for key, expires in [("old", now - dt.timedelta(minutes=1)), ("new", now + dt.timedelta(minutes=1))]:
        Session.objects.create(session_key=key, session_data="", expire_date=expires)
        CacheEntry.objects.create(cache_key=key, value="", expires=expires)
    (line,) = [line for line in nightly.schedule() if line.job == "jobs.tidy"]
    (job,) = nightly.start_line(line, day=MONDAY, by=system_viewer())
    assert work_through(job.pk) is JobState.DONE
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert list(CacheEntry.objects.values_list("cache_key", flat=True)) == ["new"]
