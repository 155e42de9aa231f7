"""What assignments and messages bring to the frame and to the night."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from cixi_oversight.audit.models import AuditHead
from cixi_oversight.audit.rules.access import VIEW_AUDIT
from cixi_oversight.audit.services.verbs import name_verbs
from cixi_oversight.desk.enums import DispatchState
from cixi_oversight.desk.providers import assignments
from cixi_oversight.desk.rules.message_access import READ_INBOX, READ_MY_INBOX, VIEW_DISPATCHES
from cixi_oversight.desk.rules.message_labels import DISPATCH, MESSAGE_VERBS
from cixi_oversight.desk.rules.verbs import VERBS
from cixi_oversight.desk.services import alarms, audit_heads, inbox
from cixi_oversight.errors import msg
from cixi_oversight.jobs.services import registry
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.services.extensions import ALARMS
from cixi_oversight.web import badges, context, subjects
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.nav import NAV, NavEntry
from cixi_oversight.web.subjects import Subject

_TONES: Final = {
    DispatchState.QUEUED: Tone.NEUTRAL,
    DispatchState.SENDING: Tone.PROGRESS,
    DispatchState.SENT: Tone.PROGRESS,
    DispatchState.DELIVERED: Tone.DONE,
    DispatchState.READ: Tone.DONE,
    DispatchState.FAILED: Tone.REFUSED,
}
_DISPATCH_BADGES: Final = {state.value: Badge(tone, DISPATCH[state]) for state, tone in _TONES.items()}


def register() -> None:
    """Called once from `ready()`."""
    name_verbs(VERBS)
    assignments.register()
    _register_messages()


def _register_messages() -> None:
    name_verbs(MESSAGE_VERBS)
    registry.register(audit_heads.KIND)
    badges.register("desk.dispatch", _DISPATCH_BADGES)
    context.INBOX.register(_messages)
    ALARMS.register(alarms.tell)
    subjects.register(
        Subject(audit_heads.SUBJECT, _heads_seen, lambda head: str(head.day), lambda _: reverse("audit:list"))
    )
    NAV.register(
        NavEntry("system.messages", msg("Sending of messages"), "desk:dispatches", VIEW_DISPATCHES, icon="send"),
        rank=82,
    )


def _messages(viewer: Viewer, face: str) -> context.Messages | None:
    """The bell in the frame. On an institution's pages its people's own, elsewhere the bureau's."""
    if face == "my" or not READ_INBOX.allows(viewer):
        url = reverse("desk:my_inbox") if READ_MY_INBOX.allows(viewer) else ""
    else:
        url = reverse("desk:inbox")
    return context.Messages(inbox.unread(viewer), url) if url else None


def _heads_seen(viewer: Viewer) -> QuerySet[Any]:
    heads = AuditHead.objects.defer("marks")
    return heads if VIEW_AUDIT.allows(viewer) else heads.none()
