"""Write a batch: all or nothing, unless the clerk accepts the clean subset. One transaction, one event.

The writing is a job of one slice: whoever works it (the page, the command, a worker) does it once, and a crash in the
middle leaves nothing behind.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from typing import Any, Final

import pghistory
from django.db import connection, transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import msg
from cixi_oversight.imports.enums import BatchState, Verdict
from cixi_oversight.imports.models import ImportBatch, OpenMatch, StagedRow
from cixi_oversight.imports.services.check import (
    content_hash,
    decide_rows,
    figures_of,
    keep_faults,
    lock_open,
    take_turns,
)
from cixi_oversight.imports.services.progress import steps_of
from cixi_oversight.imports.services.targets import ImportTarget, Work, target_of
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services import registry, wake
from cixi_oversight.jobs.services.crashpoint import crashpoint
from cixi_oversight.permissions import Viewer, ViewerKind

JOB: Final = "imports.apply"


@transaction.atomic
def start_apply(*, batch: ImportBatch, by: Viewer, at: dt.datetime, on: dt.date, accept_clean: bool = False) -> Job:
    """Hand the batch to a job; the caller may work it through itself. Raises BatchMoved."""
    locked = lock_open(batch.pk)
    tries = locked.figures.get("tries", 0) + 1
    job = wake.start(
        JOB,
        slot=f"{locked.pk}:{tries}",
        by=by,
        county_id=locked.county_id,
        payload={"batch": locked.pk, "at": at.isoformat(), "on": on.isoformat(), "by": by.label},
    )
    locked.state, locked.job_id, locked.accepts_clean = BatchState.APPLYING, job.pk, accept_clean
    locked.figures = locked.figures | {"tries": tries}
    locked.save(update_fields=["state", "job_id", "accepts_clean", "figures"])
    return job


@transaction.atomic
def cancel(*, batch: ImportBatch, by: Viewer, at: dt.datetime) -> None:
    """Put a preview away. Raises BatchMoved."""
    locked = lock_open(batch.pk)
    StagedRow.objects.filter(batch_id=locked.pk).delete()
    locked.state, locked.finished_at, locked.finished_by_id = BatchState.CANCELLED, at, by.actor_id
    locked.save(update_fields=["state", "finished_at", "finished_by"])
    record("imports.cancel", by=by, subject=("import_batch", locked.pk), at=at)


# --- the job ---


def plan(job: Job) -> Sequence[tuple[int, int]]:
    return [(job.payload["batch"], job.payload["batch"])]


def work(piece: JobSlice) -> registry.SliceResult:
    """Write the batch; runs inside the engine's transaction, together with the slice's own row."""
    began = time.monotonic()
    job = piece.job
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=piece.low)
    if batch.state != BatchState.APPLYING or batch.job_id != job.pk:
        return registry.SliceResult(0)
    by = Viewer(kind=ViewerKind.SYSTEM, actor_id=job.created_by_id, label=job.payload["by"])
    at, on = dt.datetime.fromisoformat(job.payload["at"]), dt.date.fromisoformat(job.payload["on"])
    target = target_of(batch.target)
    with connection.cursor() as cursor, steps_of(job) as step:
        doing = Work(cursor=cursor, batch=batch, by=by, at=at, on=on, writing=True, step=step)
        take_turns(doing)
        decide_rows(doing)
        keep_faults(doing)
        found = figures_of(doing, target)
        if found[Verdict.REFUSED] and not batch.accepts_clean:
            batch.state = BatchState.CHECKED
        else:
            _write(doing, target, found)
    batch.figures = batch.figures | found | {"seconds": round(time.monotonic() - began, 2)}
    batch.save()
    return registry.SliceResult(found["read"], found[Verdict.REFUSED] if batch.state == BatchState.APPLIED else 0)


def finish(job: Job) -> None:
    """A writing that was given up leaves the preview as it was, so that somebody can try again."""
    left = ImportBatch.objects.filter(pk=job.payload["batch"], job_id=job.pk, state=BatchState.APPLYING)
    for batch in left.select_for_update():
        batch.state = BatchState.CHECKED if batch.figures.get("read") else BatchState.READ
        batch.figures = batch.figures | {"gave_up": True}
        batch.save(update_fields=["state", "figures"])


KIND: Final = registry.JobKind(
    name=JOB, label=msg("Import of a sheet"), plan=plan, work=work, finish=finish, lease=dt.timedelta(minutes=15)
)


def _write(doing: Work, target: ImportTarget, found: dict[str, Any]) -> None:
    batch = doing.batch
    doing.step("write")
    with pghistory.context(actor=doing.by.actor_id, why=f"import {batch.pk}"):
        target.merge(doing)
    crashpoint("imports.after_merge")
    _raise_open_matches(doing, target)
    _forget_rows(doing)
    batch.state, batch.finished_at, batch.finished_by_id = BatchState.APPLIED, doing.at, doing.by.actor_id
    record(
        "imports.apply",
        by=doing.by,
        subject=("import_batch", batch.pk),
        data={
            "sha256": batch.source_sha256,
            "profile": batch.profile,
            **{key: found[key] for key in ("read", *(verdict.value for verdict in Verdict))},
        },
        at=doing.at,
    )
    if found[Verdict.NEW] or found[Verdict.CHANGED]:
        target.follow_up(slot=f"import:{batch.pk}", by=doing.by)


def _raise_open_matches(doing: Work, target: ImportTarget) -> None:
    """What waits for a person goes to the work list; the same row of an earlier import waits there already."""
    if not doing.has(f"import_match where verdict = '{Verdict.UNSURE}'"):
        return
    doing.run(
        f"""
        insert into imports_openmatch (county_id, target, batch_id, row_no, content_hash, reason, title, subject_ids,
                                       raised_at, decision, why)
        select %(county)s, %(target)s, %(batch)s, m.row_no, {content_hash(doing, "t")}, m.reason,
               left(coalesce(t.{target.title_field}, ''), 120),
               array_remove(m.subject_ids || coalesce(o.subject_id, o.subject_ids[1]), null), %(at)s, '', ''
          from import_match m
          join import_text t on t.row_no = m.row_no
          left join import_match o on o.row_no = m.other_row
         where m.verdict = '{Verdict.UNSURE}'
         order by m.row_no
        on conflict (county_id, target, content_hash) do nothing
        """,
        {"target": doing.batch.target},
    )


def _forget_rows(doing: Work) -> None:
    """The sheet's contents go, but for rows that wait for a decision."""
    kept = OpenMatch.objects.filter(batch_id=doing.batch.pk).values("row_no")
    StagedRow.objects.filter(batch_id=doing.batch.pk).exclude(row_no__in=kept).delete()
