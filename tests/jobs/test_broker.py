"""Redis away or hung: the row is there, the request goes on, the sweeper makes good."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from cixi_oversight.celery import app
from cixi_oversight.jobs import tasks
from cixi_oversight.jobs.enums import JobState
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services.wake import start, wake
from cixi_oversight.local.paths import valkey_program
from cixi_oversight.users.services.viewer import system_viewer
from tests.jobs.conftest import NAME, Toy

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    argv = [str(valkey_program()), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(argv, stdout=subprocess.DEVNULL)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    before = app.conf.broker_url
    app.conf.broker_url = f"redis://127.0.0.1:{port}/0"
    yield process
    app.conf.broker_url = before
    if process.poll() is None:
        os.kill(process.pid, signal.SIGCONT)
        process.kill()
    process.wait()


def seconds_to_start(slot: str) -> float:
    began = time.monotonic()
    start(NAME, slot=slot, by=system_viewer())
    return time.monotonic() - began


def test_a_broker_that_is_there_gets_the_message(toy: Toy, server: subprocess.Popen[bytes]) -> None:
    assert seconds_to_start("there") < 1
    with app.connection() as broker, broker.SimpleQueue("celery") as queue:
        assert [queue.get(timeout=1).headers["argsrepr"] for _ in range(4)] == [f"[{Job.objects.get().pk}]"] * 4


def test_a_broker_that_is_gone_costs_less_than_a_second_and_loses_nothing(
    toy: Toy, server: subprocess.Popen[bytes]
) -> None:
    server.kill()
    server.wait()
    assert seconds_to_start("gone") < 1
    assert not wake(Job.objects.get(slot="gone").pk, workers=1)


def test_a_broker_that_hangs_holds_no_request_longer_than_a_second(
    toy: Toy, server: subprocess.Popen[bytes], client: Client
) -> None:
    assert seconds_to_start("before") < 1
    os.kill(server.pid, signal.SIGSTOP)
    assert seconds_to_start("hung") < 1
    assert Job.objects.filter(slot="hung").exists()
    began = time.monotonic()
    answer = client.get("/readyz")
    assert time.monotonic() - began < 1
    assert (answer.status_code, answer.json()["broker"], answer.json()["database"]) == (503, "unreachable", "ok")
    os.kill(server.pid, signal.SIGCONT)
    assert wake(Job.objects.get(slot="hung").pk), "and it is used again as soon as it answers"
    assert client.get("/readyz").json()["broker"] == "ok"


def test_what_the_broker_lost_is_swept_up_when_it_is_back(
    toy: Toy, server: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    os.kill(server.pid, signal.SIGSTOP)
    start(NAME, slot="hung", by=system_viewer())
    os.kill(server.pid, signal.SIGCONT)
    tasks.sweep()
    with app.connection() as broker, broker.SimpleQueue("celery") as queue:
        tasks.run_job(*json.loads(queue.get(timeout=1).headers["argsrepr"]))
    assert Job.objects.get().state == JobState.DONE
