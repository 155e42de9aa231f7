"""explain_risk_code ID [--on DATE] [--json]: why an institution has its colour. ID: public id, uscc or name."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from cixi_oversight import clock
from cixi_oversight.api.answers import CHINESE, ENGLISH
from cixi_oversight.errors import DomainError, msg
from cixi_oversight.web.words import spoken, worded
from riskcodes.enums import RunKind
from riskcodes.errors import DayToCome
from riskcodes.rules.indicators.base import Unit
from riskcodes.rules.labels import COLOUR, LEVEL, RUN_KIND, UNIT
from riskcodes.services.explain import Explanation, explain
from riskcodes.services.find import find_institution


class Command(BaseCommand):
    help = "Tell why an institution has its risk code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", metavar="ID", help="public id, unified social credit code or name")
        parser.add_argument("--on", type=dt.date.fromisoformat, metavar="DATE", help="a day, as 2026-11-23")
        parser.add_argument("--json", action="store_true", help="canonical JSON, the same bytes at every call")
        parser.add_argument("--language", default=spoken(), choices=[CHINESE, ENGLISH])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["on"] and options["on"] > clock.today():
                raise DayToCome(on=options["on"].isoformat())
            found = explain(find_institution(options["id"]), options["on"])
        except DomainError as refused:
            with override(options["language"]):
                raise CommandError(worded(refused.sentence)) from refused
        if options["json"]:
            self.stdout.write(found.as_json().decode(), ending="")
            return
        with override(options["language"]):
            self.stdout.write("\n".join(_told(found)))


def _told(found: Explanation) -> list[str]:
    head = (
        f"{found.institution.name} ({found.institution.public_id}) {found.on.isoformat()}: "
        f"{worded(COLOUR[found.code])}, {found.score}"
    )
    lines = [head, *(f"  {worded(reason)}" for reason in found.reasons), ""]
    for line in found.lines:
        value = "-" if line.value is None else f"{line.value} {worded(UNIT[line.unit])}"
        age = "" if line.data_age_days is None else f"  {line.data_age_days} {worded(UNIT[Unit.DAYS])}"
        evidence = " ".join(f"{row.table}#{','.join(map(str, row.ids))}" for row in line.evidence)
        lines.append(
            f"  {worded(line.label)}: {value}  [{line.yellow_limit}; {line.red_limit}]  {worded(LEVEL[line.level])}"
            f"  {line.points}/{line.weight}{age}  {evidence}"
        )
    version = worded(msg("Rule set %(version)s", version=found.rule_set_version))
    kind = f" · {worded(RUN_KIND[RunKind.RECONSTRUCTION])}" if found.is_reconstruction else ""
    return [*lines, "", f"{version}{kind}"]
