"""What would become of each row: the preview, and the first half of writing."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from django.db import connection, transaction

from cixi_oversight.errors import msg
from cixi_oversight.imports.enums import BatchState, FaultStage, MatchKey, Verdict
from cixi_oversight.imports.errors import BatchMoved
from cixi_oversight.imports.models import ImportBatch
from cixi_oversight.imports.rules.limits import PREVIEW_ROWS
from cixi_oversight.imports.services.prepare import prepare
from cixi_oversight.imports.services.profiles import target_and_profile
from cixi_oversight.imports.services.progress import steps_of
from cixi_oversight.imports.services.targets import ImportTarget, Work
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services import registry, wake
from cixi_oversight.permissions import Viewer, ViewerKind

JOB: Final = "imports.check"
_LOCK: Final = 7_301  # the class of our advisory locks; the object is the county
_LOCK_WAIT: Final = "120s"


@transaction.atomic
def check(
    *, batch: ImportBatch, by: Viewer, at: dt.datetime, on: dt.date, step: Callable[[str], None] | None = None
) -> ImportBatch:
    """Look at every row and keep what was found for the preview; the register is only read. Raises BatchMoved."""
    began = time.monotonic()
    locked = lock_open(batch.pk)
    target, _ = target_and_profile(locked.target, locked.profile)
    with connection.cursor() as cursor:
        work = Work(cursor=cursor, batch=locked, by=by, at=at, on=on)
        work.step = step or work.step
        decide_rows(work)
        keep_faults(work)
        _keep_outcomes(work, target)
        locked.figures = figures_of(work, target) | {"seconds": round(time.monotonic() - began, 2)}
    locked.state = BatchState.CHECKED
    locked.save(update_fields=["state", "figures"])
    return locked


def start_check(*, batch: ImportBatch, by: Viewer, at: dt.datetime, on: dt.date) -> Job:
    """Have a long sheet looked at by a worker; its page shows how far that is."""
    payload = {"batch": batch.pk, "at": at.isoformat(), "on": on.isoformat(), "by": by.label}
    job = wake.start(JOB, slot=str(batch.pk), by=by, county_id=batch.county_id, payload=payload)
    batch.job_id = job.pk
    batch.save(update_fields=["job_id"])
    return job


def plan(job: Job) -> Sequence[tuple[int, int]]:
    return [(job.payload["batch"], job.payload["batch"])]


def work(piece: JobSlice) -> registry.SliceResult:
    """The job's one slice. A batch that was put away or applied meanwhile is left alone."""
    job = piece.job
    batch = ImportBatch.objects.get(pk=piece.low)
    if batch.state != BatchState.READ:
        return registry.SliceResult(0)
    by = Viewer(kind=ViewerKind.SYSTEM, actor_id=job.created_by_id, label=job.payload["by"])
    at, on = dt.datetime.fromisoformat(job.payload["at"]), dt.date.fromisoformat(job.payload["on"])
    with steps_of(job) as step:
        checked = check(batch=batch, by=by, at=at, on=on, step=step)
    return registry.SliceResult(checked.figures["read"])


def finish(job: Job) -> None:
    """Nothing to publish: the preview is there when the slice commits."""


KIND: Final = registry.JobKind(name=JOB, label=msg("Check of a sheet"), plan=plan, work=work, finish=finish)


def lock_open(batch_id: int) -> ImportBatch:
    """The batch's row, locked. Raises BatchMoved when it no longer waits."""
    locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if not locked.is_open:
        raise BatchMoved
    return locked


def take_turns(work: Work) -> None:
    """One writing a county and target at a time: two imports at once come one after the other."""
    work.run(f"set local lock_timeout = '{_LOCK_WAIT}'")
    work.run("select pg_advisory_xact_lock(%(class)s, hashtext(%(name)s))", {"class": _LOCK, "name": _lock_name(work)})


def _lock_name(work: Work) -> str:
    return f"{work.batch.target}:{work.batch.county_id}"


def decide_rows(work: Work) -> None:
    """Typed rows, faults, and for each row its verdict in `import_match`."""
    target, profile = target_and_profile(work.batch.target, work.batch.profile)
    prepare(work, target, profile)
    work.step("match")
    target.match(work)
    if work.forced is None:
        _leave_out_decided(work)
    target.compare(work)


