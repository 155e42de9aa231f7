"""The night, in order: one readable list. `jobs` is handed it through the setting JOBS_SCHEDULE."""

from __future__ import annotations

import datetime as dt
from typing import Final

from cixi_oversight.jobs.rules.nightly import Nightly

NIGHT: Final = (
    Nightly("jobs.tidy", at=dt.time(0, 30)),
    Nightly("documents.sweep", at=dt.time(0, 40)),
    Nightly("jobs.partitions", at=dt.time(1, 0)),
    Nightly("institutions.filings", at=dt.time(1, 0)),
    Nightly("institutions.cases", at=dt.time(1, 5)),
    Nightly("institutions.gaps", at=dt.time(1, 5)),
    Nightly("policy.backfill", at=dt.time(1, 10), after=("institutions.filings",)),
    Nightly("policy.alarms", at=dt.time(1, 20), after=("policy.backfill",)),
    Nightly("audit.seal", at=dt.time(1, 30)),
    Nightly("desk.audit_heads", at=dt.time(1, 30), after=("audit.seal",), runs_after_failure=False),
    Nightly("riskcodes.night", at=dt.time(2, 0)),
    Nightly("institutions.whitelist", at=dt.time(4, 0), after=("riskcodes.night",)),
    Nightly("personal.ages", at=dt.time(0, 10)),
    Nightly("personal.retention", at=dt.time(3, 0), after=("riskcodes.night",)),
    Nightly("personal.rotation", at=dt.time(3, 0), after=("personal.retention",)),
)
