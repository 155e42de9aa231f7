"""Doors of the engine: what Celery wakes. Arguments are ids; the row says what is to be done."""

from __future__ import annotations

from celery import shared_task

from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.jobs.services.wake import wake


@shared_task(name="cixi_oversight.jobs.tasks.run_job")
def run_job(job_id: int) -> None:
    work_through(job_id)


@shared_task(name="cixi_oversight.jobs.tasks.sweep")
def sweep() -> None:
    """Wake whatever is not finished: lost messages, dead workers, a broker that was away."""
    for job_id in Job.objects.unfinished().order_by("created_at").values_list("pk", flat=True)[:100]:
        wake(job_id, workers=1)
