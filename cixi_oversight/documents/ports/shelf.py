"""Where the files lie: a private folder, names that say nothing, written whole or not at all.

A file goes through `incoming/<token>/` on the same disk, is flushed, and gets its name by one rename. What is left in
`incoming` or has no row is swept away at night.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

_CHUNK: Final = 1024 * 1024
_THUMBNAIL: Final = ".thumbnail"


def root() -> Path:
    return Path(settings.DOCUMENTS_ROOT)


def new_name() -> str:
    """32 letters of hex: nothing of the file or its owner."""
    return secrets.token_hex(16)


@contextmanager
def desk() -> Iterator[Path]:
    """A folder of one's own on the shelf's disk; gone with all that is in it."""
    incoming = root() / "incoming"
    incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = incoming / secrets.token_hex(16)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def take(chunks: Iterable[bytes], target: Path, *, most: int) -> int | None:
    """Write what arrives; its size in bytes, or None as soon as it is more than `most`."""
    size = 0
    with target.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > most:
                return None
            file.write(chunk)
    return size


def put(name: str, content: Path, thumbnail: Path | None) -> None:
    """Both files onto the shelf, flushed, or neither. Raises OSError (disk full, rename refused)."""
    target = path_of(name)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        for source, place in ((content, target), (thumbnail, thumbnail_of(name))):
            if source is not None:
                _flush(source)
                source.chmod(0o600)
                source.rename(place)
        _flush(target.parent)
    except BaseException:
        remove(name)
        raise


def remove(name: str) -> None:
    path_of(name).unlink(missing_ok=True)
    thumbnail_of(name).unlink(missing_ok=True)


def path_of(name: str) -> Path:
    return root() / "files" / name[:2] / name


def thumbnail_of(name: str) -> Path:
    return path_of(name).with_name(name + _THUMBNAIL)


def chunks(name: str) -> Iterator[bytes]:
    """The bytes, piece by piece; the file is only opened once the first piece is asked for."""
    with path_of(name).open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def names() -> Iterator[tuple[str, float]]:
    """Stored names on the shelf with the seconds since the epoch of their last change, in no order."""
    for folder in (root() / "files").glob("??"):
        for path in folder.iterdir():
            try:
                yield path.name.removesuffix(_THUMBNAIL), path.stat().st_mtime
            except FileNotFoundError:
                continue


def abandoned(before: float) -> Iterator[Path]:
    """Folders of uploads that were cut short, older than a moment in seconds since the epoch."""
    for folder in (root() / "incoming").glob("*"):
        if folder.stat().st_mtime < before:
            yield folder


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
