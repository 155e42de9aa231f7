"""Register changes in the frame, on the desk and in an institution's history."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from cixi_oversight.errors import Message, msg
from cixi_oversight.imports.services.targets import TARGETS
from cixi_oversight.permissions import Viewer
from cixi_oversight.web import badges, subjects
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.home import TODO, Todo
from cixi_oversight.web.nav import NAV, NavEntry
from cixi_oversight.web.subjects import Subject
from institutions.enums.changes import ChangeKind, ChangeState
from institutions.models import RegisterChange
from institutions.rules.access.changes import DECIDE_CHANGES, VIEW_CHANGES
from institutions.rules.labels.changes import CHANGE_KIND, CHANGE_STATE
from institutions.services.changes.receiving import SUBJECT
from institutions.services.changes.sheet import RegisterChangesTarget
from institutions.services.extensions import TIMELINE

_MOST: Final = 20
_TONES: Final = {
    ChangeState.WAITING: Tone.WAITS,
    ChangeState.DONE: Tone.DONE,
    ChangeState.NOTHING_TO_DO: Tone.NEUTRAL,
}
_BADGES: Final = {state.value: Badge(tone, CHANGE_STATE[state]) for state, tone in _TONES.items()}


def waiting(viewer: Viewer, on: dt.date) -> QuerySet[Any]:
    rows: Any = RegisterChange.objects
    found: QuerySet[Any] = rows.visible_to(viewer).waiting() if DECIDE_CHANGES.allows(viewer) else rows.none()
    return found


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    if not DECIDE_CHANGES.allows(viewer):
        return []
    page = f"{reverse('institutions:register_changes')}?state=waiting"
    return [Todo(msg("Register changes to be looked at"), waiting(viewer, on), page)]


def page_of(row: Any) -> str:
    return reverse("institutions:register_change", args=[row.public_id])


def timeline(institution_id: int, viewer: Viewer) -> list[TimelineEntry]:
    """What market supervision told of an institution."""
    if not VIEW_CHANGES.allows(viewer):
        return []
    rows: Any = RegisterChange.objects.visible_to(viewer)
    found = rows.filter(institution_id=institution_id).select_related("created_by").order_by("-created_at", "-pk")
    return [
        TimelineEntry(row.created_at, row.created_by.label, _said(row), row.note, page_of(row)) for row in found[:_MOST]
    ]


def _said(row: Any) -> Message:
    return msg("Market supervision: %(kind)s", kind=CHANGE_KIND[ChangeKind(row.kind)])


def register() -> None:
    """Called once from the package's own `register`."""
    badges.register("register_change", _BADGES)
    subjects.register(Subject(SUBJECT, RegisterChange.objects.visible_to, lambda row: row.name, page_of))
    TARGETS.register(RegisterChangesTarget())
    TODO.register(todo, rank=57)
    TIMELINE.register(timeline, rank=30)
    NAV.register(
        NavEntry(
            SUBJECT + "s",
            msg("Register changes"),
            "institutions:register_changes",
            VIEW_CHANGES,
            waiting,
            icon="building-store",
        ),
        rank=24,
    )
