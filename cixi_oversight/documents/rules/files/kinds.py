"""Which kinds are taken, by content; what their names end in."""

from __future__ import annotations

from typing import Final

from cixi_oversight.documents.enums import FileKind

SUFFIXES: Final[dict[FileKind, tuple[str, ...]]] = {
    FileKind.PDF: (".pdf",),
    FileKind.JPEG: (".jpg", ".jpeg", ".jpe", ".jfif"),
    FileKind.PNG: (".png",),
    FileKind.XLSX: (".xlsx",),
}
MEDIA_TYPES: Final[dict[FileKind, str]] = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# what the recogniser of contents says; a workbook whose parts stand in an unusual order is only a zip to it
RECOGNISED: Final[dict[str, FileKind]] = {
    **{media_type: kind for kind, media_type in MEDIA_TYPES.items()},
    "application/zip": FileKind.XLSX,
}
PICTURES: Final = frozenset({FileKind.JPEG, FileKind.PNG})
