"""Handing a file out: only one that is not locked away, and on record where it is not the institution's own person."""

from __future__ import annotations

import datetime as dt
from typing import BinaryIO

from cixi_oversight.audit.services.record import record
from cixi_oversight.documents.enums import FileState
from cixi_oversight.documents.errors import Infected, InQuarantine
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.ports import shelf
from cixi_oversight.errors import NotFound
from cixi_oversight.permissions import Viewer


def open_file(row: StoredFile, *, by: Viewer, at: dt.datetime) -> BinaryIO:
    """The bytes, to be closed by the caller. `row` was fetched within scope.

    Raises InQuarantine, Infected, NotFound.
    """
    _check_open(row)
    content = _on_shelf(row.stored_name)
    if row.institution_id not in by.institution_ids:
        record(
            "documents.download_file",
            by=by,
            subject=(row.subject_kind, row.subject_id),
            institution_id=row.institution_id,
            data={"file": row.public_id},
            at=at,
        )
    return content


def open_thumbnail(row: StoredFile) -> BinaryIO:
    """Raises InQuarantine, Infected, NotFound (of a kind that has none)."""
    _check_open(row)
    if not row.has_thumbnail:
        raise NotFound
    try:
        return shelf.thumbnail_of(row.stored_name).open("rb")
    except FileNotFoundError as error:
        raise NotFound from error


def _check_open(row: StoredFile) -> None:
    if row.state == FileState.REFUSED:
        raise Infected
    if row.state == FileState.QUARANTINED:
        raise InQuarantine


def _on_shelf(name: str) -> BinaryIO:
    try:
        return shelf.open_file(name)
    except FileNotFoundError as error:
        raise NotFound from error
