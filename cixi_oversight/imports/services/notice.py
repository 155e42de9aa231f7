"""The yearly notice of holidays out of a file or a paste, into policy's own service.

Three shapes: the JSON of the holiday-cn collection ({"year", "papers", "days": [{"name", "date", "isOffDay"}]}), and a
sheet (XLSX, CSV, or rows pasted from one) with the columns 日期, 名称, 放假/上班.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, Final

from cixi_oversight.imports.errors import FileTooLarge
from cixi_oversight.imports.ports.text_file import decode, rows_of
from cixi_oversight.imports.ports.workbook import ZIP, WorkbookReader
from cixi_oversight.imports.rules.limits import MIB
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.errors import NoticeUnreadable
from cixi_oversight.policy.models import CalendarNotice
from cixi_oversight.policy.rules.notice import NoticeDay
from cixi_oversight.policy.services.notices import enter_notice

_BYTES_MAX: Final = 1 * MIB  # a year has some forty days
_ROWS_MAX: Final = 400
_OFF: Final = frozenset({"放假", "休", "休息", "off", "true", "是"})
_WORKED: Final = frozenset({"上班", "班", "调休上班", "worked", "false", "否"})
_CHINESE: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_HEADINGS: Final = {
    **dict.fromkeys(("日期", "date"), "date"),
    **dict.fromkeys(("名称", "节日", "name"), "name"),
    **dict.fromkeys(("放假/上班", "放假或上班", "类型", "state"), "state"),
}


def receive_notice(*, year: int, source: str, name: str, data: bytes, by: Viewer, at: dt.datetime) -> CalendarNotice:
    """Read the days and hand them to policy. Raises FileRefused's kin, NoticeUnreadable, and what policy refuses."""
    if len(data) > _BYTES_MAX:
        raise FileTooLarge(field="file", megabytes=-(-len(data) // MIB), limit=_BYTES_MAX // MIB)
    return enter_notice(year=year, source=source, days=days_of(year, name, data), by=by, at=at)


def days_of(year: int, name: str, data: bytes) -> list[NoticeDay]:
    """Of a file (by its content) or of a paste (a name without suffix). Raises NoticeUnreadable with the place."""
    if data.startswith(ZIP):
        with WorkbookReader(data, sheet="") as reader:
            return list(_of_rows(cells for _, cells in reader.rows()))
    text, _ = decode(data, "gb18030")
    if text.lstrip().startswith("{"):
        return list(_of_json(year, text))
    delimiter = "\t" if "\t" in text and PurePosixPath(name).suffix.lower() != ".csv" else ","
    return list(_of_rows(cells for _, cells in rows_of(text, delimiter)))


def _of_json(year: int, text: str) -> Iterator[NoticeDay]:
    try:
        read: Any = json.loads(text)
        rows = [(str(one["date"]), str(one["name"]), one["isOffDay"]) for one in read["days"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _refused("JSON") from error
    if read.get("year") not in (None, year):
        raise _refused(f"year {read['year']}")
    if len(rows) > _ROWS_MAX or not all(isinstance(off, bool) for _, _, off in rows):
        raise _refused("days")
    for day, name, off in rows:
        yield NoticeDay(_day(day), name[:40], not off)


def _of_rows(rows: Iterable[list[str]]) -> Iterator[NoticeDay]:
    places: dict[str, int] = {}
    for number, cells in enumerate(rows, start=1):
        texts = [cell.strip() for cell in cells]
        if number > _ROWS_MAX:
            raise _refused(f"{number}")
        if not any(texts):
            continue
        if not places:
            places = _places(texts)
            continue
        texts += [""] * (max(places.values()) + 1 - len(texts))
        state = texts[places["state"]].lower()
        if state not in _OFF | _WORKED:
            raise _refused(f"{number}: {state[:20]}")
        yield NoticeDay(_day(texts[places["date"]]), texts[places["name"]][:40], state in _WORKED)


def _places(heading: list[str]) -> dict[str, int]:
    found = {_HEADINGS[text.lower()]: at for at, text in enumerate(heading) if text.lower() in _HEADINGS}
    if found.keys() != {"date", "name", "state"}:
        raise _refused("日期, 名称, 放假/上班")
    return found


def _day(text: str) -> dt.date:
    chinese = _CHINESE.fullmatch(text)
    plain = "-".join(part.zfill(2) for part in chinese.groups()) if chinese else text[:10].replace("/", "-")
    try:
        return dt.date.fromisoformat(plain)
    except ValueError as error:
        raise _refused(text[:20]) from error


def _refused(why: str) -> NoticeUnreadable:
    return NoticeUnreadable(field="pasted", why=why)
