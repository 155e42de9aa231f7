"""What an account wants to hear, by which way, in which language, and when it wants quiet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.conf import settings
from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.desk.enums import Channel, Topic
from cixi_oversight.desk.errors import QuietHoursHalf
from cixi_oversight.desk.models import MessageSettings, Subscription
from cixi_oversight.errors import Forbidden
from cixi_oversight.permissions import INSTITUTION, Role, Viewer, ViewerKind

_MEMBERS_TOPICS = (Topic.ASSIGNMENTS, Topic.FILINGS, Topic.CASES, Topic.RISK_CODES)


def topics_of(viewer: Viewer) -> tuple[Topic, ...]:
    """The families of messages that reach somebody in such roles."""
    if viewer.kind is not ViewerKind.STAFF:
        return _MEMBERS_TOPICS if viewer.roles & INSTITUTION else ()
    staff = [topic for topic in Topic if topic not in (Topic.FILINGS, Topic.AUDIT)]
    return (*staff, Topic.AUDIT) if Role.AUDIT_ADMIN in viewer.roles else tuple(staff)


def channels_of(viewer: Viewer) -> tuple[Channel, ...]:
    """浙政钉 is for staff."""
    return (Channel.SMS, Channel.DINGTALK) if viewer.kind is ViewerKind.STAFF else (Channel.SMS,)


@transaction.atomic
def choose(
    *,
    wanted: Mapping[Topic, Collection[Channel]],
    language: str,
    quiet_from: dt.time | None,
    quiet_to: dt.time | None,
    by: Viewer,
    at: dt.datetime,
) -> None:
    """Write one's own choices. Raises Forbidden (no account), QuietHoursHalf."""
    if by.user_id is None:
        raise Forbidden
    if (quiet_from is None) != (quiet_to is None):
        raise QuietHoursHalf(field="quiet_to" if quiet_to is None else "quiet_from")
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    MessageSettings.objects.update_or_create(
        user_id=by.user_id,
        defaults={"language": known, "quiet_from": quiet_from, "quiet_to": quiet_to, "changed_at": at},
    )
    for topic, channels in wanted.items():
        marks = {"sms": Channel.SMS in channels, "dingtalk": Channel.DINGTALK in channels}
        Subscription.objects.update_or_create(user_id=by.user_id, topic=topic, defaults=marks)
    chosen = {topic.value: sorted(channels) for topic, channels in wanted.items()}
    record("desk.choose_messages", by=by, subject=("user", by.user_id), data={"topics": chosen}, at=at)
