"""Logs: one JSON object a line, with ids, without anything personal."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import structlog
from celery import Celery
from django.test import Client

from cixi_oversight.permissions import Role
from cixi_oversight.settings.logs import drop_details
from cixi_oversight.users.models import User
from tests.users.conftest import PASSWORD, bureau, person

__all__ = ["bureau", "person"]

ROOT = Path(__file__).resolve().parents[2]
WRITE = """
import logging, logging.config, structlog
from cixi_oversight.settings.logs import configure
logging.config.dictConfig(configure(as_json=True, level="INFO"))
with structlog.contextvars.bound_contextvars(request_id="r-1", job_id=7):
    structlog.get_logger("a").info("own", figure=3)
    logging.getLogger("b").warning("foreign %s", "line")
    password = "secret-in-a-variable"
    try:
        raise ValueError("duplicate key\\nDETAIL:  Key (name)=(李娜) already exists.")
    except ValueError as error:
        structlog.get_logger("a").error("failed", error=str(error), exc_info=error)
        logging.getLogger("b").exception("foreign failed")
"""


@pytest.fixture(scope="module")
def lines() -> list[dict[str, object]]:
    done = subprocess.run([sys.executable, "-c", WRITE], cwd=ROOT, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_line_is_json_with_the_ids(lines: list[dict[str, object]]) -> None:
    assert [line["event"] for line in lines] == ["own", "foreign line", "failed", "foreign failed"]
    assert all((line["request_id"], line["job_id"]) == ("r-1", 7) for line in lines)
    assert all(line["timestamp"] and line["level"] and line["logger"] for line in lines)


def test_a_traceback_says_where_but_not_what(lines: list[dict[str, object]]) -> None:
    for line in lines[2:]:
        assert "ValueError: duplicate key" in str(line["exception"])
        assert "李娜" not in str(line)
        assert "secret-in-a-variable" not in str(line)


def test_a_text_without_details_is_left_alone() -> None:
    event = {"event": "x", "error": "line one\nline two", "figure": 3}
    assert drop_details(None, "info", dict(event)) == event


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> structlog.testing.LogCapture:
    """What requests log, without a level in the way."""
    import django_structlog.middlewares.request as middleware

    capture = structlog.testing.LogCapture()
    logger = structlog.wrap_logger(
        structlog.PrintLogger(), processors=[structlog.contextvars.merge_contextvars, capture]
    )
    monkeypatch.setattr(middleware, "logger", logger)
    return capture


@pytest.mark.django_db
def test_a_request_logs_ids_and_the_path_only(
    client: Client, person: Callable[..., User], logged: structlog.testing.LogCapture
) -> None:
    user = person("lina", Role.REGISTRAR)
    client.post("/accounts/login/?next=/", {"login": "lina", "password": PASSWORD})
    client.get("/bureau/search/", {"q": "张三 13800000000"})
    text = str(logged.entries)
    for private in ("lina", PASSWORD, "张三", "13800000000", "%E5%BC%A0", "?"):
        assert private not in text
    last = logged.entries[-1]
    assert (last["request"], last["user_id"]) == ("GET /bureau/search/", user.pk)
    assert last["request_id"]


@pytest.mark.django_db
def test_a_claimed_address_is_not_believed(client: Client, logged: structlog.testing.LogCapture) -> None:
    client.get("/", headers={"X-Forwarded-For": "6.6.6.6"})
    assert "6.6.6.6" not in str(logged.entries)


def test_work_carries_the_id_of_the_request_and_no_address() -> None:
    from cixi_oversight.celery import app

    assert isinstance(app, Celery)
    headers: dict[str, dict[str, object]] = {}
    with structlog.contextvars.bound_contextvars(request_id="r-1", ip="10.0.0.1"):
        from celery.signals import before_task_publish

        before_task_publish.send(sender="x", headers=headers, body={}, properties={}, routing_key="celery")
    assert headers["__django_structlog__"]["request_id"] == "r-1"
    assert "ip" not in headers["__django_structlog__"]


@pytest.mark.django_db
def test_a_failed_job_logs_its_id_and_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    from cixi_oversight.errors import Message
    from cixi_oversight.jobs import tasks
    from cixi_oversight.jobs.models import Job
    from cixi_oversight.jobs.services import engine, registry
    from cixi_oversight.users.services.viewer import system_viewer

    def poison(_: object) -> list[tuple[int, int]]:
        raise LookupError

    kind = registry.JobKind("t.poison", Message("t"), poison, poison, poison)  # type: ignore[arg-type]
    monkeypatch.setitem(registry._KINDS, "t.poison", kind)
    capture = structlog.testing.LogCapture()
    processors: list[Any] = [structlog.contextvars.merge_contextvars, capture]
    monkeypatch.setattr(engine, "log", structlog.wrap_logger(structlog.PrintLogger(), processors=processors))
    job = Job.objects.create(name="t.poison", slot="x", created_by_id=system_viewer().actor_id)
    with pytest.raises(LookupError):
        tasks.run_job(job.pk)
    (line,) = capture.entries
    assert (line["event"], line["job_id"], line["job"], line["error"]) == (
        "job_failed",
        job.pk,
        "t.poison",
        "LookupError",
    )
