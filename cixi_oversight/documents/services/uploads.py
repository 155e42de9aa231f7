"""Take a file in. What it is, is told by its content; what is kept of it, by its kind; whether it may be handed out,
by the scanner."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Final

import structlog
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from cixi_oversight import clock
from cixi_oversight.audit.services.record import record
from cixi_oversight.documents.enums import FileKind, FileState, Purpose
from cixi_oversight.documents.errors import (
    DayFull,
    FileEmpty,
    FileRefused,
    FileTooLarge,
    KindDiffers,
    KindUnknown,
    NameRefused,
    NotSaved,
)
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.ports import inspector, shelf
from cixi_oversight.documents.rules.files.kinds import PICTURES
from cixi_oversight.documents.rules.files.labels import KINDS
from cixi_oversight.documents.rules.files.limits import MIB, Limits
from cixi_oversight.documents.rules.files.names import clean_name, fits, is_refused, suffix_of
from cixi_oversight.documents.services import scanning
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.services import parameters

log = structlog.get_logger(__name__)

SUBJECT: Final = "stored_file"


@dataclass(frozen=True, slots=True)
class _Arrived:
    """A file that has been looked at and lies on the desk."""

    name: str
    kind: FileKind
    source_sha256: str
    content: Path
    thumbnail: Path | None
    found: inspector.Inspected


def store(
    *,
    upload: UploadedFile[Any],
    purpose: Purpose,
    subject: tuple[str, int],
    institution_id: int | None,
    by: Viewer,
    at: dt.datetime,
    field: str = "file",
) -> StoredFile:
    """Look at a file, keep it and say of what it is. The same bytes for the same purpose are kept once.

    Whether `by` may add to the subject is the caller's question. A file in which the scanner found something comes back
    refused; it is locked away. Raises FileRefused and its kin at `field`; then nothing is kept.
    """
    try:
        with shelf.desk() as folder:
            caps = limits(at.date())
            arrived = _look_at(upload, folder, caps)
            known = _known(subject, purpose, arrived.source_sha256)
            if known is not None:
                return known
            scanned = scanning.scan(arrived.content)
            return _keep(
                arrived,
                scanned,
                caps=caps,
                purpose=purpose,
                subject=subject,
                institution_id=institution_id,
                by=by,
                at=at,
            )
    except FileRefused as error:
        raise type(error)(field=field, **error.figures) from error
    except OSError as error:
        log.error("upload_not_saved", error=type(error).__name__, number=error.errno)
        raise NotSaved(field=field) from error


def of(subject: tuple[str, int]) -> list[StoredFile]:
    """The files of a thing, newest first; the caller has fetched the thing within the viewer's scope."""
    return list(StoredFile.objects.of(subject).select_related("owner").order_by("-stored_at", "-pk"))


def of_many(kind: str, ids: list[int]) -> dict[int, list[StoredFile]]:
    """The files of many things of a kind, by the thing's id, in one query."""
    found: dict[int, list[StoredFile]] = {}
    rows = StoredFile.objects.filter(subject_kind=kind, subject_id__in=ids).select_related("owner")
    for row in rows.order_by("-stored_at", "-pk"):
        found.setdefault(row.subject_id, []).append(row)
    return found


def limits(on: dt.date) -> Limits:
    """The caps that hold on a day. Raises ParameterNotSet."""

    def asked(key: Key) -> int:
        return int(parameters.value(key, on=on))

    return Limits(
        file_bytes=asked(Key.FILE_SIZE) * MIB,
        pages=asked(Key.FILE_PAGES),
        pixels=asked(Key.FILE_PIXELS) * 1_000_000,
        unpacked_bytes=asked(Key.FILE_UNPACKED) * MIB,
        day_bytes=asked(Key.FILES_A_DAY) * MIB,
    )


# --- looking ---


