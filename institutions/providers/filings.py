"""What filings answer to lower apps and show in the frame."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from cixi_oversight.errors import msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.web import badges, subjects
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.home import TODO, Todo
from cixi_oversight.web.nav import NAV, NavEntry
from cixi_oversight.web.subjects import Subject
from institutions.enums.filings import FilingKind, FilingState
from institutions.models import Filing
from institutions.rules.access.filings import DECIDE_FILINGS, OWN_FILINGS, VIEW_FILINGS
from institutions.rules.filings.kinds import FORMS
from institutions.rules.labels.filings import FILING_STATE
from institutions.services.filings.moving import SUBJECT
from institutions.services.filings.naming import name_of_filing
from institutions.services.filings.rights import may_file, to_review

SECTION: Final = "my.filings"
_OWN_MAX: Final = 10

_TONES: Final = {
    FilingState.DRAFT: Tone.NEUTRAL,
    FilingState.SUBMITTED: Tone.PROGRESS,
    FilingState.RETURNED: Tone.WAITS,
    FilingState.ACCEPTED: Tone.DONE,
    FilingState.SUPERSEDED: Tone.NEUTRAL,
    FilingState.WITHDRAWN: Tone.NEUTRAL,
}
_BADGES: Final = {state.value: Badge(tone, FILING_STATE[state]) for state, tone in _TONES.items()}


def seen(viewer: Viewer) -> QuerySet[Any]:
    rows: Any = Filing.objects.visible_to(viewer)
    return rows.select_related("institution")


def title(row: Any) -> str:
    """2026年第3季度财务报表 · 青禾艺术培训."""
    return f"{name_of_filing(row)} · {row.institution.name}"


def url(row: Any) -> str:
    return reverse("institutions:filing", args=[row.public_id])


def own_url(row: Any) -> str:
    return reverse("institutions:my_filing", args=[row.public_id])


def waiting(viewer: Viewer, on: dt.date) -> QuerySet[Any]:
    """What waits for this viewer's decision."""
    return to_review(viewer)


def returned(viewer: Viewer, on: dt.date) -> QuerySet[Any]:
    """What the bureau gave back to one's own institutions."""
    return Filing.objects.filter(institution__in=viewer.institution_ids, state=FilingState.RETURNED)


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    return [*_waiting(viewer, on), *_returned(viewer)]


def _waiting(viewer: Viewer, on: dt.date) -> list[Todo]:
    if not DECIDE_FILINGS.allows(viewer):
        return []
    url = f"{reverse('institutions:filings')}?state=mine"
    return [Todo(msg("Filings to be looked at"), waiting(viewer, on), url, since="submitted_at__date", waits=True)]


def _returned(viewer: Viewer) -> list[Todo]:
    if not OWN_FILINGS.allows(viewer) or not viewer.institution_ids:
        return []
    rows: Any = Filing.objects.filter(institution__in=viewer.institution_ids, state=FilingState.RETURNED)
    return [
        Todo(msg("Filing returned for correction"), 1, own_url(row), title=title(row), urgent=True)
        for row in rows.select_related("institution").order_by("decided_at", "pk")[:_OWN_MAX]
        if may_file(FORMS[FilingKind(row.kind)], viewer)
    ]


def register() -> None:
    badges.register("filing", _BADGES)
    subjects.register(Subject(SUBJECT, seen, title, url))
    TODO.register(todo, rank=52)
    NAV.register(
        NavEntry("filings", msg("Filings"), "institutions:filings", VIEW_FILINGS, count=waiting, icon="file-check"),
        rank=30,
    )
    NAV.register(
        NavEntry(
            SECTION,
            msg("Filings"),
            "institutions:my_filings",
            OWN_FILINGS,
            count=returned,
            icon="file-plus",
            face="my",
        ),
        rank=20,
    )
