"""Persuasion and guidance in the frame: names, badges, deadlines, the desk, the institution's history."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from cixi_oversight.errors import msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.services.extensions import DUTIES, Duty
from cixi_oversight.web import badges, subjects
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.home import TODO, Todo
from cixi_oversight.web.subjects import Subject
from cixi_oversight.web.words import worded
from institutions.enums.guidance import Rung, Stance
from institutions.models import GuidanceStep, Persuasion
from institutions.rules.access.gaps import OWN_TRANSITION
from institutions.rules.access.guidance import RECORD_OUTCOME, RECORD_PERSUASION, VIEW_GUIDANCE
from institutions.rules.labels.guidance import RUNG, STANCE
from institutions.services.extensions import TIMELINE
from institutions.services.guidance import ladder, persuasion
from institutions.services.links import file_url

_TIMELINE_MAX: Final = 30
_STANCE_TONES: Final = {
    Stance.UNDECIDED: Tone.WAITS,
    Stance.HOPES: Tone.WAITS,
    Stance.AGREED: Tone.DONE,
    Stance.REFUSES: Tone.REFUSED,
    Stance.UNREACHABLE: Tone.REFUSED,
}
_RUNG_TONES: Final = {
    Rung.REMINDER: Tone.NEUTRAL,
    Rung.TALK: Tone.PROGRESS,
    Rung.RECTIFY: Tone.WAITS,
    Rung.CIRCULATE: Tone.WAITS,
    Rung.REFER: Tone.REFUSED,
}
_STANCE_BADGES: Final = {one.value: Badge(tone, STANCE[one]) for one, tone in _STANCE_TONES.items()}
_RUNG_BADGES: Final = {one.value: Badge(tone, RUNG[one]) for one, tone in _RUNG_TONES.items()}


def persuasions_seen(viewer: Viewer) -> QuerySet[Any]:
    rows: Any = Persuasion.objects
    found: QuerySet[Any] = rows.visible_to(viewer).select_related("institution")
    return found


def steps_seen(viewer: Viewer) -> QuerySet[Any]:
    rows: Any = GuidanceStep.objects
    found: QuerySet[Any] = rows.visible_to(viewer).select_related("institution")
    return found


def step_title(row: Any) -> str:
    return f"{row.institution.name} · {worded(RUNG[Rung(row.rung)])}"


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """Next steps that were agreed, by their day; orders to rectify whose day has passed; to an institution its own."""
    if OWN_TRANSITION.allows(viewer):
        return _own(viewer)
    found = []
    if RECORD_PERSUASION.allows(viewer):
        waiting: Any = persuasions_seen(viewer)
        waiting = waiting.waiting().filter(next_on__lte=on + dt.timedelta(days=7))
        url = f"{reverse('institutions:persuasions')}?step=waiting"
        found.append(Todo(msg("Next steps agreed in persuasion, due within a week"), waiting, url, since="next_on"))
    if RECORD_OUTCOME.allows(viewer):
        orders: Any = steps_seen(viewer)
        late = orders.standing().unanswered().filter(rung=Rung.RECTIFY, due_on__lt=on)
        url = f"{reverse('institutions:guidance')}?state=late"
        label = msg("Orders to rectify past their day, without an outcome")
        found.append(Todo(label, late, url, since="due_on", urgent=True))
    return found


def _own(viewer: Viewer) -> list[Todo]:
    rows: Any = GuidanceStep.objects.filter(institution__in=viewer.institution_ids, rung=Rung.RECTIFY)
    rows = rows.standing().unanswered().select_related("institution").order_by("due_on", "pk")
    url = reverse("institutions:my_transition")
    return [
        Todo(msg("Order to rectify"), 1, url, due_on=row.due_on, title=row.matter[:60], whose=row.institution.name)
        for row in rows
    ]


def timeline(institution_id: int, viewer: Viewer) -> list[TimelineEntry]:
    """Persuasion and steps of guidance among what happened to an institution."""
    if not VIEW_GUIDANCE.allows(viewer):
        return []
    steps: Any = steps_seen(viewer)
    steps = steps.filter(institution=institution_id).select_related("recorded_by")
    contacts = persuasions_seen(viewer).filter(institution=institution_id).select_related("created_by")
    return [
        *(
            TimelineEntry(row.recorded_at, row.recorded_by.label, RUNG[Rung(row.rung)], row.matter)
            for row in steps.order_by("-recorded_at", "-pk")[:_TIMELINE_MAX]
        ),
        *(
            TimelineEntry(
                row.created_at,
                row.created_by.label,
                msg("Persuasion: %(stance)s", stance=STANCE[Stance(row.stance)]),
                row.agreed,
                reverse("institutions:persuasion", args=[row.public_id]),
            )
            for row in contacts.order_by("-created_at", "-pk")[:_TIMELINE_MAX]
        ),
    ]


def register() -> None:
    """Called once with the rest of transition and guidance."""
    badges.register("persuasion", _STANCE_BADGES)
    badges.register("guidance", _RUNG_BADGES)
    subjects.register(
        Subject(
            persuasion.SUBJECT,
            persuasions_seen,
            lambda row: worded(msg("Persuasion of %(name)s", name=row.institution.name)),
            lambda row: reverse("institutions:persuasion", args=[row.public_id]),
        )
    )
    subjects.register(
        Subject(
            ladder.SUBJECT,
            steps_seen,
            step_title,
            lambda row: file_url(row.institution, "transition"),
            member_url=lambda _row: reverse("institutions:my_transition"),
        )
    )
    DUTIES.register(Duty(DeadlineCode.PERSUASION_STEP, VIEW_GUIDANCE, RECORD_PERSUASION))
    DUTIES.register(Duty(DeadlineCode.RECTIFICATION_ORDER, VIEW_GUIDANCE, RECORD_OUTCOME))
    TODO.register(todo, rank=48)
    TIMELINE.register(timeline, rank=20)
