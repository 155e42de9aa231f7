"""Collections in the frame, on the desk and among the deadlines."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import Min, Q, QuerySet
from django.urls import reverse

from cixi_oversight.errors import msg
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.services.extensions import DUTIES, Duty
from cixi_oversight.web import badges, subjects
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.home import TODO, Todo
from cixi_oversight.web.nav import NAV, NavEntry
from cixi_oversight.web.subjects import Subject
from institutions.enums.collections import CollectionState, PartState
from institutions.models import Collection, CollectionPart
from institutions.rules.access.collections import ANSWER_FOR_TOWN, ANSWER_OWN, RUN_COLLECTIONS, VIEW_COLLECTIONS
from institutions.rules.labels.collections import COLLECTION_STATE, PART_STATE
from institutions.services.collections.common import PART_SUBJECT, SUBJECT

_TONES: Final = {
    CollectionState.DRAFT: Tone.NEUTRAL,
    CollectionState.SENT: Tone.PROGRESS,
    CollectionState.CLOSED: Tone.DONE,
    CollectionState.WITHDRAWN: Tone.NEUTRAL,
}
_PART_TONES: Final = {
    PartState.WAITING: Tone.WAITS,
    PartState.SUBMITTED: Tone.PROGRESS,
    PartState.RETURNED: Tone.WAITS,
    PartState.ACCEPTED: Tone.DONE,
}
_BADGES: Final = {state.value: Badge(tone, COLLECTION_STATE[state]) for state, tone in _TONES.items()}
_PART_BADGES: Final = {state.value: Badge(tone, PART_STATE[state]) for state, tone in _PART_TONES.items()}


def owed(viewer: Viewer) -> QuerySet[Any]:
    """What the viewer has to fill in: of the own towns, or of the own institutions."""
    mine = Q(town_id__in=viewer.town_ids) if viewer.kind is ViewerKind.STAFF else Q(pk__in=[])
    return CollectionPart.objects.visible_to(viewer).owed().filter(mine | Q(institution__in=viewer.institution_ids))


def to_look_at(viewer: Viewer) -> QuerySet[Any]:
    return CollectionPart.objects.visible_to(viewer).filter(
        state=PartState.SUBMITTED, collection__state=CollectionState.SENT
    )


def counted(viewer: Viewer, on: dt.date) -> QuerySet[Any]:
    return owed(viewer) if ANSWER_FOR_TOWN.allows(viewer) else to_look_at(viewer).filter(pk__in=_runs(viewer))


def _runs(viewer: Viewer) -> QuerySet[Any]:
    rows: Any = CollectionPart.objects
    return rows.all().values("pk") if RUN_COLLECTIONS.allows(viewer) else rows.none()


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """To answer, for towns and institutions; to look at, for whoever runs collections."""
    found = []
    if ANSWER_FOR_TOWN.allows(viewer) or ANSWER_OWN.allows(viewer):
        rows = owed(viewer)
        first = rows.aggregate(first=Min("collection__due_on"))["first"]
        page = "institutions:my_collections" if ANSWER_OWN.allows(viewer) else "institutions:collections"
        late = first is not None and first < on
        found.append(Todo(msg("Collections to be filled in"), rows, reverse(page), due_on=first, urgent=late))
    if RUN_COLLECTIONS.allows(viewer):
        page = f"{reverse('institutions:collections')}?state=sent"
        found.append(Todo(msg("Answers to collections to be looked at"), to_look_at(viewer), page))
    return found


def parts_seen(viewer: Viewer) -> QuerySet[Any]:
    return CollectionPart.objects.visible_to(viewer).select_related("collection", "town", "institution")


def part_title(row: Any) -> str:
    """浒山街道 · 2026年秋季学期托管需求摸底."""
    return f"{row.town.name if row.town else row.institution.name} · {row.collection.title}"


def own_steps(viewer: Viewer) -> Q:
    """Deadlines of parts that the viewer fills in, or runs."""
    if RUN_COLLECTIONS.allows(viewer):
        return Q(subject_kind=PART_SUBJECT)
    return Q(subject_id__in=owed(viewer).values("pk"))


def register() -> None:
    """Called once from the package's own `register`."""
    badges.register("collection", _BADGES)
    badges.register("collection_part", _PART_BADGES)
    subjects.register(
        Subject(
            SUBJECT,
            Collection.objects.visible_to,
            lambda row: row.title,
            lambda row: reverse("institutions:collection", args=[row.public_id]),
        )
    )
    subjects.register(
        Subject(
            PART_SUBJECT,
            parts_seen,
            part_title,
            lambda row: reverse("institutions:collection_part", args=[row.public_id]),
            member_url=lambda row: reverse("institutions:my_collection", args=[row.public_id]),
        )
    )
    DUTIES.register(Duty(DeadlineCode.COLLECTION_DUE, VIEW_COLLECTIONS, ANSWER_FOR_TOWN, mine=own_steps))
    TODO.register(todo, rank=55)
    NAV.register(
        NavEntry(
            "collections",
            msg("Collections"),
            "institutions:collections",
            VIEW_COLLECTIONS,
            counted,
            icon="table-options",
        ),
        rank=32,
    )
    NAV.register(
        NavEntry(
            "my.collections",
            msg("Collections"),
            "institutions:my_collections",
            ANSWER_OWN,
            lambda viewer, on: owed(viewer),
            icon="table-options",
            face="my",
        ),
        rank=22,
    )
