"""Telling people: the rows of inbox and outbox, written in the caller's transaction, sent after its commit.

Calling twice with the same `dedupe` tells nobody twice: the database holds one row a recipient and key, and one
delivery a message and channel. If the caller rolls back, nothing was said.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.db import transaction

from cixi_oversight import clock
from cixi_oversight.desk.enums import OUTER, Channel, Topic
from cixi_oversight.desk.models import Delivery, Message, Subscription
from cixi_oversight.desk.ports import channels
from cixi_oversight.desk.rules.templates import DEFAULTS, TEMPLATES, Template
from cixi_oversight.desk.services import recipients
from cixi_oversight.desk.services.figures import packed
from cixi_oversight.desk.services.hours import bundle_wait
from cixi_oversight.desk.services.outbox_wake import wake_sender
from cixi_oversight.desk.services.recipients import Recipients
from cixi_oversight.records import new_public_ids
from cixi_oversight.users.models import DepartmentMembership

DEDUPE_MAX: Final = 120


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to tell to some accounts."""

    template: str
    user_ids: frozenset[int]
    data: Mapping[str, Any]
    subject: tuple[str, int]
    dedupe: str
    institution_id: int | None = None


def notify(
    *,
    template: str,
    to: Recipients,
    data: Mapping[str, Any],
    subject: tuple[str, int],
    dedupe: str,
    at: dt.datetime,
    institution_id: int | None = None,
) -> None:
    """Tell everybody in `to` who has an open account on the day of `at`. Nobody in it: nothing is written.

    `data` are the template's figures: numbers, days, texts without personal data, `Message`s. `dedupe` says what is
    told once to each recipient: "assignment.given:17". Raises KeyError for an unknown template, ValueError for figures
    that do not match it or a key longer than DEDUPE_MAX.
    """
    user_ids = frozenset(recipients.resolve(to, subject=subject, on=at.date()))
    notify_all([Note(template, user_ids, data, subject, dedupe, institution_id)], at=at)


@transaction.atomic
def notify_all(notes: Iterable[Note], *, at: dt.datetime) -> int:
    """Many at once, whatever their number by the same few statements; how many messages are new. Raises as `notify`."""
    rows = [row for note in notes for row in _rows(note, at)]
    for row, public_id in zip(rows, new_public_ids(len(rows)), strict=True):
        row.public_id = public_id
    if not rows:
        return 0
    Message.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    new = list(Message.objects.filter(public_id__in=[row.public_id for row in rows]))
    now = clock.real_now()
    later = now + bundle_wait(now)
    outgoing = _deliveries(new, on=at.date(), now=now, later=later)
    Delivery.objects.bulk_create(outgoing, batch_size=1000, ignore_conflicts=True)
    for channel in sorted({Channel(row.channel) for row in outgoing}):
        urgent = any(row.urgent for row in outgoing if row.channel == channel)
        wait = 0 if urgent else int((later - now).total_seconds())
        transaction.on_commit(partial(wake_sender, channel, after_seconds=wait))
    return len(new)


def _rows(note: Note, at: dt.datetime) -> list[Message]:
    template = TEMPLATES[note.template]
    if set(note.data) != template.figures:
        raise ValueError(f"{template.key} wants the figures {sorted(template.figures)}, not {sorted(note.data)}")
    if not 0 < len(note.dedupe) <= DEDUPE_MAX:
        raise ValueError(f"a dedupe key has 1 to {DEDUPE_MAX} characters")
    data = {name: packed(value) for name, value in note.data.items()}
    return [
        Message(
            recipient_id=user_id,
            template=template.key,
            topic=template.topic,
            data=data,
            subject_kind=note.subject[0],
            subject_id=note.subject[1],
            institution_id=note.institution_id,
            urgent=template.urgent,
            dedupe=note.dedupe,
            created_at=at,
        )
        for user_id in sorted(note.user_ids)  # one order of locks for all
    ]


def _deliveries(new: Sequence[Message], *, on: dt.date, now: dt.datetime, later: dt.datetime) -> list[Delivery]:
    """Over the connected channels that each recipient wants of each topic. 浙政钉 is for staff."""
    connected = [channel for channel in OUTER if channels.endpoint_of(channel) is not None]
    if not connected or not new:
        return []
    wanted = wishes({row.recipient_id for row in new})
    staff = _staff({row.recipient_id for row in new}, on)
    return [
        Delivery(
            message=row,
            recipient_id=row.recipient_id,
            channel=channel,
            urgent=row.urgent,
            due_at=now if row.urgent else later,
        )
        for row in new
        for channel in connected
        if channel in wanted[row.recipient_id][Topic(row.topic)]
        and (channel is not Channel.DINGTALK or row.recipient_id in staff)
    ]


def wishes(user_ids: Collection[int]) -> dict[int, dict[Topic, frozenset[Channel]]]:
    """The outer channels of each topic, as the accounts chose them or by default."""
    chosen: dict[tuple[int, str], Subscription] = {
        (row.user_id, row.topic): row for row in Subscription.objects.filter(user_id__in=user_ids)
    }
    found: dict[int, dict[Topic, frozenset[Channel]]] = defaultdict(dict)
    for user_id in user_ids:
        for topic in Topic:
            choice = chosen.get((user_id, topic)) or DEFAULTS[topic]
            marks = {Channel.SMS: choice.sms, Channel.DINGTALK: choice.dingtalk}
            found[user_id][topic] = frozenset(channel for channel, on in marks.items() if on)
    return found


def template_of(message: Message) -> Template | None:
    """None where no release of ours knows the key any more."""
    return TEMPLATES.get(message.template)


def _staff(user_ids: Collection[int], on: dt.date) -> set[int]:
    rows = DepartmentMembership.objects.in_force(on).filter(user_id__in=user_ids)
    return set(rows.values_list("user_id", flat=True))
