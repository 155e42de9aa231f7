"""What imports answers to the platform: background work, names of what it records, sidebar and desk."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse

from cixi_oversight.audit.services.verbs import name_verbs
from cixi_oversight.errors import msg
from cixi_oversight.imports.enums import BatchState
from cixi_oversight.imports.models import ImportBatch, OpenMatch
from cixi_oversight.imports.rules.access import IMPORT_SHEETS
from cixi_oversight.imports.rules.labels import STATE, VERBS
from cixi_oversight.imports.services import apply, check
from cixi_oversight.jobs.services import registry
from cixi_oversight.permissions import Viewer
from cixi_oversight.web import badges
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.home import TODO, Todo
from cixi_oversight.web.nav import NAV, NavEntry

_TONES: Final = {
    BatchState.READ: Tone.WAITS,
    BatchState.CHECKED: Tone.WAITS,
    BatchState.APPLYING: Tone.PROGRESS,
    BatchState.APPLIED: Tone.DONE,
    BatchState.CANCELLED: Tone.NEUTRAL,
    BatchState.EXPIRED: Tone.NEUTRAL,
}
_BADGES: Final = {state.value: Badge(tone, STATE[state]) for state, tone in _TONES.items()}


def waiting(viewer: Viewer, on: dt.date) -> QuerySet[OpenMatch]:
    """Rows that wait for a decision."""
    return OpenMatch.objects.visible_to(viewer).undecided()


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    if not IMPORT_SHEETS.allows(viewer):
        return []
    previews = ImportBatch.objects.visible_to(viewer).waiting()
    return [
        Todo(msg("Rows of sheets to decide upon"), waiting(viewer, on), reverse("imports:matches")),
        Todo(msg("Checked sheets not yet applied"), previews, f"{reverse('imports:list')}?state={BatchState.CHECKED}"),
    ]


def register() -> None:
    """Called once by `apps.ready()`."""
    registry.register(check.KIND)
    registry.register(apply.KIND)
    name_verbs(VERBS)
    badges.register("imports.state", _BADGES)
    NAV.register(
        NavEntry("imports", msg("Data import"), "imports:list", IMPORT_SHEETS, count=waiting, icon="table-import"),
        rank=50,
    )
    TODO.register(todo, rank=40)
