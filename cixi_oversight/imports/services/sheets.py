"""The rows of a sheet that is handed in beside a form, read by the same guarded readers as an import's. Not kept."""

from __future__ import annotations

from itertools import islice
from typing import Final

from cixi_oversight.imports.enums import SourceKind
from cixi_oversight.imports.errors import FileEmpty, FileTooLarge, TooManyRows
from cixi_oversight.imports.ports.text_file import decode, rows_of
from cixi_oversight.imports.ports.workbook import WorkbookReader
from cixi_oversight.imports.rules.limits import MIB
from cixi_oversight.imports.services.receive import kind_of, safe_name

BYTES_MAX: Final = 5 * MIB


def read_file(*, name: str, data: bytes, most: int) -> list[list[str]]:
    """All rows of a CSV or of an XLSX file's first sheet, at most `most` and a line of headings.

    Raises FileRefused and its kin.
    """
    shown = safe_name(name)
    if len(data) > BYTES_MAX:
        raise FileTooLarge(field="file", megabytes=-(-len(data) // MIB), limit=BYTES_MAX // MIB)
    if not data.strip():
        raise FileEmpty(field="file")
    if kind_of(shown, data) is SourceKind.XLSX:
        with WorkbookReader(data, sheet="") as reader:
            rows = [cells for _, cells in islice(reader.rows(), most + 2)]
    else:
        text, _encoding = decode(data, "gb18030")
        delimiter = "\t" if "\t" in text[:2000] else ","
        rows = [cells for _, cells in islice(rows_of(text, delimiter), most + 2)]
    if len(rows) > most + 1:
        raise TooManyRows(field="file", limit=most)
    return rows
