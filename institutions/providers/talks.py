"""Regulatory talks in the frame and in an institution's history."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from cixi_oversight.clock import SHANGHAI
from cixi_oversight.errors import msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.services.extensions import DUTIES, Duty
from cixi_oversight.web import badges, subjects
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.nav import NAV, NavEntry
from cixi_oversight.web.subjects import Subject
from cixi_oversight.web.words import worded
from institutions.enums import TalkState, TalkVerb
from institutions.models import RegulatoryTalk, TalkTransition
from institutions.rules import labels
from institutions.rules.access import (
    PLAN_TALK,
    VIEW_TALKS,
)
from institutions.services import talks
from institutions.services.extensions import TIMELINE

_TIMELINE_MAX: Final = 30
_TALK_TONES: Final = {
    TalkState.PLANNED: Tone.NEUTRAL,
    TalkState.NOTIFIED: Tone.PROGRESS,
    TalkState.HELD: Tone.DONE,
    TalkState.CANCELLED: Tone.NEUTRAL,
}
_TALK_BADGES: Final = {state.value: Badge(tone, labels.TALK_STATE[state]) for state, tone in _TALK_TONES.items()}


def talk_title(row: Any) -> str:
    """Whose talk it is, and on which day."""
    day = row.starts_at.astimezone(SHANGHAI).date().isoformat()
    return worded(msg("Talk of %(day)s: %(name)s", day=day, name=row.institution.name))


def talk_url(row: Any) -> str:
    return reverse("institutions:talk", args=[row.public_id])


def talks_seen(viewer: Viewer) -> QuerySet[Any]:
    rows: Any = RegulatoryTalk.objects.visible_to(viewer)
    return rows.select_related("institution")


def talk_timeline(institution_id: int, viewer: Viewer) -> list[TimelineEntry]:
    """What happened to the talks of an institution, as far as the viewer may see them."""
    if not VIEW_TALKS.allows(viewer):
        return []
    rows = TalkTransition.objects.filter(talk__institution=institution_id).select_related("actor", "talk")
    return [
        TimelineEntry(
            row.recorded_at, row.actor.label, labels.TALK_VERB[TalkVerb(row.verb)], row.why, talk_url(row.talk)
        )
        for row in rows.order_by("-recorded_at", "-pk")[:_TIMELINE_MAX]
    ]


def register() -> None:
    """Called once from the package's own `register`."""
    badges.register("regulatory_talk", _TALK_BADGES)
    subjects.register(Subject(talks.SUBJECT, talks_seen, talk_title, talk_url))
    DUTIES.register(Duty(DeadlineCode.REGULATORY_TALK, VIEW_TALKS, PLAN_TALK))
    TIMELINE.register(talk_timeline, rank=10)
    NAV.register(NavEntry("talks", msg("Regulatory talks"), "institutions:talks", VIEW_TALKS, icon="messages"), rank=75)
