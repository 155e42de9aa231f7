"""Toy kinds of work whose effect can be counted."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection

from cixi_oversight.errors import Message
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services import registry
from cixi_oversight.jobs.services.registry import JobKind, SliceResult
from cixi_oversight.policy.models import CalendarYear

NAME = "test.toy"


@dataclass
class Toy:
    """Three slices; each leaves one row for each time its effect was committed. `on_work` is called in the middle."""

    on_work: Callable[[JobSlice], None] = lambda piece: None
    on_plan: Callable[[], None] = lambda: None
    on_finish: Callable[[], None] = lambda: None
    finished: list[int] = field(default_factory=list)

    def plan(self, job: Job) -> list[tuple[int, int]]:
        self.on_plan()
        return [(1, 10), (11, 20), (21, 30)]

    def work(self, piece: JobSlice) -> SliceResult:
        CalendarYear.objects.create(year=3000 + piece.number)  # a second time would break its key
        self.on_work(piece)
        return SliceResult(rows=10)

    def finish(self, job: Job) -> None:
        self.on_finish()
        self.finished.append(job.pk)

    def effects(self) -> list[int]:
        return list(CalendarYear.objects.filter(year__gt=3000).order_by("year").values_list("year", flat=True))


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Toy:
    made = Toy()
    kind = JobKind(NAME, Message("Toy"), made.plan, made.work, made.finish, attempts_max=3)
    monkeypatch.setattr(registry, "_KINDS", {NAME: kind})
    return made


@contextmanager
def another_process(work: Callable[[], Any]) -> Iterator[threading.Thread]:
    """`work` on a connection of its own, as in another worker."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - handed on below
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    yield thread
    thread.join(30)
    assert not thread.is_alive()
    if failures:
        raise failures[0]
