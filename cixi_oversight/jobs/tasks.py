"""Doors of the engine: what Celery wakes. Arguments are ids; the row says what is to be done."""

from __future__ import annotations

import structlog
from celery import shared_task

from cixi_oversight import clock
from cixi_oversight.audit.services.feed import number_all
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services import heartbeat, nightly
from cixi_oversight.jobs.services.business_date import pinned_date
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.jobs.services.wake import wake
from cixi_oversight.users.services.viewer import system_viewer


@shared_task(name="cixi_oversight.jobs.tasks.run_job")
def run_job(job_id: int) -> None:
    with structlog.contextvars.bound_contextvars(job_id=job_id):
        work_through(job_id, on_planned=wake)  # who was woken before there were slices has gone again


@shared_task(name="cixi_oversight.jobs.tasks.tick")
def tick() -> None:
    """Every minute: start what is due. A pinned demo starts no night by itself, it only goes on with the button's."""
    heartbeat.beat()
    by = system_viewer(label="schedule")
    pinned = pinned_date()
    if pinned is None:
        nightly.start_due(at=clock.now(), by=by)
    else:
        nightly.follow_up(day=pinned, by=by)


@shared_task(name="cixi_oversight.jobs.tasks.number_feed")
def number_feed() -> None:
    """Woken by whoever emits, and every few seconds: the rows of the outbox are the work, messages may be lost."""
    number_all()


@shared_task(name="cixi_oversight.jobs.tasks.sweep")
def sweep() -> None:
    """Wake whatever is not finished: lost messages, dead workers, a broker that was away."""
    for job_id in Job.objects.unfinished().order_by("created_at").values_list("pk", flat=True)[:100]:
        wake(job_id, workers=1)
