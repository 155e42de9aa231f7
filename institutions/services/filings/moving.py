"""One filing under its institution's lock: moved by the table, with history and audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.transitions import apply
from institutions.enums.filings import FilingVerb
from institutions.models import Filing, FilingTransition
from institutions.rules.filings.workflow import FILING
from institutions.services.words import lock

SUBJECT: Final = "filing"


def locked(filing: Filing) -> Filing:
    lock(filing.institution)
    rows = Filing.objects.select_for_update(of=("self",)).select_related("institution__county")
    return rows.get(pk=filing.pk)


def move(
    row: Filing,
    verb: FilingVerb,
    *,
    by: Viewer,
    at: dt.datetime,
    why: str = "",
    also: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    apply(
        row,
        verb,
        workflow=FILING,
        history=FilingTransition,
        owner="filing",
        by=by,
        why=why,
        at=at,
        state_field="state",
        also=also,
    )
    audit("move_filing", row, by=by, at=at, why=why, data={"verb": verb, "state": row.state, **(data or {})})


def audit(
    verb: str, row: Filing, *, by: Viewer, at: dt.datetime, why: str = "", data: Mapping[str, Any] | None = None
) -> None:
    record(
        f"institutions.{verb}",
        by=by,
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        why=why,
        data={"kind": row.kind, "period": row.period.isoformat() if row.period else "", **(data or {})},
        at=at,
    )
