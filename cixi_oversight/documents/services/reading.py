"""Handing a file out: only one that is not locked away, and on record where it is not the institution's own person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import structlog

from cixi_oversight.audit.services.record import record
from cixi_oversight.documents.enums import FileState
from cixi_oversight.documents.errors import Infected, InQuarantine
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.ports import shelf
from cixi_oversight.errors import NotFound
from cixi_oversight.permissions import Viewer

log = structlog.get_logger(__name__)


def take_out(row: StoredFile, *, by: Viewer, at: dt.datetime) -> Iterator[bytes]:
    """The bytes. `row` was fetched within scope. Raises InQuarantine, Infected, NotFound (gone from the disk)."""
    _check_open(row)
    if not shelf.path_of(row.stored_name).is_file():
        log.error("file_is_gone", file=row.public_id)
        raise NotFound
    if row.institution_id not in by.institution_ids:
        record(
            "documents.download_file",
            by=by,
            subject=(row.subject_kind, row.subject_id),
            institution_id=row.institution_id,
            data={"file": row.public_id},
            at=at,
        )
    return shelf.chunks(row.stored_name)


def thumbnail(row: StoredFile) -> bytes:
    """Raises InQuarantine, Infected, NotFound (of a kind that has none)."""
    _check_open(row)
    if not row.has_thumbnail:
        raise NotFound
    try:
        return shelf.thumbnail_of(row.stored_name).read_bytes()
    except FileNotFoundError as error:
        raise NotFound from error


def _check_open(row: StoredFile) -> None:
    if row.state == FileState.REFUSED:
        raise Infected
    if row.state == FileState.QUARANTINED:
        raise InQuarantine
