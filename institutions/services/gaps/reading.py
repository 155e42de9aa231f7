"""Gap lists as pages and systems read them: set-based, a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from cixi_oversight.documents.services import uploads
from cixi_oversight.permissions import Viewer
from institutions.enums.gaps import GapListState, GapState
from institutions.models import GapItem, GapList
from institutions.services.gaps.items import SUBJECT


def with_counts(rows: QuerySet[Any]) -> QuerySet[Any]:
    """`gaps`, `gaps_open` (nothing handed in) and `gaps_waiting` (for the receiver) of each list."""
    found: QuerySet[Any] = rows.annotate(
        gaps=Count("items"),
        gaps_open=Count("items", filter=Q(items__state=GapState.OPEN)),
        gaps_waiting=Count("items", filter=Q(items__state=GapState.HANDED_IN)),
    )
    return found


def waiting_for(viewer: Viewer) -> QuerySet[GapItem]:
    """Gaps with evidence that the viewer's department has to decide on."""
    rows: Any = GapList.objects.visible_to(viewer)
    lists = rows.open().filter(receiver_id__in=viewer.department_ids)
    if viewer.county_wide:
        lists |= rows.open().filter(receiver=None)
    return GapItem.objects.filter(gap_list__in=lists, state=GapState.HANDED_IN)


def overdue(viewer: Viewer, on: dt.date) -> QuerySet[GapList]:
    """Transitions that have ended with gaps left."""
    rows: Any = GapList.objects.visible_to(viewer)
    found: QuerySet[GapList] = rows.filter(state=GapListState.OPEN, due_on__lt=on)
    return found


@dataclass(slots=True)
class Listed:
    """An item with its evidence."""

    item: Any
    files: list[Any] = field(default_factory=list)


def items_of(ids: Sequence[int]) -> dict[int, list[Listed]]:
    """The items of many lists with standards and files: two queries."""
    rows = list(GapItem.objects.filter(gap_list__in=list(ids)).select_related("standard").order_by("pk"))
    files = uploads.of_many(SUBJECT, [row.pk for row in rows])
    found: defaultdict[int, list[Listed]] = defaultdict(list)
    for row in rows:
        found[row.gap_list_id].append(Listed(row, files.get(row.pk, [])))
    return dict(found)
