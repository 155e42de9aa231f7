"""recompute_risk_codes [--on DATE] [--json] [--county CODE]: the night, worked here, without a worker or Redis.

Today's night is computed and published, once. A day whose night was published is answered from what was stored; any
other past day is reconstructed, marked so, and changes nothing.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from cixi_oversight import clock
from cixi_oversight.api.answers import CHINESE, ENGLISH
from cixi_oversight.errors import DomainError, msg
from cixi_oversight.users.models import County
from cixi_oversight.users.services.viewer import system_viewer
from cixi_oversight.web.words import spoken, worded
from riskcodes.enums import Colour, RunKind
from riskcodes.rules.labels import COLOUR_CODE, RUN_KIND
from riskcodes.services.report import NightReport, report_of_day


class Command(BaseCommand):
    help = "Compute every institution's risk code for tonight, or answer for a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=dt.date.fromisoformat, metavar="DATE", help="a day, as 2026-11-23")
        parser.add_argument("--json", action="store_true", help="canonical JSON")
        parser.add_argument("--county", metavar="CODE", help="one county; without it all")
        parser.add_argument("--language", default=spoken(), choices=[CHINESE, ENGLISH])

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            self._answer(options)

    def _answer(self, options: dict[str, Any]) -> None:
        at = clock.now()
        on = options["on"] or at.date()
        counties = County.objects.order_by("code")
        if options["county"]:
            counties = counties.filter(code=options["county"])
        if not counties:
            raise CommandError(worded(msg("There is no county %(code)s.", code=options["county"] or "-")))
        by = system_viewer(label="recompute_risk_codes")
        try:
            reports = [report_of_day(county=county, on=on, at=at, by=by) for county in counties]
        except DomainError as refused:
            raise CommandError(worded(refused.sentence)) from refused
        if options["json"]:
            data = orjson.dumps(
                [report.as_dict() for report in reports], option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2
            )
            self.stdout.write(data.decode())
        else:
            for report in reports:
                self.stdout.write(_told(report))


def _told(report: NightReport) -> str:
    colours = [f"{worded(COLOUR_CODE[Colour(code)])} {count}" for code, count in report.codes.items()]
    head = msg(
        "%(county)s %(on)s: %(kind)s, rule set %(version)s",
        county=report.county,
        on=report.on.isoformat(),
        kind=RUN_KIND[RunKind(report.kind)],
        version=report.rule_set_version,
    )
    graded = msg("%(count)s institutions: %(codes)s", count=report.institutions, codes=", ".join(colours) or "-")
    wrote = msg(
        "%(changes)s changes of colour, %(rows)s rows written, %(failures)s failures",
        changes=report.changes,
        rows=report.rows_written,
        failures=len(report.failures),
    )
    failed = [
        msg("failed: institution %(institution)s: %(error)s", institution=one["institution"], error=one["error"])
        for one in report.failures
    ]
    return "\n".join([worded(head), *(f"  {worded(line)}" for line in (graded, wrote, *failed))])
