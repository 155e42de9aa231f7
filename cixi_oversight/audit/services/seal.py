"""Seals closed days, one after the other, each once. `jobs.services.seal` runs it every night."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import Min, Q, QuerySet

from cixi_oversight import clock
from cixi_oversight.audit.models import AuditHead, Event
from cixi_oversight.audit.rules.canonical import (
    EVENT_FIELDS,
    NOTHING_BEFORE,
    canonical,
    event_line,
    head_body,
    mark,
)

log = structlog.get_logger(__name__)
_DAY = dt.timedelta(days=1)


def last_id_given() -> int:
    """The greatest event id in use or on its way. Asked before waiting for running transactions to end."""
    with connection.cursor() as cursor:
        cursor.execute("select case when is_called then last_value else 0 end from audit_event_id_seq")
        return int(cursor.fetchone()[0])


@transaction.atomic
def seal_days(*, before: dt.date, upto_id: int, job_id: int | None = None) -> list[AuditHead]:
    """Seal every day before `before` that has no head yet. Transactions that took ids up to `upto_id` must have ended.

    Two at once: the second waits and finds nothing to do.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('audit_head'))")
    last = AuditHead.objects.defer("marks").order_by("-day").first()
    day = last.day + _DAY if last is not None else _first_day()
    made: list[AuditHead] = []
    while day is not None and day < before:
        last = _seal(day, last=last, upto_id=max(upto_id, last.upto_id if last else 0), job_id=job_id)
        made.append(last)
        day += _DAY
    transaction.on_commit(lambda: _leave(made))
    return made


def _leave(heads: list[AuditHead]) -> None:
    """Out of the database's reach: the log goes to another machine."""
    for head in heads:
        log.info("audit_head", head=head.printed, events=head.events, upto_id=head.upto_id)


def _first_day() -> dt.date | None:
    first = Event.objects.aggregate(first=Min("recorded_at"))["first"]
    return None if first is None else first.astimezone(clock.SHANGHAI).date()


def _seal(day: dt.date, *, last: AuditHead | None, upto_id: int, job_id: int | None) -> AuditHead:
    digest, marks = hashlib.sha256(), bytearray()
    first_id: int | None = None
    last_id: int | None = None
    for row in _events(day, last=last, upto_id=upto_id).iterator(chunk_size=2000):
        line = event_line(row)
        digest.update(line + b"\n")
        marks += mark(row["id"], line)
        first_id, last_id = row["id"] if first_id is None else first_id, row["id"]
    head = AuditHead(
        day=day,
        events=len(marks) // 16,
        first_id=first_id,
        last_id=last_id,
        upto_id=upto_id,
        marks=bytes(marks),
        previous=last.hash if last is not None else NOTHING_BEFORE,
        sealed_at=clock.real_now(),
        job_id=job_id,
    )
    digest.update(canonical(head_body(head)) + b"\n")
    head.hash = digest.hexdigest()
    head.save(force_insert=True)
    return head


def _events(day: dt.date, *, last: AuditHead | None, upto_id: int) -> QuerySet[Any, dict[str, Any]]:
    """Of the day; and of earlier days what was written too late for their own heads."""
    covered = Q(recorded_at__gte=clock.at(day), recorded_at__lt=clock.at(day + _DAY))
    if last is not None and last.upto_id < upto_id:
        covered |= Q(recorded_at__lt=clock.at(day), id__gt=last.upto_id)
    found: QuerySet[Any, dict[str, Any]] = Event.objects.filter(covered, id__lte=upto_id).values(*EVENT_FIELDS)
    return found.order_by("id")
