"""What a night did, in figures: stored ones for a published night, reconstructed ones for a day that had none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County
from riskcodes.enums import RunKind, RunState
from riskcodes.errors import DayToCome
from riskcodes.models import RiskRun
from riskcodes.services.night import run_night
from riskcodes.services.reconstruct import reconstruct


@dataclass(frozen=True, slots=True)
class NightReport:
    county: str
    on: dt.date
    kind: str
    rule_set_version: int
    institutions: int
    codes: dict[str, int]
    changes: int
    rows_written: int
    failures: tuple[dict[str, Any], ...]
    row_hash: str

    def as_dict(self) -> dict[str, Any]:
        return {
            "county": self.county,
            "on": self.on.isoformat(),
            "kind": self.kind,
            "rule_set_version": self.rule_set_version,
            "institutions": self.institutions,
            "codes": self.codes,
            "changes": self.changes,
            "rows_written": self.rows_written,
            "failures": list(self.failures),
            "row_hash": self.row_hash,
        }


def report_of_day(*, county: County, on: dt.date, at: dt.datetime, by: Viewer) -> NightReport:
    """Today's night is run if it has not been; an earlier day is answered. Raises DayToCome, NightFailed."""
    if on > at.date():
        raise DayToCome(on=on.isoformat())
    nights = RiskRun.objects.filter(county=county, kind=RunKind.NIGHT, on=on, state=RunState.PUBLISHED)
    run = nights.select_related("rule_set").first()
    if run is None and on == at.date():
        run = run_night(county=county, on=on, at=at, by=by)
    return _reconstructed(county, on) if run is None else stored_report(county, run)


def stored_report(county: County, run: RiskRun) -> NightReport:
    codes = run.counts.values_list("colour").annotate(total=Sum("institutions")).order_by("colour")
    return NightReport(
        county=county.code,
        on=run.on,
        kind=run.kind,
        rule_set_version=run.rule_set.version,
        institutions=run.institutions,
        codes=dict(codes),
        changes=run.changes,
        rows_written=run.rows_written,
        failures=tuple(run.failures),
        row_hash=run.row_hash,
    )


def _reconstructed(county: County, on: dt.date) -> NightReport:
    found = reconstruct(county.pk, on)
    return NightReport(
        county=county.code,
        on=on,
        kind=RunKind.RECONSTRUCTION.value,
        rule_set_version=found.rule_set_version,
        institutions=found.institutions,
        codes=found.codes,
        changes=0,
        rows_written=0,
        failures=tuple({"institution": failed.institution_id, "error": failed.error} for failed in found.failures),
        row_hash=found.row_hash,
    )
