"""What an import found or did, as lines for the command, the page and `--json`."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cixi_oversight.errors import Message, msg
from cixi_oversight.imports.enums import MatchKey, Verdict
from cixi_oversight.imports.models import ImportBatch, RowFault
from cixi_oversight.imports.rules.faults import FAULTS
from cixi_oversight.imports.services.profiles import profile_of
from cixi_oversight.imports.services.targets import ImportTarget, target_of

FIGURES: Final[dict[str, Message]] = {
    "read": msg("Rows read"),
    "left_out": msg("Rows left out (headings, subtotals, notes)"),
    Verdict.NEW: msg("New"),
    Verdict.CHANGED: msg("Changed"),
    Verdict.UNCHANGED: msg("Unchanged"),
    Verdict.UNSURE: msg("Waiting for a person"),
    Verdict.SKIPPED: msg("Left out by an earlier decision"),
    Verdict.REFUSED: msg("Refused"),
}
MATCHED_BY: Final[dict[str, Message]] = {
    MatchKey.USCC: msg("by credit code (certain)"),
    MatchKey.PERMIT: msg("by permit number (strong)"),
    MatchKey.NAME_ADDRESS: msg("by name and address (fair)"),
    MatchKey.DECISION: msg("by an earlier decision"),
    MatchKey.REFERENCE: msg("has come in before"),
}
NOTHING_CHANGES: Final = msg("Every row is in the register as it stands here: nothing changes.")
NOTHING_WRITTEN: Final = msg("Nothing was written to the register.")


def sentence_of(fault: RowFault, target: ImportTarget) -> Message:
    """A fault worded, its figures filled in."""
    template = FAULTS.get(fault.code) or target.faults[fault.code]
    figures = dict(fault.figures)
    if fault.code == "required":
        figures["field"] = target.fields[fault.field].label
    return Message(template.id, figures)


def heading_of(batch: ImportBatch, field_key: str) -> str:
    """The column's heading as the profile calls it."""
    return profile_of(batch.profile).column_of(field_key).headings[0] if field_key else ""


def changes_nothing(figures: Mapping[str, Any]) -> bool:
    return bool(figures.get("read")) and not any(
        figures.get(verdict) for verdict in (Verdict.NEW, Verdict.CHANGED, Verdict.REFUSED, Verdict.UNSURE)
    )


def lines_of(batch: ImportBatch) -> list[tuple[Message, int | float]]:
    """Label and count, in the order of the report; what is nought and unimportant is left out."""
    figures, target = batch.figures, target_of(batch.target)
    lines: list[tuple[Message, int | float]] = [(FIGURES["read"], figures.get("read", 0))]
    if figures.get("left_out"):
        lines.append((FIGURES["left_out"], figures["left_out"]))
    for verdict in (Verdict.NEW, Verdict.CHANGED, Verdict.UNCHANGED, Verdict.UNSURE, Verdict.SKIPPED, Verdict.REFUSED):
        lines.append((FIGURES[verdict], figures.get(verdict, 0)))
        if verdict is Verdict.UNCHANGED:
            lines += [(_inner(MATCHED_BY[key]), count) for key, count in figures.get("matched", {}).items()]
        if verdict is Verdict.UNSURE:
            lines += [(_inner(target.reasons[code]), count) for code, count in figures.get("unsure_by", {}).items()]
        if verdict is Verdict.REFUSED:
            lines += [(_inner(_kind(code, target)), count) for code, count in figures.get("faults", {}).items()]
    lines += [(target.notes[code], count) for code, count in figures.get("notes", {}).items() if count]
    if figures.get("normalised"):
        lines.append((msg("Cells brought to one width and case"), figures["normalised"]))
    lines.append((msg("Seconds"), figures.get("seconds", 0)))
    return lines


def _inner(label: Message) -> Message:
    return msg("– %(what)s", what=label)


def _kind(code: str, target: ImportTarget) -> Message:
    """A short name of a fault; its sentence stands at the row."""
    return FAULT_KINDS.get(code) or target.reasons.get(code) or msg("other (%(code)s)", code=code)


FAULT_KINDS: Final[dict[str, Message]] = {
    "invisible": msg("invisible or lost characters"),
    "formula": msg("formulas"),
    "cells_missing": msg("rows that end too early"),
    "cells_extra": msg("rows with too many cells"),
    "required": msg("blank cells that are needed"),
    "too_long": msg("texts that are too long"),
    "digits_lost": msg("numbers shortened by the spreadsheet program"),
    "uscc_length": msg("credit codes of the wrong length"),
    "uscc_characters": msg("credit codes with impossible characters"),
    "uscc_check": msg("credit codes with a wrong check character"),
    "permit_digits": msg("permit numbers without digits"),
    "choice": msg("unknown words"),
    "lookup": msg("names that are not in the list"),
    "date_unreadable": msg("unreadable dates"),
    "date_short_year": msg("years of two digits"),
    "date_impossible": msg("days that are not in the calendar"),
    "date_range": msg("years out of range"),
    "amount_unreadable": msg("unreadable amounts"),
    "amount_negative": msg("negative amounts"),
    "amount_range": msg("amounts that are too large"),
    "integer": msg("unreadable numbers"),
    "phone": msg("unreadable telephone numbers"),
    "duplicate_same": msg("repeated rows"),
    "duplicate_other": msg("rows that contradict another"),
}


class _Echo:
    """A file that hands each line back: the error sheet streams."""

    def write(self, line: str) -> str:
        return line


def error_sheet(batch: ImportBatch, word: Any, heads: list[str]) -> Iterator[str]:
    """CSV with a mark for spreadsheet programs: row, column, value, what is wrong and the way out. `word` words a
    Message in the reader's language. Values that a spreadsheet would run as formulas are made text."""
    target = target_of(batch.target)
    writer = csv.writer(_Echo())
    yield "\ufeff" + str(writer.writerow(heads))
    for fault in batch.faults.order_by("row_no", "id").iterator(chunk_size=2_000):
        row = [fault.row_no, heading_of(batch, fault.field), _harmless(fault.excerpt), word(sentence_of(fault, target))]
        yield str(writer.writerow(row))


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"} else text
