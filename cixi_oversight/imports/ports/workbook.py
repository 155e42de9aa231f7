"""A workbook's sheet, read by a child process under limits of memory and time; its crash is a refusal, not ours."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from cixi_oversight.imports import errors
from cixi_oversight.imports.ports.text_file import Row
from cixi_oversight.imports.rules.limits import READER_SECONDS

_ROOT: Final = Path(__file__).resolve().parents[3]
_REFUSED: Final = 3
_ERRORS: Final = {
    each.code: each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.FileRefused)
}
OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
ZIP: Final = b"PK"


@dataclass(frozen=True, slots=True)
class About:
    """The sheet beside its values. Rows count from 1, columns from 0."""

    sheet: str
    hidden_sheets: list[str]
    from_1904: bool
    formulas: list[tuple[int, int]]
    hidden_rows: int
    merges: list[tuple[int, int, int, int]]


class WorkbookReader:
    """Context manager: `about` first, then `rows()`. The copies on disk are gone when it closes."""

    def __init__(self, data: bytes, *, sheet: str) -> None:
        self._data, self._sheet = data, sheet
        self._folder = tempfile.TemporaryDirectory(prefix="import-")

    def __enter__(self) -> Self:
        try:
            self._output = self._run()
            with self._output.open(encoding="utf-8") as lines:
                self.about = About(**json.loads(lines.readline()))
        except BaseException:
            self._folder.cleanup()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def rows(self) -> Iterator[Row]:
        with self._output.open(encoding="utf-8") as lines:
            next(lines)
            for number, line in enumerate(lines, start=1):
                yield number, json.loads(line)

    def _run(self) -> Path:
        folder = Path(self._folder.name)
        source, output = folder / "workbook.xlsx", folder / "rows"
        source.write_bytes(self._data)
        command = [
            sys.executable,
            "-m",
            "cixi_oversight.imports.ports.workbook_child",
            str(source),
            str(output),
            self._sheet,
        ]
        try:
            done = subprocess.run(
                command,
                cwd=_ROOT,
                timeout=READER_SECONDS + 5,
                capture_output=True,
                check=False,
                env={"PYTHONUTF8": "1"},
            )
        except subprocess.TimeoutExpired as error:
            raise errors.ReaderGaveUp from error
        if done.returncode == _REFUSED:
            raise _refusal(json.loads(output.read_text(encoding="utf-8")))
        if done.returncode != 0:
            raise errors.ReaderGaveUp
        return output


def _refusal(said: dict[str, Any]) -> errors.FileRefused:
    return _ERRORS[said["code"]](**said["figures"])