def _look_at(upload: UploadedFile[Any], folder: Path, caps: Limits) -> _Arrived:
    name = upload.name or ""
    if is_refused(name):
        raise NameRefused
    name = clean_name(name)
    source = folder / "source"
    size = shelf.take(upload.chunks(), source, most=caps.file_bytes)
    if size is None:
        raise FileTooLarge(megabytes=-(-(upload.size or 0) // MIB), limit=caps.file_bytes // MIB)
    if size == 0:
        raise FileEmpty
    kind = inspector.kind_of(source)
    if kind is None:
        raise KindUnknown
    if not fits(name, kind):
        raise KindDiffers(suffix=suffix_of(name), kind=KINDS[kind])
    found = inspector.inspect(folder, kind, caps)
    is_picture = kind in PICTURES
    return _Arrived(
        name,
        kind,
        _digest(source),
        folder / "clean" if is_picture else source,
        folder / "thumbnail" if is_picture else None,
        found,
    )


def _digest(path: PurePath) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- keeping ---


def _known(subject: tuple[str, int], purpose: Purpose, source_sha256: str) -> StoredFile | None:
    found: StoredFile | None = (
        StoredFile.objects.of(subject).filter(purpose=purpose, source_sha256=source_sha256).first()
    )
    return found


def _keep(
    arrived: _Arrived,
    scanned: scanning.Scanned,
    *,
    caps: Limits,
    purpose: Purpose,
    subject: tuple[str, int],
    institution_id: int | None,
    by: Viewer,
    at: dt.datetime,
) -> StoredFile:
    """On the shelf first, then the row; without the row the file goes again."""
    name, size = shelf.new_name(), arrived.content.stat().st_size
    row = StoredFile(
        stored_name=name,
        sha256=_digest(arrived.content),
        source_sha256=arrived.source_sha256,
        size_bytes=size,
        kind=arrived.kind,
        pages=arrived.found.pages,
        width=arrived.found.width,
        height=arrived.found.height,
        original_name=arrived.name,
        purpose=purpose,
        owner_id=by.actor_id,
        subject_kind=subject[0],
        subject_id=subject[1],
        institution_id=institution_id,
        state=scanned.state,
        scanned_at=at if scanned.was_asked else None,
        signature=scanned.signature,
        stored_at=at,
    )
    try:
        with transaction.atomic():
            _take_turns(by)
            if _handed_in(by, at.date()) + size > caps.day_bytes:
                raise DayFull(limit=caps.day_bytes // MIB)
            shelf.put(name, arrived.content, arrived.thumbnail)
            row.save(force_insert=True)
            _audit(row, by=by, at=at)
    except IntegrityError:
        shelf.remove(name)
        known = _known(subject, purpose, arrived.source_sha256)
        if known is None:
            raise
        return known
    except BaseException:
        shelf.remove(name)
        raise
    if row.state == FileState.QUARANTINED:
        scanning.ask_again_later(row, by=by)
    return row


def _take_turns(by: Viewer) -> None:
    """Uploads of one account count one after the other, so that the day's sum holds."""
    key = int.from_bytes(hashlib.sha256(f"documents.day/{by.actor_id}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [key])


def _handed_in(by: Viewer, on: dt.date) -> int:
    """Bytes of a day's uploads of an account."""
    start = clock.at(on)
    rows = StoredFile.objects.filter(owner_id=by.actor_id, stored_at__gte=start, stored_at__lt=start + dt.timedelta(1))
    return int(rows.aggregate(total=Sum("size_bytes"))["total"] or 0)


def _audit(row: StoredFile, *, by: Viewer, at: dt.datetime) -> None:
    data: dict[str, Any] = {"file": row.public_id, "kind": row.kind, "purpose": row.purpose, "sha256": row.sha256}
    subject = (row.subject_kind, row.subject_id)
    record("documents.store_file", by=by, subject=subject, institution_id=row.institution_id, data=data, at=at)
    if row.state == FileState.REFUSED:
        scanning.audit_lock(row, by=by, at=at)
