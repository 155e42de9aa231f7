"""Start work and wake workers. Waking may fail (no Redis): the row is there, the sweeper wakes again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import structlog
from celery import Celery
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from cixi_oversight.jobs.models import Job
from cixi_oversight.permissions import Viewer

log = structlog.get_logger(__name__)

# Who wakes is often a request: a broker that is gone or hangs may cost it a moment, not its time-out.
_IMPATIENT: Final = {
    "socket_timeout": 0.4,
    "socket_connect_timeout": 0.4,
    "connect_retries_timeout": 0.4,
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}


def start(
    name: str,
    *,
    slot: str,
    by: Viewer,
    county_id: int | None = None,
    payload: dict[str, Any] | None = None,
    waking: bool = True,
) -> Job:
    """The job of this slot: made and woken on commit, or the one that is there already (two beats, two clicks).

    A command that works the job itself wakes nobody: it needs neither a worker nor Redis.
    """
    job, made = Job.objects.get_or_create(
        name=name,
        slot=slot,
        defaults={"county_id": county_id, "payload": payload or {}, "created_by_id": by.actor_id},
    )
    if made and waking:
        transaction.on_commit(lambda: wake(job.pk))
    return job


def wake(job_id: int, *, workers: int | None = None) -> bool:
    """One message for each worker that may help. False, in less than a second, when the broker does not answer."""
    return _send("cixi_oversight.jobs.tasks.run_job", [job_id], times=workers or settings.JOB_WORKERS, job_id=job_id)


def wake_task(name: str, arguments: Sequence[str], *, countdown_seconds: int = 0) -> bool:
    """Have a worker run a task of ours that finds its work in rows by itself. False as in `wake`."""
    return _send(name, arguments, times=1, countdown=countdown_seconds, task=name)


def _send(name: str, arguments: Sequence[int | str], *, times: int, countdown: int = 0, **said: object) -> bool:
    app: Celery = import_string(settings.JOBS_CELERY_APP)  # the top of the house, handed down by name
    try:
        with app.connection(transport_options=_IMPATIENT) as broker:
            for _ in range(times):
                app.send_task(
                    name,
                    args=list(arguments),
                    connection=broker,
                    countdown=countdown or None,
                    retry=False,
                    ignore_result=True,
                )
    except (KombuError, RedisError, OSError) as error:
        log.warning("broker_unreachable", error=type(error).__name__, **said)
        return False
    return True


def broker_answers() -> bool:
    """Whether workers can be woken just now; asked in less than a second."""
    app: Celery = import_string(settings.JOBS_CELERY_APP)
    try:
        with app.connection(transport_options=_IMPATIENT) as broker:
            broker.default_channel.client.ping()
    except (KombuError, RedisError, OSError) as error:
        log.warning("broker_unreachable", error=type(error).__name__)
        return False
    return True
