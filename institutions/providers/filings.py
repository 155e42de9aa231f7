"""What filings answer to lower apps and show in the frame."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet

from cixi_oversight.permissions import Viewer
from cixi_oversight.web import badges, subjects
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.subjects import Subject
from cixi_oversight.web.words import worded
from institutions.enums.filings import FilingKind, FilingState
from institutions.models import Filing
from institutions.rules.labels.filings import FILING_KIND, FILING_STATE
from institutions.rules.periods import period_code
from institutions.services.filings.engine import SUBJECT
from institutions.services.links import file_url

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
    """财务报表 2026Q3 · 青禾艺术培训."""
    words = " ".join(
        filter(None, [worded(FILING_KIND[FilingKind(row.kind)]), period_code(FilingKind(row.kind), row.period)])
    )
    return f"{words} · {row.institution.name}"


def url(row: Any) -> str:
    return file_url(row.institution, "filings")


def register() -> None:
    badges.register("filing", _BADGES)
    subjects.register(Subject(SUBJECT, seen, title, url))
