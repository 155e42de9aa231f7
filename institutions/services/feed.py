"""What the register tells other departments' systems: that something changed, and how. They ask for the rest."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from cixi_oversight.audit.rules.feed import EventKind
from cixi_oversight.audit.services.outbox import emit, emit_from
from institutions.models import Institution

# by an import: what it has entered, and what it has changed
_IMPORTED: Final = """
    select i.county_id as county, i.id as institution, i.id as subject, i.public_id,
           jsonb_build_object('status', i.status) as data
      from import_match m join institutions_institution i on i.id = m.subject_id
     where m.verdict = %(verdict)s order by i.id
"""


def announce(kind: EventKind, row: Institution, *, at: dt.datetime, **data: Any) -> None:
    emit(
        kind,
        subject=("institution", row.pk),
        public_id=row.public_id,
        institution_id=row.pk,
        county_id=row.county_id,
        data=data,
        at=at,
    )


def announce_import(*, at: dt.datetime) -> None:
    """In the transaction of the import, whose temporary tables are read: two statements, however many rows."""
    for verdict, kind in (("new", EventKind.INSTITUTION_CREATED), ("changed", EventKind.INSTITUTION_CHANGED)):
        emit_from(kind, _IMPORTED, {"verdict": verdict}, subject_kind="institution", at=at)
