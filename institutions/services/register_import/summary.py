"""One call from a file to a finished batch, for the command and for tests; and its figures in one flat table."""

from __future__ import annotations

import datetime as dt
from typing import Any

from cixi_oversight.imports.enums import Verdict
from cixi_oversight.imports.models import ImportBatch
from cixi_oversight.imports.services.apply import start_apply
from cixi_oversight.imports.services.check import check
from cixi_oversight.imports.services.receive import receive
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County


def import_file(
    *,
    county: County,
    profile_key: str,
    name: str,
    data: bytes,
    by: Viewer,
    at: dt.datetime,
    apply: bool = False,
    accept_clean: bool = False,
) -> ImportBatch:
    """Read, check and, with `apply`, write; the job is worked through here, so neither worker nor Redis is needed.

    Raises FileRefused and its kin. A batch with refused rows comes back unwritten unless `accept_clean`.
    """
    batch = receive(county=county, profile_key=profile_key, name=name, data=data, by=by, at=at)
    if not apply:
        return check(batch=batch, by=by, at=at, on=at.date())
    job = start_apply(batch=batch, by=by, at=at, on=at.date(), accept_clean=accept_clean)
    work_through(job.pk, patient=True)
    batch.refresh_from_db()
    return batch


def summary(batch: ImportBatch) -> dict[str, Any]:
    """What a README or a night's report says of an import: rows read, new, matched by what, refused why, seconds."""
    figures = batch.figures
    return {
        "file": batch.source_name,
        "sha256": batch.source_sha256,
        "profile": batch.profile,
        "state": batch.state,
        "rows_read": figures.get("read", 0),
        "rows_left_out": figures.get("left_out", 0),
        "new": figures.get(Verdict.NEW, 0),
        "matched": figures.get(Verdict.CHANGED, 0) + figures.get(Verdict.UNCHANGED, 0),
        "matched_by": figures.get("matched", {}),
        "changed": figures.get(Verdict.CHANGED, 0),
        "unchanged": figures.get(Verdict.UNCHANGED, 0),
        "unsure": figures.get(Verdict.UNSURE, 0),
        "unsure_by": figures.get("unsure_by", {}),
        "decided_before": figures.get(Verdict.SKIPPED, 0),
        "refused": figures.get(Verdict.REFUSED, 0),
        "refused_by": figures.get("faults", {}),
        "seconds": figures.get("seconds", 0),
    }
