"""Notices, letters and schools in the frame, among the subjects and the deadlines."""

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
from cixi_oversight.web.home import TODO, Todo
from cixi_oversight.web.nav import NAV, NavEntry
from cixi_oversight.web.subjects import Subject
from institutions.enums.notices import NoticeState
from institutions.models import Notice, NoticeDelivery, School
from institutions.rules.access.notices import PUBLISH_NOTICES, SEND_LETTERS, VIEW_NOTICES
from institutions.rules.labels.notices import NOTICE_STATE
from institutions.services.notices.writing import DELIVERY_SUBJECT, SCHOOL_SUBJECT, SUBJECT

_TONES: Final = {
    NoticeState.DRAFT: Tone.NEUTRAL,
    NoticeState.PUBLISHED: Tone.DONE,
    NoticeState.WITHDRAWN: Tone.REFUSED,
}
_BADGES: Final = {state.value: Badge(tone, NOTICE_STATE[state]) for state, tone in _TONES.items()}


def drafts(viewer: Viewer, on: dt.date) -> QuerySet[Any]:
    """What waits for the signatory."""
    rows: QuerySet[Any] = Notice.objects.visible_to(viewer).filter(state=NoticeState.DRAFT)
    return rows if PUBLISH_NOTICES.allows(viewer) else rows.none()


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    found = []
    if PUBLISH_NOTICES.allows(viewer):
        page = f"{reverse('institutions:notices')}?state=draft"
        found.append(Todo(msg("Notices to be published"), drafts(viewer, on), page))
    if SEND_LETTERS.allows(viewer):
        waiting = NoticeDelivery.objects.visible_to(viewer).waiting()
        found.append(Todo(msg("Schools that have not confirmed a letter"), waiting, reverse("institutions:notices")))
    return found


def deliveries_seen(viewer: Viewer) -> QuerySet[Any]:
    return NoticeDelivery.objects.visible_to(viewer).select_related("notice", "school")


def notice_page(row: Any) -> str:
    return reverse("institutions:notice", args=[row.public_id])


def register() -> None:
    """Called once from the package's own `register`."""
    badges.register("notice", _BADGES)
    subjects.register(Subject(SUBJECT, Notice.objects.visible_to, lambda row: row.title, notice_page))
    subjects.register(
        Subject(
            SCHOOL_SUBJECT,
            School.objects.visible_to,
            lambda row: row.name,
            lambda row: reverse("institutions:school", args=[row.public_id]),
        )
    )
    subjects.register(
        Subject(
            DELIVERY_SUBJECT,
            deliveries_seen,
            lambda row: f"{row.notice.title} · {row.school.name}",
            lambda row: notice_page(row.notice),
        )
    )
    DUTIES.register(Duty(DeadlineCode.LETTER_RECEIPT, VIEW_NOTICES, SEND_LETTERS))
    TODO.register(todo, rank=65)
    NAV.register(
        NavEntry("notices", msg("Notices and letters"), "institutions:notices", VIEW_NOTICES, drafts, icon="mail"),
        rank=80,
    )
    NAV.register(
        NavEntry("schools", msg("Schools"), "institutions:schools", VIEW_NOTICES, icon="school"),
        rank=82,
    )
