"""What the register puts on the desk."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import Count, Min
from django.urls import reverse

from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.web.home import Todo
from institutions.enums import FilingKind, Gap, TalkState
from institutions.models import FilingDue, Institution, RegulatoryTalk
from institutions.providers.naming import filing_title
from institutions.rules import labels
from institutions.rules.access import (
    EDIT_REGISTER,
    MOVE_TALK,
    PLAN_TALK,
    RECORD_FILINGS,
)
from institutions.rules.talks import SIGNATORIES

_OWN_MAX: Final = 10


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """Filings that are overdue, for those who take them in or urge them in their towns; talks that wait for notice or
    record; gaps in the data; to an institution what it owes itself."""
    return [*_overdue(viewer, on), *_talks(viewer, on), *_gaps(viewer), *_own_filings(viewer)]


def _own_filings(viewer: Viewer) -> list[Todo]:
    """Each filing that an institution has been asked for, by its day."""
    if not viewer.roles & {Role.INSTITUTION_OWNER, Role.INSTITUTION_FINANCE}:
        return []
    rows: Any = FilingDue.objects.filter(institution__in=viewer.institution_ids).unmet().select_related("institution")
    return [
        Todo(
            msg("Filing that is due"),
            1,
            reverse("institutions:my_filings"),
            row.due_on,
            title=filing_title(row),
            whose=row.institution.name,
        )
        for row in rows.order_by("due_on", "pk")[:_OWN_MAX]
    ]


def _talks(viewer: Viewer, on: dt.date) -> list[Todo]:
    """Planned ones wait for whoever signs; those whose day has come, for whoever records them."""
    if not MOVE_TALK.allows(viewer):
        return []
    page = reverse("institutions:talks")
    rows: Any = RegulatoryTalk.objects.visible_to(viewer)
    found = []
    if viewer.roles & SIGNATORIES:
        found.append(
            Todo(
                msg("Notices of talks to be issued"),
                rows.filter(state=TalkState.PLANNED),
                f"{page}?state=planned",
                since="starts_at__date",
            )
        )
    if PLAN_TALK.allows(viewer):
        found.append(
            Todo(
                msg("Talks to be recorded"),
                rows.filter(state=TalkState.NOTIFIED, starts_at__date__lte=on),
                f"{page}?state=notified&day_to={on.isoformat()}",
                since="starts_at__date",
                urgent=True,
            )
        )
    return found


def _overdue(viewer: Viewer, on: dt.date) -> list[Todo]:
    """Institutions that owe, one line a kind, with the day since when."""
    label = msg("Filings overdue: %(kind)s")
    if not RECORD_FILINGS.allows(viewer):
        if Role.TOWN_OFFICER not in viewer.roles:
            return []
        label = msg("Filings overdue in your towns, to be urged: %(kind)s")
    owing = FilingDue.objects.overdue(on).filter(institution__in=Institution.objects.visible_to(viewer).alive())
    kinds = owing.values("kind").annotate(owed_by=Count("institution", distinct=True), since=Min("standing_due_on"))
    return [
        Todo(
            Message(label.id, {"kind": labels.FILING_KIND[FilingKind(row["kind"])]}),
            row["owed_by"],
            f"{reverse('institutions:list')}?overdue={row['kind']}&state=active",
            due_on=row["since"],
            urgent=True,
        )
        for row in kinds.order_by("kind")
    ]


def _gaps(viewer: Viewer) -> list[Todo]:
    if not EDIT_REGISTER.allows(viewer):
        return []
    numbers = Institution.objects.visible_to(viewer).alive().count_gaps()
    return [
        Todo(
            msg("Gaps in the data: %(gap)s", gap=labels.GAP[gap]),
            numbers[gap],
            f"{reverse('institutions:list')}?gap={gap}&state=active",
        )
        for gap in Gap
    ]
