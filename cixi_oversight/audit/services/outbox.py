"""Events for other departments' systems, written in the transaction of what happened: rolled back, they never were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db import connection, transaction

from cixi_oversight.audit.models import OutboxEvent
from cixi_oversight.audit.rules.feed import RESOURCE_OF
from cixi_oversight.extensions import Single

# answered by jobs: wakes whoever numbers; may fail, the sweeper comes by anyway
WAKE: Final[Single[Callable[[], None]]] = Single("audit.wake_feed")

_FROM: Final = """
    insert into audit_outboxevent (kind, county_id, institution_id, subject_kind, subject_id, public_id, data, at)
    select %(event_kind)s, county, institution, %(event_subject)s, subject, public_id, data, %(event_at)s
      from ({select}) found
"""


def emit(
    kind: str,
    *,
    subject: tuple[str, int],
    public_id: str,
    institution_id: int | None,
    county_id: int,
    data: Mapping[str, Any] | None = None,
    at: dt.datetime,
) -> None:
    """One event. `data` carries codes, days and figures: never a name or a number of a person."""
    _check(kind)
    OutboxEvent.objects.create(
        kind=kind,
        county_id=county_id,
        institution_id=institution_id,
        subject_kind=subject[0],
        subject_id=subject[1],
        public_id=public_id,
        data=dict(data or {}),
        at=at,
    )
    _wake_on_commit()


def emit_from(kind: str, select: str, figures: Mapping[str, Any], *, subject_kind: str, at: dt.datetime) -> int:
    """Many events by one statement. `select` answers columns named county, institution, subject (ids), public_id and
    data (jsonb), and takes its `figures` by name. Returns how many."""
    _check(kind)
    own: dict[str, Any] = {"event_kind": kind, "event_subject": subject_kind, "event_at": at}
    with connection.cursor() as cursor:
        cursor.execute(_FROM.format(select=select), {**figures, **own})
        written = int(cursor.rowcount)
    if written:
        _wake_on_commit()
    return written


def _check(kind: str) -> None:
    if kind not in RESOURCE_OF:
        raise ValueError(f"{kind} is no kind of event (audit.rules.feed)")


def _wake_on_commit() -> None:
    wake = WAKE.ask()
    if wake is not None:
        transaction.on_commit(wake)
