"""How far a writing is, for the page. Its transaction shows nothing until the end; the name of its session does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

from cixi_oversight.errors import Message, msg
from cixi_oversight.jobs.models import Job

STEPS: Final[dict[str, Message]] = {
    "normalise": msg("Tidying the cells"),
    "validate": msg("Checking the cells"),
    "match": msg("Looking for known records"),
    "write": msg("Writing the records"),
}


@contextmanager
def steps_of(job: Job) -> Iterator[Callable[[str], None]]:
    """Publishes each step as the connection's application name, which everybody may read and nobody has to lock."""
    before = _name()

    def step(key: str) -> None:
        _rename(f"import:{job.pk}:{key}")

    yield step
    _rename(before)  # after a failure the rollback takes the name back


def step_of(job_id: int) -> str | None:
    """The step that some process is at, or None while nobody works."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select split_part(application_name, ':', 3) from pg_stat_activity "
            "where application_name like %s and datname = current_database() limit 1",
            [f"import:{job_id}:%"],
        )
        row = cursor.fetchone()
    return None if row is None else str(row[0])


def share_done(step: str | None) -> int:
    """Per cent of the steps that are behind; the writing is as long as the rest together."""
    return {"normalise": 5, "validate": 15, "match": 30, "write": 50}.get(step or "", 0)


def _name() -> str:
    with connection.cursor() as cursor:
        cursor.execute("show application_name")
        return str(cursor.fetchone()[0])


def _rename(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('application_name', %s, false)", [name])
