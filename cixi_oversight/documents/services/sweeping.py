"""Every night: files without a row and uploads that were cut short go; for files in quarantine the scanner is asked."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import Final

import structlog

from cixi_oversight import clock
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.ports import shelf
from cixi_oversight.documents.services import scanning
from cixi_oversight.errors import msg
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services.registry import JobKind, SliceResult
from cixi_oversight.users.services.viewer import system_viewer

log = structlog.get_logger(__name__)

JOB: Final = "documents.sweep"
SPARED_SECONDS: Final = 24 * 3600  # a row may still be on its way
_AT_ONCE: Final = 1_000


def sweep(*, now: float) -> int:
    """Remove what belongs to nobody; how many. `now` in seconds since the epoch, of the disk's clock."""
    removed = 0
    batch: set[str] = set()
    for name, changed in shelf.names():
        if changed < now - SPARED_SECONDS:
            batch.add(name)
        if len(batch) >= _AT_ONCE:
            removed += _remove_orphans(batch)
            batch = set()
    removed += _remove_orphans(batch)
    for folder in shelf.abandoned(now - SPARED_SECONDS):
        shutil.rmtree(folder, ignore_errors=True)
        removed += 1
    return removed


def _remove_orphans(names: set[str]) -> int:
    orphans = names - set(StoredFile.objects.filter(stored_name__in=names).values_list("stored_name", flat=True))
    for name in orphans:
        shelf.remove(name)
    if orphans:
        log.warning("orphans_removed", files=len(orphans))
    return len(orphans)


# --- the job ---


def _plan(_: Job) -> Sequence[tuple[int, int]]:
    return [(1, 1)]


def _work(_piece: JobSlice) -> SliceResult:
    by = system_viewer(label=JOB)
    for row in StoredFile.objects.waiting().order_by("pk")[:_AT_ONCE]:
        scanning.ask_again_later(row, by=by)
    return SliceResult(rows=sweep(now=clock.real_now().timestamp()))


def _finish(_: Job) -> None:
    """Nothing is published."""


KIND: Final = JobKind(JOB, msg("Removal of files that belong to nothing"), _plan, _work, _finish)
