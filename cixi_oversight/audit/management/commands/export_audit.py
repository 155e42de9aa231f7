"""export_audit [--from DAY] [--to DAY] FILE: events and heads, to be verified by deploy/verify_audit.py."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cixi_oversight import clock
from cixi_oversight.audit.services.export import lines, note_export, whole_range
from cixi_oversight.users.services.viewer import system_viewer


class Command(BaseCommand):
    help = "Write the audit's events and daily heads to a file that deploy/verify_audit.py verifies."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from", dest="low", type=dt.date.fromisoformat, metavar="DAY", help="without it: the first"
        )
        parser.add_argument("--to", dest="high", type=dt.date.fromisoformat, metavar="DAY", help="without it: the last")
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        whole = whole_range()
        if whole is None:
            raise CommandError("the audit is empty")
        low, high = options["low"] or whole[0], options["high"] or whole[1]
        if low > high:
            raise CommandError("--from lies after --to")
        note_export(low=low, high=high, by=system_viewer(label="export_audit"), at=clock.now())
        with options["file"].open("wb") as file:
            count = sum(1 for line in lines(low=low, high=high) if file.write(line))
        self.stdout.write(f"{count} lines, {low} to {high}")
