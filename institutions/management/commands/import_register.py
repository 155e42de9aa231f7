"""import_register FILE --profile P [--apply] [--accept-clean] [--json]

Without --apply the sheet is only checked and nothing is written. Exit codes: 0 every row is, or would be, in the
register; 1 rows were refused (nothing was written, or only the clean rows with --accept-clean); 2 the file or an
argument was refused; 3 no row was refused, but some wait for a person on the work list.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from cixi_oversight import clock
from cixi_oversight.errors import DomainError, Message
from cixi_oversight.imports.enums import BatchState, Verdict
from cixi_oversight.imports.models import ImportBatch
from cixi_oversight.imports.rules.limits import FILE_BYTES_MAX
from cixi_oversight.imports.services import report
from cixi_oversight.imports.services.apply import cancel
from cixi_oversight.imports.services.targets import target_of
from cixi_oversight.users.models import County
from cixi_oversight.users.services.viewer import system_viewer
from cixi_oversight.web.words import worded
from institutions.errors import CountyUnknown, FileNotReadable, ImportGaveUp
from institutions.services.register_import.summary import import_file, summary

CLEAN, REFUSED, WRONG, WAITING = 0, 1, 2, 3
_FAULTS_SHOWN = 50
_LANGUAGES = ("zh-hans", "en")


class Command(BaseCommand):
    help = "Import a sheet of institutions into the register."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--profile", required=True, help="how the sheet is to be read, e.g. bureau_register")
        parser.add_argument("--apply", action="store_true", help="write; without it the sheet is only checked")
        parser.add_argument("--accept-clean", action="store_true", help="write the rows without errors, leave the rest")
        parser.add_argument("--county", help="code of the county; needed where there are several")
        parser.add_argument("--json", action="store_true", help="the report as JSON, sentences in both languages")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            batch = _import(options)
        except DomainError as error:
            self._refuse(error, as_json=options["json"])
            sys.exit(WRONG)
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(batch), ensure_ascii=False, indent=2))
        else:
            self._print(batch)
        sys.exit(_exit_code(batch))

    def _refuse(self, error: DomainError, *, as_json: bool) -> None:
        if as_json:
            answer = {"refused": {"code": error.code, "message": _both(error.sentence)}}
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
        else:
            self.stderr.write(worded(error.sentence))

    def _print(self, batch: ImportBatch) -> None:
        for label, count in report.lines_of(batch):
            self.stdout.write(f"{worded(label)}: {count}")
        target = target_of(batch.target)
        for fault in batch.faults.order_by("row_no", "id")[:_FAULTS_SHOWN]:
            place = ":".join(filter(None, (str(fault.row_no), report.heading_of(batch, fault.field))))
            self.stdout.write(f"{place}: {worded(report.sentence_of(fault, target))}")
        if report.changes_nothing(batch.figures):
            self.stdout.write(worded(report.NOTHING_CHANGES))
        elif batch.state != BatchState.APPLIED:
            self.stdout.write(worded(report.NOTHING_WRITTEN))


def _import(options: dict[str, Any]) -> ImportBatch:
    path: Path = options["file"]
    try:
        with path.open("rb") as file:
            data = file.read(FILE_BYTES_MAX + 1)  # one more, so that the limit is noticed
    except OSError as error:
        raise FileNotReadable(name=path.name) from error
    by, at = system_viewer(label="import_register"), clock.now()
    batch = import_file(
        county=_county(options["county"]),
        profile_key=options["profile"],
        name=path.name,
        data=data,
        by=by,
        at=at,
        apply=options["apply"],
        accept_clean=options["accept_clean"],
    )
    if batch.figures.get("gave_up"):
        raise ImportGaveUp
    if batch.is_open:
        cancel(batch=batch, by=by, at=at)
    return batch


def _county(code: str | None) -> County:
    found = list(County.objects.filter(code=code) if code else County.objects.all()[:2])
    if len(found) != 1:
        raise CountyUnknown
    return found[0]


def _exit_code(batch: ImportBatch) -> int:
    if batch.figures.get(Verdict.REFUSED):
        return REFUSED
    return WAITING if batch.figures.get(Verdict.UNSURE) else CLEAN


def _as_json(batch: ImportBatch) -> dict[str, Any]:
    target = target_of(batch.target)
    faults = [
        {
            "row": fault.row_no,
            "column": report.heading_of(batch, fault.field),
            "value": fault.excerpt,
            "code": fault.code,
            "message": _both(report.sentence_of(fault, target)),
        }
        for fault in batch.faults.order_by("row_no", "id")
    ]
    return summary(batch) | {"written": batch.state == BatchState.APPLIED, "faults": faults}


def _both(sentence: Message) -> dict[str, str]:
    worded_in: dict[str, str] = {}
    for language in _LANGUAGES:
        with translation.override(language):
            worded_in[language] = worded(sentence)
    return worded_in
