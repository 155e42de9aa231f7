"""The row is the job: leases, fences, attempts, and workers that die or come late (real connections)."""

import threading

import pytest
from django.db import connection

from cixi_oversight.jobs import tasks
from cixi_oversight.jobs.enums import JobState, SliceState
from cixi_oversight.jobs.errors import NothingToRetry
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services import engine
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.jobs.services.retry import retry_job
from cixi_oversight.jobs.services.wake import start
from cixi_oversight.users.services.viewer import system_viewer
from tests.jobs.conftest import NAME, Toy, another_process
from tests.users.conftest import AT

pytestmark = pytest.mark.django_db(transaction=True)
ALL = [3001, 3002, 3003]


@pytest.fixture
def job(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setattr("cixi_oversight.jobs.services.wake.wake", lambda job_id: True)  # no worker is wanted here
    return start(NAME, slot="once", by=system_viewer())


def age(what: str, row_id: int) -> None:
    """Its lease ran out long ago."""
    with connection.cursor() as cursor:
        cursor.execute(f"update {what} set lease_until = clock_timestamp() - interval '1 hour' where id = %s", [row_id])


def test_a_job_is_worked_once_whoever_is_woken_how_often(toy: Toy, job: Job) -> None:
    assert [work_through(job.pk) for _ in range(3)] == [JobState.DONE] * 3
    assert toy.effects() == ALL
    assert toy.finished == [job.pk]
    assert sum(job.slices.values_list("rows", flat=True)) == 30


def test_a_slot_has_one_job(job: Job) -> None:
    assert start(NAME, slot="once", by=system_viewer()).pk == job.pk
    assert start(NAME, slot="twice", by=system_viewer()).pk != job.pk


def test_two_beats_and_two_workers_leave_one_effect(toy: Toy, job: Job) -> None:
    together = threading.Barrier(2)

    def both() -> None:
        start(NAME, slot="once", by=system_viewer())
        together.wait(10)
        work_through(job.pk, patient=True)

    with another_process(both), another_process(both):
        pass
    assert toy.effects() == ALL
    assert toy.finished == [job.pk]


def test_a_worker_that_comes_late_leaves_nothing(toy: Toy, job: Job) -> None:
    """It held the lease, slept, and another took over meanwhile."""
    engine._under_job_lease(job, engine.kind_of(NAME), engine._plan)
    stale = engine._claim_slice(job, engine.kind_of(NAME))
    assert stale is not None
    age("jobs_jobslice", stale.id)
    with another_process(lambda: work_through(job.pk, patient=True)):
        pass
    before = JobSlice.objects.get(pk=stale.id)
    assert before.fence == stale.fence + 1
    engine._work_slice(job, engine.kind_of(NAME), stale)
    engine._note_slice_error(engine.kind_of(NAME), stale, ValueError("late"))
    after = JobSlice.objects.get(pk=stale.id)
    assert (after.state, after.error, after.finished_at) == (SliceState.DONE, "", before.finished_at)
    assert toy.effects() == ALL


def test_a_lease_that_runs_is_respected(toy: Toy, job: Job) -> None:
    engine._under_job_lease(job, engine.kind_of(NAME), engine._plan)
    held = engine._claim_slice(job, engine.kind_of(NAME))
    assert held is not None
    with another_process(lambda: work_through(job.pk)):
        pass
    assert toy.effects() == [3002, 3003]
    assert Job.objects.get(pk=job.pk).state == JobState.RUNNING
    age("jobs_jobslice", held.id)
    assert work_through(job.pk) is JobState.DONE
    assert toy.effects() == ALL


def test_a_slow_worker_keeps_its_slice_though_its_lease_ran_out(toy: Toy, job: Job) -> None:
    """Its transaction holds the row: nobody doubles work that is alive."""
    arrived, go_on = threading.Event(), threading.Event()

    def pause(piece: JobSlice) -> None:
        if piece.number == 1 and not arrived.is_set():
            arrived.set()
            assert go_on.wait(20)

    toy.on_work = pause
    with another_process(lambda: work_through(job.pk)):
        assert arrived.wait(20)
        first = JobSlice.objects.get(job=job, number=1)
        work_through(job.pk)
        assert JobSlice.objects.get(pk=first.pk).fence == first.fence
        go_on.set()
    assert work_through(job.pk) is JobState.DONE
    assert toy.effects() == ALL


def test_two_processes_that_plan_at_once_plan_once(toy: Toy, job: Job) -> None:
    seen_unplanned = Job.objects.get(pk=job.pk)
    assert engine._under_job_lease(seen_unplanned, engine.kind_of(NAME), engine._plan)
    assert engine._under_job_lease(seen_unplanned, engine.kind_of(NAME), engine._plan)
    assert job.slices.count() == 3
    assert Job.objects.get(pk=job.pk).error == ""


def test_a_poison_slice_fails_after_its_attempts_and_leaves_the_others_done(toy: Toy, job: Job) -> None:
    def poison(piece: JobSlice) -> None:
        if piece.number == 2:
            raise ZeroDivisionError("nobody enrolled")

    toy.on_work = poison
    assert work_through(job.pk) is JobState.PARTIAL
    failed = job.slices.get(state=SliceState.FAILED)
    assert (failed.number, failed.attempts, failed.error) == (2, 3, "ZeroDivisionError: nobody enrolled")
    assert toy.effects() == [3001, 3003]


@pytest.mark.parametrize("stage", ["on_plan", "on_finish"])
def test_a_poison_job_ends_failed_with_its_error(toy: Toy, job: Job, stage: str) -> None:
    def poison() -> None:
        raise LookupError("no rule set in force")

    setattr(toy, stage, poison)
    for _ in range(3):
        with pytest.raises(LookupError):
            work_through(job.pk)
    assert work_through(job.pk) is JobState.FAILED
    row = Job.objects.get(pk=job.pk)
    assert row.error == "LookupError: no rule set in force"
    assert row.finished_at is not None


def test_a_worker_killed_at_every_attempt_ends_the_slice(toy: Toy, job: Job) -> None:
    kind = engine.kind_of(NAME)
    engine._under_job_lease(job, kind, engine._plan)
    for _ in range(kind.attempts_max):
        lease = engine._claim_slice(job, kind)  # and the process is gone
        assert lease is not None
        age("jobs_jobslice", lease.id)
    assert work_through(job.pk) is JobState.PARTIAL
    assert "killed at every attempt" in job.slices.get(state=SliceState.FAILED).error


def test_a_worker_killed_at_every_planning_ends_the_job(toy: Toy, job: Job) -> None:
    kind = engine.kind_of(NAME)
    for _ in range(kind.attempts_max):
        assert engine._claim_job(job.pk, kind) is not None
        age("jobs_job", job.pk)
    assert work_through(job.pk) is JobState.FAILED
    assert "killed at every attempt" in Job.objects.get(pk=job.pk).error


def test_a_person_tries_again_and_only_what_failed_is_done(toy: Toy, job: Job) -> None:
    by = system_viewer()

    def poison(piece: JobSlice) -> None:
        if piece.number == 2:
            raise ZeroDivisionError

    toy.on_work = poison
    work_through(job.pk)
    toy.on_work = lambda piece: None
    retry_job(job.pk, by=by, at=AT)
    assert work_through(job.pk) is JobState.DONE
    assert toy.effects() == ALL
    with pytest.raises(NothingToRetry):
        retry_job(job.pk, by=by, at=AT)


def test_a_lost_message_is_swept_up(toy: Toy, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[int] = []
    monkeypatch.setattr(tasks, "wake", lambda job_id, workers=None: woken.append(job_id))
    tasks.sweep()
    assert woken == [job.pk]
    tasks.run_job(job.pk)
    assert woken == [job.pk, job.pk], "helpers are called once there are slices"
    tasks.sweep()
    assert woken == [job.pk, job.pk], "what is finished is left alone"
    assert toy.effects() == ALL


def test_work_that_has_to_wait_loses_no_attempt_and_goes_on_later(toy: Toy, job: Job) -> None:
    def wait() -> None:
        raise engine.NotYet

    toy.on_plan = wait
    for _ in range(9):
        work_through(job.pk)
    job.refresh_from_db()
    assert (job.attempts, job.lease_until, job.planned_at, job.error) == (0, None, None, "")
    toy.on_plan = lambda: None
    assert work_through(job.pk) == JobState.DONE


def test_helpers_are_called_once_there_are_slices(toy: Toy, job: Job) -> None:
    seen: list[tuple[int, int]] = []
    work_through(job.pk, on_planned=lambda job_id: seen.append((job_id, JobSlice.objects.filter(job=job_id).count())))
    assert seen == [(job.pk, 3)]
