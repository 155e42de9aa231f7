"""Real workers are killed (SIGKILL) at every named place, in the first, the middle and the last slice, while another
process records new facts after the cutoff: the night ends with the rows and the hash of the unbroken one."""

import subprocess
import sys
import time

import pytest
from django.conf import settings

from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services.wake import wake
from cixi_oversight.jobs.tasks import sweep
from tests.crash import night_cases
from tests.riskcodes.conftest import by, county, make  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _slices(settings):
    settings.RISK_SLICE = night_cases.SLICE


@pytest.mark.parametrize(("point", "nth"), night_cases.CASES)
def test_a_killed_night_ends_like_an_unbroken_one(make, point, nth):  # noqa: F811
    expected, found = night_cases.kill_and_finish(make, point, nth)
    assert found == expected
    assert found["changes"]


def test_a_night_killed_again_and_again_still_ends(make):  # noqa: F811
    night_cases.build(make)
    expected = night_cases.unbroken(make)
    job = night_cases.start(make)
    for point in night_cases.IN_A_SLICE:
        assert night_cases.worker(job, CIXI_CRASH=f"{point}:1").returncode == -9
    for point in night_cases.AT_THE_END:
        assert night_cases.worker(job, CIXI_CRASH=f"{point}:1").returncode == -9
    assert night_cases.worker(job).stdout.strip() == "done"
    assert night_cases.result() == expected


def test_two_workers_and_a_killed_one_share_a_night(make):  # noqa: F811
    night_cases.build(make)
    expected = night_cases.unbroken(make)
    job = night_cases.start(make)
    command = [sys.executable, str(night_cases.HERE / "worker.py"), str(job.pk)]
    crashes = ("", "", "riskcodes.mid_copy:1")
    processes = [
        subprocess.Popen(command, env=night_cases.environment(CIXI_CRASH=crash), stdout=subprocess.DEVNULL)
        for crash in crashes
    ]
    assert [process.wait(timeout=60) for process in processes][:2] == [0, 0]
    assert night_cases.result() == expected


# --- Redis only wakes ---


@pytest.fixture
def celery_worker():
    """A real worker, started when asked for."""
    processes = []

    def begin() -> None:
        command = [sys.executable, "-m", "celery", "-A", "cixi_oversight.celery", "worker", "-c", "2", "-l", "warning"]
        processes.append(subprocess.Popen(command, env=night_cases.environment(), start_new_session=True))

    yield begin
    for process in processes:
        process.terminate()
        process.wait(timeout=30)


def wait_for(job: Job, seconds: float = 40) -> str:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        job.refresh_from_db()
        if job.is_finished:
            break
        time.sleep(0.1)
    return job.state


def flush_broker() -> None:
    from kombu import Connection

    with Connection(settings.CELERY_BROKER_URL) as broker:
        broker.default_channel.client.flushall()


def test_a_flushed_broker_delays_the_night_and_loses_nothing(make, celery_worker):  # noqa: F811
    night_cases.build(make)
    expected = night_cases.unbroken(make)
    job = night_cases.start(make)
    assert wake(job.pk)
    flush_broker()
    celery_worker()
    time.sleep(6)  # the worker is up, and nobody told it anything
    job.refresh_from_db()
    assert job.state == "queued"
    sweep()
    assert wait_for(job) == "done"
    assert night_cases.result() == expected


def test_a_stopped_broker_delays_the_night_and_loses_nothing(make, celery_worker, monkeypatch):  # noqa: F811
    from cixi_oversight.celery import app

    night_cases.build(make)
    expected = night_cases.unbroken(make)
    url = app.conf.broker_url
    monkeypatch.setattr(app.conf, "broker_url", "redis+socket:///nowhere/valkey.sock")
    monkeypatch.setattr(app.conf, "broker_write_url", "redis+socket:///nowhere/valkey.sock")
    app.pool.force_close_all()
    app._pool = None
    before = time.monotonic()
    job = night_cases.start(make)
    assert not wake(job.pk)
    assert time.monotonic() - before < 5
    monkeypatch.setattr(app.conf, "broker_url", url)
    monkeypatch.setattr(app.conf, "broker_write_url", url)
    app._pool = None
    celery_worker()
    sweep()
    assert wait_for(job) == "done"
    assert night_cases.result() == expected
