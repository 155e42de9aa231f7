"""Reads one sheet of a workbook in a process of its own: python -m cixi_oversight.imports.ports.workbook_child

Arguments: workbook, output file, name of the sheet ("" = first visible). Output: one JSON line about the sheet, then
one line a row. Exit 0; 3 with a refusal in the output; anything else means that memory or time ran out.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TextIO

from cixi_oversight.documents.ports.inspection.workbook_check import Part, check_workbook
from cixi_oversight.errors import DomainError
from cixi_oversight.imports.errors import Broken, CellTooLong, SheetMissing, TooManyColumns, TooManyRows
from cixi_oversight.imports.rules.limits import (
    CELL_CHARACTERS_MAX,
    COLUMNS_MAX,
    READER_MEMORY_BYTES,
    READER_SECONDS,
    ROWS_MAX,
)

REFUSED: Final = 3
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_FORMULAS_MAX: Final = 200_000
_OUTPUT_BYTES_MAX: Final = 512 * 1024 * 1024


@dataclass
class Marks:
    """What the reader of values does not tell."""

    formulas: list[tuple[int, int]] = field(default_factory=list)  # row number, column from 0
    hidden_rows: int = 0


def main(arguments: list[str]) -> int:
    source, target, sheet = arguments
    _limit()
    with Path(target).open("w", encoding="utf-8") as out:
        try:
            _read(source, sheet, out)
        except DomainError as error:
            out.seek(0)
            out.truncate()
            json.dump({"code": error.code, "figures": error.figures}, out, ensure_ascii=False)
            return REFUSED
    return 0


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (READER_MEMORY_BYTES, READER_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (READER_SECONDS, READER_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_OUTPUT_BYTES_MAX, _OUTPUT_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(source: str, wanted: str, out: TextIO) -> None:
    with Path(source).open("rb") as file:
        parts = check_workbook(file)
        with zipfile.ZipFile(file) as archive:
            book = _Book(archive)
            name = book.choose(wanted)
            marks = _marks(archive, book.path_of(name), parts)
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - nothing unchecked reaches it

    try:
        with CalamineWorkbook.from_path(source) as workbook:
            sheet = workbook.get_sheet_by_name(name)
            about = {
                "sheet": name,
                "hidden_sheets": book.hidden,
                "from_1904": book.from_1904,
                "formulas": marks.formulas,
                "hidden_rows": marks.hidden_rows,
                "merges": _merges(sheet),
            }
            json.dump(about, out, ensure_ascii=False)
            out.write("\n")
            _write_rows(sheet, out)
    except CalamineError as error:
        raise Broken(detail=type(error).__name__) from error


def _write_rows(sheet: Any, out: TextIO) -> None:
    if sheet.total_height > ROWS_MAX:
        raise TooManyRows(limit=ROWS_MAX)
    if sheet.total_width > COLUMNS_MAX:
        raise TooManyColumns(limit=COLUMNS_MAX)
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    for number, row in enumerate(_rows(sheet), start=1):
        cells = [value if type(value) is str else _text(value) for value in row]
        if any(len(cell) > CELL_CHARACTERS_MAX for cell in cells):
            raise CellTooLong(line=number, limit=CELL_CHARACTERS_MAX)
        out.write(encode(cells))
        out.write("\n")


def _rows(sheet: Any) -> Iterator[list[Any]]:
    """From the sheet's first column, whatever is blank: numbers and letters are those that people see."""
    if sheet.start is None:
        return
    left = [""] * sheet.start[1]  # the reader itself begins at the first row, but at the first column in use
    for row in sheet.iter_rows():
        yield left + row if left else row


def _text(value: Any) -> str:
    """A cell as a person would type it: whole numbers without a point, days in ISO form."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    return "" if value is None else str(value)


def _merges(sheet: Any) -> list[tuple[int, int, int, int]]:
    """First row number, first column, last row number, last column; rows from 1, columns from 0; upright ones only."""
    ranges = sheet.merged_cell_ranges or []
    return [(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in ranges if bottom > top]


class _Book:
    """Names, states and places of the sheets, from workbook.xml and its relations."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        root = _xml(archive, "xl/workbook.xml")
        relations = {each.get("Id"): each.get("Target") or "" for each in _xml(archive, "xl/_rels/workbook.xml.rels")}
        self._places: dict[str, str] = {}
        self.visible: list[str] = []
        self.hidden: list[str] = []
        for each in root.iter():
            if each.tag.endswith("}sheet"):
                name = each.get("name") or ""
                relation = next((value for key, value in each.items() if key.endswith("}id")), None)
                place = relations.get(relation, "")
                self._places[name] = place.lstrip("/") if place.startswith("/") else f"xl/{place}"
                (self.visible if each.get("state", "visible") == "visible" else self.hidden).append(name)
        properties = next((each for each in root.iter() if each.tag.endswith("}workbookPr")), None)
        self.from_1904 = properties is not None and properties.get("date1904") in {"1", "true"}

    def choose(self, wanted: str) -> str:
        if (wanted and wanted not in self.visible) or not self.visible:
            raise SheetMissing(sheet=wanted or "1", sheets="、".join(self.visible) or "—")
        return wanted or self.visible[0]

    def path_of(self, name: str) -> str:
        return self._places[name]


def _xml(archive: zipfile.ZipFile, name: str) -> Any:
    from defusedxml import DefusedXmlException  # noqa: PLC0415
    from defusedxml.ElementTree import ParseError, fromstring  # noqa: PLC0415

    try:
        return fromstring(archive.read(name), forbid_dtd=True)
    except (KeyError, ParseError, DefusedXmlException, zipfile.BadZipFile) as error:
        raise Broken(detail=name) from error


def _marks(archive: zipfile.ZipFile, path: str, parts: dict[str, Part]) -> Marks:
    """Formulas and hidden rows of the sheet: a second pass over its XML, where its bytes hold any."""
    part = parts.get(path)
    if part is None:
        raise Broken(detail=path)
    marks = Marks()
    if not (part.has_formula or part.has_hidden):
        return marks
    from defusedxml import DefusedXmlException  # noqa: PLC0415
    from defusedxml.ElementTree import ParseError, iterparse  # noqa: PLC0415

    try:
        with archive.open(path) as stream:
            row = 0
            for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
                tag = element.tag.rpartition("}")[2]
                if event == "start" and tag == "row":
                    row = int(element.get("r") or row + 1)
                    marks.hidden_rows += element.get("hidden") in {"1", "true"}
                elif event == "end" and tag == "c":
                    _note_formula(marks, element, row)
                elif event == "end" and tag == "row":
                    element.clear()
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Broken(detail=path) from error
    return marks


def _note_formula(marks: Marks, cell: Any, row: int) -> None:
    has_formula = any(child.tag.rpartition("}")[2] == "f" for child in cell)
    if has_formula and len(marks.formulas) < _FORMULAS_MAX:
        marks.formulas.append((row, _column(cell.get("r") or "")))


def _column(reference: str) -> int:
    """Column of a reference such as AB12, from 0; -1 where it names none."""
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - ord("A") + 1
    return number - 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
