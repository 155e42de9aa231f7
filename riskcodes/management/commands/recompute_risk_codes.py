"""recompute_risk_codes [--on DATE] [--json] [--county CODE]: the night, worked here, without a worker or Redis.

Today's night is computed and published, once. A day whose night was published is answered from what was stored; any
other past day is reconstructed, marked so, and changes nothing.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cixi_oversight import clock
from cixi_oversight.errors import DomainError
from cixi_oversight.users.models import County
from cixi_oversight.users.services.viewer import system_viewer
from riskcodes.services.report import NightReport, report_of_day


class Command(BaseCommand):
    help = "Compute every institution's risk code for tonight, or answer for a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=dt.date.fromisoformat, metavar="DATE", help="a day, as 2026-11-23")
        parser.add_argument("--json", action="store_true", help="canonical JSON")
        parser.add_argument("--county", metavar="CODE", help="one county; without it all")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        on = options["on"] or at.date()
        counties = County.objects.order_by("code")
        if options["county"]:
            counties = counties.filter(code=options["county"])
        if not counties:
            raise CommandError("no such county")
        by = system_viewer(label="recompute_risk_codes")
        try:
            reports = [report_of_day(county=county, on=on, at=at, by=by) for county in counties]
        except DomainError as refused:
            raise CommandError(str(refused)) from refused
        if options["json"]:
            data = orjson.dumps(
                [report.as_dict() for report in reports], option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2
            )
            self.stdout.write(data.decode())
        else:
            for report in reports:
                self.stdout.write(_told(report))


def _told(report: NightReport) -> str:
    codes = ", ".join(f"{count} {code}" for code, count in report.codes.items())
    lines = [
        f"{report.county} {report.on.isoformat()}: {report.kind}, rule set {report.rule_set_version}",
        f"  {report.institutions} institutions: {codes or 'none'}",
        f"  {report.changes} changes of colour, {report.rows_written} rows written, {len(report.failures)} failures",
        *(f"  failed: institution {failure['institution']}: {failure['error']}" for failure in report.failures),
    ]
    return "\n".join(lines)
