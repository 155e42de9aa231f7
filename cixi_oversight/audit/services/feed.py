"""Numbers events, one writer at a time, and reads them by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction
from django.db.models import Max, Min, Q

from cixi_oversight.audit.models import FeedEvent
from cixi_oversight.audit.rules.feed import RESOURCE_OF, WINDOW
from cixi_oversight.audit.services.institutions import INSTITUTIONS
from cixi_oversight.permissions import Viewer, ViewerKind

BATCH: Final = 5_000

# one statement moves and numbers: there is no state in between that a killed writer could leave behind
_NUMBER: Final = """
    with taken as (
        delete from audit_outboxevent
         where id in (select id from audit_outboxevent order by id limit %s)
        returning id, kind, county_id, institution_id, subject_kind, subject_id, public_id, data, at
    )
    insert into audit_feedevent
           (number, kind, county_id, institution_id, subject_kind, subject_id, public_id, data, at)
    select (select coalesce(max(number), 0) from audit_feedevent) + row_number() over (order by id),
           kind, county_id, institution_id, subject_kind, subject_id, public_id, data, at
      from taken
"""


def number_events(*, limit: int = BATCH) -> int:
    """Number what is committed and waiting, at most `limit` events in one transaction; returns how many. Whoever comes
    while another is at it goes away again (0): that one, or the next, takes them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtext('audit_feed'))")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_NUMBER, [limit])
        return int(cursor.rowcount)


def number_all() -> int:
    """Until nothing waits; returns how many."""
    total = 0
    while done := number_events():
        total += done
    return total


@dataclass(frozen=True, slots=True)
class Page:
    events: Sequence[FeedEvent]
    next: int  # ask on with this: everything up to it has been looked at
    last: int  # the greatest number given so far
    first: int  # the smallest number still kept


def read(viewer: Viewer, *, after: int, limit: int) -> Page:
    """Events with a number greater than `after` that the viewer may know of, in their order. Four small queries,
    whatever the size of the feed; nothing is skipped, for what is numbered later has a greater number."""
    ends = FeedEvent.objects.aggregate(first=Min("number"), last=Max("number"))
    last, first = ends["last"] or 0, ends["first"] or 0
    start = max(after, first - 1)  # what was archived is not walked through
    end = min(start + WINDOW, last)
    rows = FeedEvent.objects.filter(number__gt=start, number__lte=end).filter(_known_to(viewer))
    events = list(rows.order_by("number")[: limit + 1])
    if len(events) > limit:
        events = events[:limit]
        end = events[-1].number
    return Page(events=events, next=max(end, after), last=last, first=first)


def _known_to(viewer: Viewer) -> Q:
    """Kinds by the client's scopes; institutions by its department's remit; what is about none by its county."""
    kinds = [kind for kind, resource in RESOURCE_OF.items() if viewer.reads(resource)]
    known = Q(kind__in=kinds)
    if viewer.kind is ViewerKind.SYSTEM:
        return known
    register = INSTITUTIONS.ask()
    visible = Q(pk__in=[]) if register is None else Q(institution_id__in=register.visible(viewer))
    if viewer.county_wide:
        visible |= Q(institution_id=None, county_id__in=viewer.county_ids)
    return known & visible
