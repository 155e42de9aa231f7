"""A person starts a failed job again, after what stopped it has been mended."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.jobs.enums import JobState, SliceState
from cixi_oversight.jobs.errors import NothingToRetry
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services.wake import wake
from cixi_oversight.permissions import Viewer


@transaction.atomic
def retry_job(job_id: int, *, by: Viewer, at: dt.datetime) -> Job:
    """Give a failed job, or the failed slices of a partly failed one, their attempts back. Done slices stay done.

    Raises NothingToRetry.
    """
    job = Job.objects.select_for_update().get(pk=job_id)
    failed = job.slices.filter(state=SliceState.FAILED)
    if job.state != JobState.FAILED and not (job.state == JobState.PARTIAL and failed.exists()):
        raise NothingToRetry
    error = job.error
    failed.update(state=SliceState.QUEUED, attempts=0, error="")
    job.state, job.attempts, job.error, job.finished_at, job.lease_until = JobState.QUEUED, 0, "", None, None
    job.fence += 1  # whoever still thinks it holds the job leaves no trace
    job.save()
    record("jobs.retry", by=by, subject=("job", job.pk), data={"name": job.name, "error": error[:200]}, at=at)
    transaction.on_commit(lambda: wake(job.pk))
    return job