def content_hash(work: Work, alias: str) -> str:
    """SQL for the hash of a row's normalised contents."""
    cells = ", ".join(f"coalesce({alias}.{key}, '')" for key in work.batch.reading["fields"])
    return f"encode(sha256(convert_to(concat_ws(E'\\x1f', {cells}), 'UTF8')), 'hex')"


def _leave_out_decided(work: Work) -> None:
    """A person has decided about this very row before: the answer stands and nothing happens again."""
    if not work.has(f"import_match where verdict = '{Verdict.UNSURE}'"):
        return
    work.run(
        f"""
        update import_match m
           set verdict = '{Verdict.SKIPPED}', match_key = '{MatchKey.DECISION}', reason = '', subject_id = o.result_id
          from import_text t, imports_openmatch o
         where m.verdict = '{Verdict.UNSURE}' and t.row_no = m.row_no and o.county_id = %(county)s
           and o.target = %(target)s and o.decision <> '' and o.content_hash = {content_hash(work, "t")}
        """,
        {"target": work.batch.target},
    )


def keep_faults(work: Work) -> None:
    work.run(
        "delete from imports_rowfault where batch_id = %(batch)s and stage = %(stage)s", {"stage": FaultStage.CHECKING}
    )
    work.run(
        """
        insert into imports_rowfault (batch_id, stage, row_no, field, code, figures, excerpt)
        select %(batch)s, %(stage)s, row_no, field, code, coalesce(figures, '{}'), coalesce(excerpt, '')
          from import_fault f
         where not exists (select from imports_rowfault k where k.batch_id = %(batch)s and k.row_no = f.row_no
                              and k.field = f.field and k.code = f.code)
         order by row_no
        """,
        {"stage": FaultStage.CHECKING},
    )


def _keep_outcomes(work: Work, target: ImportTarget) -> None:
    """A page's worth of each verdict: every row stays in the figures, not every row in the preview."""
    work.run("delete from imports_rowoutcome where batch_id = %(batch)s")
    work.run(
        f"""
        insert into imports_rowoutcome (batch_id, row_no, verdict, match_key, certainty, reason, title, subject_ids,
                                        other_row, changes)
        select %(batch)s, m.row_no, m.verdict, m.match_key, m.certainty, m.reason,
               left(coalesce(t.{target.title_field}, ''), 120),
               case when m.subject_id is null then m.subject_ids else array[m.subject_id] end, m.other_row,
               coalesce((select jsonb_agg(jsonb_build_array(c.field, c.before, c.after) order by c.field)
                           from import_change c where c.row_no = m.row_no), '[]')
          from (select *, row_number() over (partition by verdict order by row_no) as place from import_match) m
          join import_text t on t.row_no = m.row_no
         where m.place <= {PREVIEW_ROWS} and m.verdict <> '{Verdict.UNCHANGED}'
        """
    )


def figures_of(work: Work, target: ImportTarget) -> dict[str, Any]:
    """Counts for the report. Every row read is in exactly one of new, changed, unchanged, unsure, skipped, refused."""
    verdicts = _counts(work.rows("select verdict, count(*) from import_match group by 1"))
    reading = work.batch.reading
    return {
        "read": reading["rows"],
        "left_out": reading["skipped_rows"],
        **{verdict.value: verdicts.get(verdict.value, 0) for verdict in Verdict},
        Verdict.REFUSED: work.rows("select count(distinct row_no) from import_fault")[0][0],
        "matched": _counts(
            work.rows(
                "select match_key, count(*) from import_match where verdict = any(%(matched)s) group by 1",
                {"matched": [Verdict.CHANGED, Verdict.UNCHANGED]},
            )
        ),
        "unsure_by": _counts(
            work.rows(f"select reason, count(*) from import_match where verdict = '{Verdict.UNSURE}' group by 1")
        ),
        "faults": _counts(work.rows("select code, count(*) from import_fault group by 1")),
        "notes": dict(target.notes_of(work)),
        "normalised": sum(reading["widths"].values()) + reading["tidied"],
    }


def _counts(rows: Iterable[tuple[Any, ...]]) -> dict[str, int]:
    return {str(name): int(count) for name, count in sorted(rows, key=lambda row: (-row[1], str(row[0])))}
