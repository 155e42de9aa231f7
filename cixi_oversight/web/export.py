"""A list as CSV or XLSX: the whole of it, streamed, typed cells, and nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO, Any, Final
from urllib.parse import quote

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from cixi_oversight.extensions import Many
from cixi_oversight.permissions import Viewer

FORMATS: Final = ("csv", "xlsx")
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")

# told of every export, before its first row leaves: who took which list in what shape
EXPORTED: Final[Many[Callable[[Viewer, str, str], None]]] = Many("web.exported")


def respond(name: str, kind: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    """`name` without ending. Numbers and dates stay numbers and dates."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}.{kind}"
    if kind == "csv":
        stream = StreamingHttpResponse(_csv(head, rows), content_type="text/csv; charset=utf-8")
        stream.headers["Content-Disposition"] = disposition
        return stream
    return FileResponse(_xlsx(head, rows), content_type=XLSX_TYPE, headers={"Content-Disposition": disposition})


class _Echo:
    """What csv.writer writes to: hands each line back."""

    def write(self, line: str) -> str:
        return line


def _csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    writer = csv.writer(_Echo())
    yield b"\xef\xbb\xbf" + writer.writerow(list(head)).encode()  # the mark by which Excel knows UTF-8
    for row in rows:
        yield writer.writerow([harmless(_plain(value)) for value in row]).encode()


def _xlsx(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, text) for text in head])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if value is None or isinstance(value, bool | int | Decimal | dt.date):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value)))
    cell.data_type = "s"  # text, whatever it begins with
    return cell


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def harmless(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay as they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_STARTS_FORMULA) else value
