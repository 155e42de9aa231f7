"""Take a file or a paste in: what it is, its rows as text into staging. Nothing is judged yet but the file itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from operator import itemgetter
from pathlib import PurePosixPath
from typing import Any, Final

from django.db import connection, transaction

from cixi_oversight.imports.enums import BatchState, FaultStage, SourceKind
from cixi_oversight.imports.errors import (
    Encrypted,
    FileEmpty,
    FileNameRefused,
    FileTooLarge,
    KindDiffers,
    KindUnknown,
    Macros,
    OldExcel,
    TooManyColumns,
    TooManyRows,
)
from cixi_oversight.imports.models import ImportBatch, RowFault, StagedRow
from cixi_oversight.imports.models.staging import cell_column
from cixi_oversight.imports.ports.bulk import copy_rows
from cixi_oversight.imports.ports.text_file import Row, decode, rows_of
from cixi_oversight.imports.ports.workbook import OLE, ZIP, About, WorkbookReader
from cixi_oversight.imports.rules.limits import (
    COLUMNS_MAX,
    EXCERPT,
    FILE_BYTES_MAX,
    MIB,
    ROWS_MAX,
    STAGED_DAYS,
)
from cixi_oversight.imports.rules.profile import Profile
from cixi_oversight.imports.services.headings import Headings, find_headings
from cixi_oversight.imports.services.profiles import profile_of
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County

# what cannot be seen, controls, direction marks, lost characters; line breaks and tabs are only tidied
_ODD: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd\ud800-\udfff]")
_BREAKS: Final = re.compile(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
_MARKS: Final = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NAME_MAX: Final = 200
_SHOWN_SKIPPED: Final = 50


def receive(
    *,
    county: County,
    profile_key: str,
    name: str,
    data: bytes,
    by: Viewer,
    at: dt.datetime,
    pasted: bool = False,
) -> ImportBatch:
    """Stage the rows of a sheet; the sheet itself is not kept. Raises FileRefused and its kin: nothing is staged."""
    profile = profile_of(profile_key)
    shown_name = safe_name(name)
    if len(data) > FILE_BYTES_MAX:
        raise FileTooLarge(field="file", megabytes=-(-len(data) // MIB), limit=FILE_BYTES_MAX // MIB)
    if not data.strip():
        raise FileEmpty(field="file")
    kind = SourceKind.PASTE if pasted else kind_of(shown_name, data)
    with transaction.atomic():
        expire(county_id=county.pk, at=at)
        batch = ImportBatch.objects.create(
            county=county,
            target=profile.target,
            profile=profile.key,
            source_name=shown_name,
            source_kind=kind,
            source_bytes=len(data),
            source_sha256=hashlib.sha256(data).hexdigest(),
            received_at=at,
            received_by_id=by.actor_id,
        )
        _stage(batch, profile, data, kind)
    return batch


def expire(*, county_id: int, at: dt.datetime) -> int:
    """Empty previews that nobody came back to; how many."""
    old = ImportBatch.objects.waiting().filter(county_id=county_id, received_at__lt=at - dt.timedelta(days=STAGED_DAYS))
    ids = list(old.values_list("pk", flat=True))
    StagedRow.objects.filter(batch_id__in=ids).delete()
    return ImportBatch.objects.filter(pk__in=ids).update(state=BatchState.EXPIRED, finished_at=at)


# --- what it is ---


def safe_name(name: str) -> str:
    """Path, direction marks and length are neutralised; NUL and line breaks are refused (SHEETS 10)."""
    if re.search(r"[\x00\r\n]", name):
        raise FileNameRefused(field="file")
    base = PurePosixPath(name.replace("\\", "/")).name
    return _MARKS.sub("", unicodedata.normalize("NFC", base)).strip()[-_NAME_MAX:] or "—"


def kind_of(name: str, data: bytes) -> SourceKind:
    suffix = PurePosixPath(name).suffix.lower()
    if data.startswith(OLE):
        raise (Encrypted if "EncryptedPackage".encode("utf-16-le") in data else OldExcel)(field="file")
    if suffix in {".xlsm", ".xltm", ".xlsb"}:
        raise Macros(field="file", part=suffix)
    if suffix == ".xls":
        raise OldExcel(field="file")
    if suffix not in {".csv", ".txt", ".tsv", ".xlsx"}:
        raise KindUnknown(field="file")
    is_zip = data.startswith(ZIP)
    if is_zip != (suffix == ".xlsx"):
        raise KindDiffers(field="file", suffix=suffix)
    return SourceKind.XLSX if is_zip else SourceKind.CSV


# --- its rows ---


@dataclass
class _Reading:
    """What staging learns on the way and the report shows."""

    places: dict[str, int]
    rows: int = 0
    blank: int = 0
    skipped: list[tuple[int, str]] = field(default_factory=list)
    skipped_count: int = 0
    widths: dict[str, int] = field(default_factory=dict)  # cells by field that NFKC will change
    tidied: int = 0
    filled: int = 0
    faults: list[RowFault] = field(default_factory=list)


def _stage(batch: ImportBatch, profile: Profile, data: bytes, kind: SourceKind) -> None:
    if kind is SourceKind.XLSX:
        with WorkbookReader(data, sheet=profile.sheet) as reader:
            _stage_rows(batch, profile, reader.rows(), reader.about)
        return
    text, encoding = decode(data, profile.encoding)
    batch.reading["encoding"] = encoding
    delimiter = "\t" if kind is SourceKind.PASTE else profile.delimiter
    _stage_rows(batch, profile, rows_of(text, delimiter), None)


def _stage_rows(batch: ImportBatch, profile: Profile, rows: Iterator[Row], about: About | None) -> None:
    head = list(islice(rows, profile.title_rows_max + profile.heading_rows + 1))
    headings = find_headings([cells for _, cells in head], profile)
    reading = _Reading(headings.places)
    stager = _Stager(batch, profile, headings, reading, about)
    rest = chain(head[headings.first_row :], rows)
    columns = ["batch_id", "row_no", *(cell_column(place) for place in range(len(headings.places)))]
    with connection.cursor() as cursor:
        copy_rows(cursor, StagedRow._meta.db_table, columns, stager.rows(rest))
    if not reading.rows:
        raise FileEmpty(field="file")
    RowFault.objects.bulk_create(reading.faults, batch_size=2_000)
    batch.reading |= {
        "fields": list(headings.places),
        "unread": headings.unread,
        "rows": reading.rows,
        "title_rows": headings.first_row - profile.heading_rows,
        "blank_rows": reading.blank,
        "skipped": reading.skipped,
        "skipped_rows": reading.skipped_count,
        "widths": reading.widths,
        "tidied": reading.tidied,
        "filled_down": reading.filled,
    }
    if about is not None:
        batch.reading |= {
            "sheet": about.sheet,
            "hidden_sheets": about.hidden_sheets,
            "hidden_rows": about.hidden_rows,
            "from_1904": about.from_1904,
            "merged_not_filled": stager.merged_not_filled,
        }
    batch.save(update_fields=["reading"])


class _Stager:
    """Turns the sheet's rows into staged ones: picked columns, no blank or subtotal rows, faults noted."""

    def __init__(
        self, batch: ImportBatch, profile: Profile, headings: Headings, reading: _Reading, about: About | None
    ) -> None:
        self.batch, self.profile, self.headings, self.reading = batch, profile, headings, reading
        self.fields = list(headings.places)
        self.indexes = list(headings.places.values())
        self.pads = batch.source_kind != SourceKind.CSV  # a sheet leaves off blank cells at the end, a CSV never does
        filled = {index for key, index in headings.places.items() if profile.column_of(key).fill_down}
        merges = about.merges if about else []
        self.fill = filled if about is None else set()
        self.merged = {
            (row, left): top for top, left, low, _ in merges if left in filled for row in range(top + 1, low + 1)
        }
        self.merged_not_filled = sum(1 for _, left, _, _ in merges if left in set(self.indexes) - filled)
        self.formulas = {(row, column) for row, column in (about.formulas if about else []) if column in self.indexes}
        self.above: dict[int, str] = {}

    def rows(self, source: Iterator[Row]) -> Iterator[Sequence[Any]]:
        pick: Callable[[list[str]], Sequence[str]] = (
            itemgetter(*self.indexes) if len(self.indexes) > 1 else lambda cells: (cells[self.indexes[0]],)
        )
        reading, width, skip = self.reading, self.headings.width, self.profile.skip_rows
        pk, odd, is_normal = self.batch.pk, _ODD.search, unicodedata.is_normalized
        for number, cells in source:
            joined = "|".join(cells)
            if not joined.strip("| \t\r\n\u3000"):
                reading.blank += 1
                continue
            if self._is_skipped(number, cells, skip):
                continue
            reading.rows += 1
            if reading.rows > ROWS_MAX:
                raise TooManyRows(limit=ROWS_MAX)
            if len(cells) != width:
                cells = self._fitted(number, cells)  # noqa: PLW2901
            if self.fill or self.merged or self.formulas:
                self._fill_down(number, cells)
            picked = pick(cells)
            if odd(joined):
                picked = [self._tidied(number, key, cell) for key, cell in zip(self.fields, picked, strict=True)]
            if not is_normal("NFKC", joined):
                self._count_widths(picked)
            yield (pk, number, *picked)

    def _is_skipped(self, number: int, cells: list[str], prefixes: tuple[str, ...]) -> bool:
        """Subtotals, footnotes, and headings repeated on every printed page."""
        first = cells[0] or next(filter(None, cells))
        if not first.strip().startswith(prefixes) and tuple(cells) != self.headings.line:
            return False
        self.reading.skipped_count += 1
        if len(self.reading.skipped) < _SHOWN_SKIPPED:
            self.reading.skipped.append((number, first.strip()[:EXCERPT]))
        return True

    def _fitted(self, number: int, cells: list[str]) -> list[str]:
        width = self.headings.width
        if len(cells) > COLUMNS_MAX:
            raise TooManyColumns(limit=COLUMNS_MAX)
        if len(cells) < width:
            if not self.pads:
                self._fault(number, "", "cells_missing", cells=len(cells), expected=width)
            return cells + [""] * (width - len(cells))
        if any(cell.strip() for cell in cells[width:]) and not self.pads:
            self._fault(number, "", "cells_extra")
        return cells

    def _fill_down(self, number: int, cells: list[str]) -> None:
        for key, index in self.headings.places.items():
            if (number, index) in self.formulas:
                self._fault(number, key, "formula", excerpt=cells[index])
            if cells[index].strip():
                self.above[index] = cells[index]
            elif (index in self.fill or (number, index) in self.merged) and index in self.above:
                cells[index] = self.above[index]
                self.reading.filled += 1

    def _tidied(self, number: int, key: str, cell: str) -> str:
        if not _ODD.search(cell):
            return cell
        tidy = _BREAKS.sub(" ", cell).strip()
        self.reading.tidied += 1
        found = _ODD.search(tidy)
        if found:
            character = f"U+{ord(found[0]):04X}"
            tidy = _ODD.sub("", tidy)
            self._fault(number, key, "invisible", excerpt=tidy, character=character)
        return tidy

    def _count_widths(self, picked: Sequence[str]) -> None:
        for key, cell in zip(self.fields, picked, strict=True):
            if not unicodedata.is_normalized("NFKC", cell):
                self.reading.widths[key] = self.reading.widths.get(key, 0) + 1

    def _fault(self, number: int, key: str, code: str, *, excerpt: str = "", **figures: Any) -> None:
        self.reading.faults.append(
            RowFault(
                batch=self.batch,
                stage=FaultStage.READING,
                row_no=number,
                field=key,
                code=code,
                figures=figures,
                excerpt=_ODD.sub("", excerpt)[:EXCERPT],
            )
        )
