"""The scanner's word on a file: at once where it answers, by a job where it did not.

No scanner configured: the file is handed out and says that nobody scanned it. Configured and silent: the file waits in
quarantine. Found something: refused, locked away, in the audit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

from cixi_oversight import clock
from cixi_oversight.audit.services.record import record
from cixi_oversight.documents.enums import FileState
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.ports import scanner, shelf
from cixi_oversight.errors import msg
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services.engine import NotYet
from cixi_oversight.jobs.services.registry import JobKind, SliceResult
from cixi_oversight.jobs.services.wake import start
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.services.viewer import system_viewer

log = structlog.get_logger(__name__)

JOB: Final = "documents.scan"


@dataclass(frozen=True, slots=True)
class Scanned:
    state: FileState
    was_asked: bool = False  # and answered
    signature: str = ""


def scan(path: Path) -> Scanned:
    """Ask the scanner now; quarantine where it does not answer in time."""
    asked = scanner.configured()
    if asked is None:
        return Scanned(FileState.CLEAN)
    try:
        found = asked.scan(path)
    except scanner.ScannerDown as error:
        log.warning("scanner_down", error=str(error))
        return Scanned(FileState.QUARANTINED)
    return Scanned(FileState.REFUSED if found else FileState.CLEAN, was_asked=True, signature=found)


def ask_again_later(row: StoredFile, *, by: Viewer) -> Job:
    """The job of this file; the engine asks until the scanner answers."""
    return start(JOB, slot=f"file-{row.pk}", by=by, payload={"file": row.pk})


def audit_lock(row: StoredFile, *, by: Viewer, at: dt.datetime) -> None:
    record(
        "documents.lock_file",
        by=by,
        subject=(row.subject_kind, row.subject_id),
        institution_id=row.institution_id,
        data={"file": row.public_id, "signature": row.signature},
        at=at,
    )


# --- the job ---


def _plan(job: Job) -> Sequence[tuple[int, int]]:
    """The whole work, for only planning may wait: while the scanner is silent the job loses no attempt.

    Raises NotYet.
    """
    row = StoredFile.objects.waiting().select_for_update(of=("self",)).filter(pk=job.payload["file"]).first()
    if row is None:
        return []
    found = scan(shelf.path_of(row.stored_name))
    if found.state is FileState.QUARANTINED:
        raise NotYet
    at = clock.now()
    row.state, row.signature, row.scanned_at = found.state, found.signature, at if found.was_asked else None
    row.save(update_fields=["state", "signature", "scanned_at"])
    if row.state == FileState.REFUSED:
        audit_lock(row, by=system_viewer(label=JOB), at=at)
    return []


def _work(_piece: JobSlice) -> SliceResult:
    """There are no slices."""
    return SliceResult(rows=0)


def _finish(_: Job) -> None:
    """Nothing is published."""


KIND: Final = JobKind(JOB, msg("Virus scan of a file in quarantine"), _plan, _work, _finish)
