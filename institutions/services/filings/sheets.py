"""Rows of a table from outside: pasted cells, or the first sheet of an uploaded workbook (read in the imports' own
process, with its caps)."""

from __future__ import annotations

from typing import Final

from cixi_oversight.documents.errors import FileTooLarge
from cixi_oversight.documents.rules.files.limits import MIB
from cixi_oversight.imports.ports.workbook import WorkbookReader
from institutions.errors.filings import SheetRefused
from institutions.rules.filings.pasting import cells_of

_BYTES_MAX: Final = 8 * MIB
_ZIP: Final = b"PK\x03\x04"


def cells(*, text: str = "", data: bytes = b"") -> list[list[str]]:
    """The cells of a paste, or of a workbook's first sheet. Raises FileTooLarge, SheetRefused, and the refusals of
    the workbook's reader."""
    if not data:
        return list(cells_of(text))
    if len(data) > _BYTES_MAX:
        raise FileTooLarge(field="sheet", megabytes=-(-len(data) // MIB), limit=_BYTES_MAX // MIB)
    if not data.startswith(_ZIP):
        raise SheetRefused(field="sheet")
    with WorkbookReader(data, sheet="") as reader:
        return [list(row) for _, row in reader.rows()]
