"""A range of days as lines that `deploy/verify_audit.py` verifies with nothing else at hand.

First what was asked for, then day by day the head, if there is one, and the day's events in the order of their ids.
Before the first day stand events of earlier days that were written too late for their own heads.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Max, Min, Q

from cixi_oversight import clock
from cixi_oversight.audit.models import AuditHead, Event
from cixi_oversight.audit.rules.canonical import EVENT_FIELDS, canonical, event_line, head_line, moment
from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer

_DAY = dt.timedelta(days=1)


def note_export(*, low: dt.date, high: dt.date, by: Viewer, at: dt.datetime) -> None:
    """Taking the audit out is an act of its own."""
    record("audit.export", by=by, subject=("audit", 0), at=at, data={"from": low.isoformat(), "to": high.isoformat()})


def whole_range() -> tuple[dt.date, dt.date] | None:
    """First and last day that an event or a head is of; None of an empty audit."""
    events = Event.objects.aggregate(low=Min("recorded_at"), high=Max("recorded_at"))
    heads = AuditHead.objects.aggregate(low=Min("day"), high=Max("day"))
    days = [at.astimezone(clock.SHANGHAI).date() for at in events.values() if at] + [d for d in heads.values() if d]
    return (min(days), max(days)) if days else None


def lines(*, low: dt.date, high: dt.date) -> Iterator[bytes]:
    """`low` and `high` are both included. One day's events at a time are read from the database, by a cursor."""
    made_at = moment(clock.real_now())
    asked = {"kind": "export", "format": 1, "from": low.isoformat(), "to": high.isoformat(), "made_at": made_at}
    yield canonical(asked) + b"\n"
    before = AuditHead.objects.filter(day__lt=low).order_by("-day").values_list("upto_id", flat=True).first()
    if before is not None:
        yield from _events(Q(recorded_at__lt=clock.at(low), id__gt=before))
    day: dt.date | None = low
    while day is not None:
        for head in AuditHead.objects.filter(day=day):
            yield head_line(head) + b"\n"
        yield from _events(Q(recorded_at__gte=clock.at(day), recorded_at__lt=clock.at(day + _DAY)))
        day = _next_day(day, high)


def _next_day(day: dt.date, high: dt.date) -> dt.date | None:
    """The next that has an event or a head: a row edited to lie in the year 9999 costs nothing."""
    end = clock.at(high + _DAY)
    at = Event.objects.filter(recorded_at__gte=clock.at(day + _DAY), recorded_at__lt=end).aggregate(
        first=Min("recorded_at")
    )["first"]
    head = AuditHead.objects.filter(day__gt=day, day__lte=high).aggregate(first=Min("day"))["first"]
    days = [found for found in (at and at.astimezone(clock.SHANGHAI).date(), head) if found]
    return min(days) if days else None


def _events(which: Q) -> Iterator[bytes]:
    for row in (
        Event.objects.filter(which).order_by("id", "recorded_at").values(*EVENT_FIELDS).iterator(chunk_size=2000)
    ):
        yield event_line(row) + b"\n"
