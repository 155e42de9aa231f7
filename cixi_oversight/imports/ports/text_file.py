"""CSV and pasted text: which encoding it is, never guessed, and its rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import Final

from cixi_oversight.imports.errors import CellTooLong, CsvRefused, EncodingRefused
from cixi_oversight.imports.rules.limits import CELL_CHARACTERS_MAX

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

Row = tuple[int, list[str]]


def decode(data: bytes, declared: str) -> tuple[str, str]:
    """Text and the encoding it is in: by its mark, else strict UTF-8, else what the profile declares.

    Raises EncodingRefused with line and position of the first byte that does not decode.
    """
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    candidates = [marked] if marked else ["utf-8", declared]
    for encoding in candidates:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError as error:
            failed = error
    raise _refusal(data, failed, candidates[-1])


def _refusal(data: bytes, error: UnicodeDecodeError, encoding: str) -> EncodingRefused:
    before = data[: error.start]
    line = before.rpartition(b"\n")[2].decode(encoding, errors="replace")
    return EncodingRefused(
        line=before.count(b"\n") + 1, column=len(line) + 1, byte=f"0x{data[error.start]:02X}", encoding=encoding.upper()
    )


def rows_of(text: str, delimiter: str) -> Iterator[Row]:
    """Rows with the number that a spreadsheet program shows (a line break inside a cell does not count).

    Raises CsvRefused or CellTooLong.
    """
    csv.field_size_limit(CELL_CHARACTERS_MAX)
    number = 0
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            number += 1
            yield number, cells
    except csv.Error as error:
        if "field limit" in str(error):
            raise CellTooLong(line=number + 1, limit=CELL_CHARACTERS_MAX) from error
        raise CsvRefused(line=number + 1) from error
