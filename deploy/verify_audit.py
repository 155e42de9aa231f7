#!/usr/bin/env python3
"""Verify an export of the audit with nothing but Python 3.11: no portal, no database, no further file.

    verify_audit.py FILE [--kept 2026-11-22:<hash>]

FILE comes from the audit page or from `manage.py export_audit`. Each day's head is computed anew and compared; every
day and event that does not agree is named. Whoever may do everything in the database can also compute all heads anew:
so keep a head elsewhere (the log line `audit_head`, GET /api/v1/audit-heads, the audit page on paper) and give it by
`--kept`. One kept head vouches for its day and all earlier ones in the file.

What is hashed stands in cixi_oversight/audit/rules/canonical.py. One day of marks is held in memory (16 bytes an event
on disk), besides the few events that were written after their own day's head.

Ends with 0 when everything agrees, 1 when something does not, 2 when the file is no export.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import collections
import datetime as dt
import hashlib
import heapq
import itertools
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

NOTHING_BEFORE = "0" * 64
SHANGHAI = dt.timezone(dt.timedelta(hours=8))
ONE_DAY = dt.timedelta(days=1)
BODY = ("day", "events", "first_id", "job_id", "kind", "last_id", "previous", "sealed_at", "upto_id")


class NoExport(Exception):
    """The file cannot be read as an export; says which line."""


@dataclass(slots=True)
class Line:
    number: int
    raw: bytes
    values: dict[str, Any]
    day: dt.date
    hour: int = 0

    @property
    def id(self) -> int:
        return int(self.values["id"])


@dataclass(slots=True)
class Report:
    """What was found, printed as it is found."""

    out: Any
    faults: int = 0
    events: int = 0
    heads: int = 0
    kept: dict[str, str] = field(default_factory=dict)
    unsealed: collections.Counter[tuple[str, int]] = field(default_factory=collections.Counter)

    def fault(self, text: str) -> None:
        self.faults += 1
        print(f"WRONG {text}", file=self.out)

    def note(self, text: str) -> None:
        print(f"      {text}", file=self.out)


def canonical(values: dict[str, Any]) -> bytes:
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def read(file: Iterable[bytes]) -> Iterator[Line]:
    """Lines one by one; a day is that of Shanghai."""
    for number, raw in enumerate(file, start=1):
        text = raw.rstrip(b"\r\n")
        try:
            values = json.loads(text)
            if values["kind"] == "event":
                at = dt.datetime.fromisoformat(values["recorded_at"]).astimezone(SHANGHAI)
                int(values["id"])
                yield Line(number, text, values, at.date(), at.hour)
            else:
                yield Line(number, text, values, dt.date.fromisoformat(values.get("day") or values["from"]))
        except (ValueError, KeyError, TypeError, OverflowError, AttributeError) as error:
            raise NoExport(f"line {number} cannot be read: {type(error).__name__}: {error}") from error


class Verifier:
    """Goes through the days in order, holding one."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.last: dict[str, Any] | None = None  # the head before
        self.last_day: dt.date | None = None  # the day before, with or without a head
        self.late: list[Line] = []  # events that only a later head can cover
        self.low = dt.date.min

    def verify(self, file: Iterable[bytes]) -> None:
        lines = read(file)
        asked = next(lines, None)
        if asked is None or asked.values["kind"] != "export" or asked.values.get("format") != 1:
            raise NoExport("the first line does not say that this is an export of format 1")
        self.low = asked.day
        for day, group in itertools.groupby(lines, key=lambda line: line.day):
            self._day(day, group)
        for line in self.late:
            self.report.unsealed[line.day.isoformat(), line.hour] += 1
        for (day, hour), count in sorted(self.report.unsealed.items()):
            self.report.note(
                f"unsealed: {day} from {hour:02}:00 to {hour + 1:02}:00: {count} events that no head covers"
            )
        for day, kept in self.report.kept.items():
            self.report.fault(f"{day}: the kept head {kept} is not in the file")

    def _day(self, day: dt.date, group: Iterator[Line]) -> None:
        if day < self.low:
            self._before(group)
            return
        if self.last_day is not None and day <= self.last_day:
            self.report.fault(f"{day}: the file comes back to this day after {self.last_day}")
        self.last_day = max(day, self.last_day or day)
        first = next(group)
        if first.values["kind"] == "head":
            self._sealed(day, first, group)
        else:
            self._unsealed(itertools.chain([first], group))

    def _before(self, group: Iterator[Line]) -> None:
        """Events of before the first day that were written late: a head of the file covers them."""
        for line in group:
            self.report.events += 1
            if line.values["kind"] == "event":
                self.late.append(line)
            else:
                self.report.fault(f"{line.day}: a head from before the first day that was asked for")

    def _unsealed(self, group: Iterator[Line]) -> None:
        for line in group:
            if line.values["kind"] != "event":
                self.report.fault(f"{line.day}: the head stands behind events (line {line.number})")
                continue
            self.report.events += 1
            self.report.unsealed[line.day.isoformat(), line.hour] += 1

    # --- a day with a head ---

    def _sealed(self, day: dt.date, line: Line, group: Iterator[Line]) -> None:
        head = line.values
        self.report.heads += 1
        try:
            body = {name: head[name] for name in BODY}
            marks_raw = base64.b64decode(head["marks"], validate=True)
            shown, upto = str(head["hash"]), int(head["upto_id"])
        except (KeyError, TypeError, ValueError, binascii.Error) as error:
            self.report.fault(f"{day}: the head cannot be read ({type(error).__name__}: {error})")
            self._unsealed(group)
            return
        self._follows(day, head)
        marks = self._marks(day, marks_raw)
        digest, count = hashlib.sha256(), 0
        for event in self._covered(day, upto, group):
            self._compare(day, event, marks)
            digest.update(event.raw + b"\n")
            count += 1
        for event_id in marks:
            self.report.fault(f"{day}: event {event_id} is missing")
        if count != head["events"]:
            self.report.fault(f"{day}: {count} events, the head counts {head['events']}")
        digest.update(canonical({**body, "marks": hashlib.sha256(marks_raw).hexdigest()}) + b"\n")
        if digest.hexdigest() != shown:
            self.report.fault(f"{day}: the head does not agree with the day's events and its own words")
        self._kept(day, shown)
        self.last = {"day": day, "hash": shown, "upto_id": upto}

    def _follows(self, day: dt.date, head: dict[str, Any]) -> None:
        if self.last is None:
            if head["previous"] != NOTHING_BEFORE and day > self.low:
                self.report.fault(f"{day}: heads before this day are missing, from {self.low} on")
            elif head["previous"] != NOTHING_BEFORE:
                self.report.note(f"the file begins at {day}, behind the head {head['previous']}")
            return
        expected = self.last["day"] + ONE_DAY
        if day > expected:
            self.report.fault(f"{expected}: no head from this day to {day - ONE_DAY}")
        if head["previous"] != self.last["hash"]:
            self.report.fault(f"{day}: the head is not chained to that of {self.last['day']}")
        if int(head["upto_id"]) < self.last["upto_id"]:
            self.report.fault(f"{day}: the head ends at an earlier id than that of {self.last['day']}")

    def _marks(self, day: dt.date, raw: bytes) -> dict[int, bytes]:
        if len(raw) % 16:
            self.report.fault(f"{day}: the head's marks are cut off")
        marks: dict[int, bytes] = {}
        for start in range(0, len(raw) - 15, 16):
            event_id = int.from_bytes(raw[start : start + 8], "big", signed=True)
            if event_id in marks:
                self.report.fault(f"{day}: the head marks event {event_id} twice")
            marks[event_id] = raw[start + 8 : start + 16]
        return marks

    def _covered(self, day: dt.date, upto: int, group: Iterator[Line]) -> Iterator[Line]:
        """The late ones of before and the day's own, by id; what the day's head does not cover waits for a later."""
        due = sorted((line for line in self.late if line.id <= upto), key=lambda line: line.id)
        self.late = [line for line in self.late if line.id > upto]
        return heapq.merge(due, self._own(day, upto, group), key=lambda line: line.id)

    def _own(self, day: dt.date, upto: int, group: Iterator[Line]) -> Iterator[Line]:
        last_id: int | None = None
        for line in group:
            if line.values["kind"] != "event":
                self.report.fault(f"{day}: a second head (line {line.number})")
                continue
            self.report.events += 1
            if last_id is not None and line.id < last_id:
                self.report.fault(f"{day}: event {line.id} stands behind event {last_id} (line {line.number})")
            last_id = line.id
            if line.id > upto:
                self.late.append(line)
            else:
                yield line

    def _compare(self, day: dt.date, event: Line, marks: dict[int, bytes]) -> None:
        mark = marks.pop(event.id, None)
        if mark is None:
            self.report.fault(f"{day}: event {event.id} is there twice or was not there when the day was sealed")
        elif mark != hashlib.sha256(event.raw).digest()[:8]:
            self.report.fault(f"{day}: event {event.id} was changed")

    def _kept(self, day: dt.date, shown: str) -> None:
        kept = self.report.kept.pop(day.isoformat(), None)
        if kept is not None and kept != shown:
            self.report.fault(f"{day}: the head is not the one that was kept, {kept}")


def kept_head(text: str) -> tuple[str, str]:
    day, _colon, shown = text.strip().partition(":")
    if len(shown) != 64 or dt.date.fromisoformat(day).isoformat() != day:
        raise argparse.ArgumentTypeError("write it as 2026-11-22:<64 hexadecimal digits>")
    return day, shown.lower()


def main(arguments: list[str] | None = None, out: Any = None) -> int:
    out = out or sys.stdout
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", help="an export; - reads what is piped in")
    parser.add_argument("--kept", type=kept_head, action="append", default=[], metavar="DAY:HASH")
    options = parser.parse_args(arguments)
    report = Report(out, kept=dict(options.kept))
    verifier = Verifier(report)
    try:
        if options.file == "-":
            verifier.verify(sys.stdin.buffer)
        else:
            with open(options.file, "rb") as file:
                verifier.verify(file)
    except (NoExport, OSError) as error:
        print(f"WRONG {error}", file=out)
        return 2
    last = verifier.last
    until = f"the last of {last['day']}: {last['day']}:{last['hash']}" if last else "none"
    print(f"{report.events} events, {report.heads} heads, {until}; {report.faults or 'nothing'} wrong", file=out)
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
