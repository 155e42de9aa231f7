"""From deliveries that wait to sendings: what is not urgent and waits for one recipient goes out together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db import connection, transaction

from cixi_oversight import clock
from cixi_oversight.desk.enums import Channel
from cixi_oversight.desk.models import Delivery, Dispatch
from cixi_oversight.desk.rules.quiet import QuietHours, allowed_from
from cixi_oversight.desk.rules.templates import TEMPLATES
from cixi_oversight.desk.services.hours import portal_hours
from cixi_oversight.desk.services.wording import quiet_hours_of

_RECIPIENTS_MAX: Final = 1000


def pack(channel: Channel, *, now: dt.datetime) -> int:
    """Make a sending of whatever is due; how many were made. Each recipient by itself and at a stroke."""
    due = Delivery.objects.filter(channel=channel, dispatch=None, due_at__lte=now)
    waiting = list(due.order_by("recipient_id").values_list("recipient_id", flat=True).distinct()[:_RECIPIENTS_MAX])
    portal = portal_hours(now)
    return sum(_pack_for(user_id, channel, now, portal) for user_id in waiting)


@transaction.atomic
def _pack_for(user_id: int, channel: Channel, now: dt.datetime, portal: QuietHours) -> int:
    with connection.cursor() as cursor:  # two workers at once would make two of what is one
        cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"desk.pack/{channel}/{user_id}"])
        if not cursor.fetchone()[0]:
            return 0
    waiting = Delivery.objects.filter(recipient_id=user_id, channel=channel, dispatch=None).select_related("message")
    rows = list(waiting.select_for_update(of=("self",)).order_by("pk"))
    urgent = [[row] for row in rows if row.urgent and row.due_at <= now]
    calm = [row for row in rows if not row.urgent]
    if any(row.due_at <= now for row in calm):
        at = now.astimezone(clock.SHANGHAI)
        allowed = allowed_from(at, quiet_hours_of(user_id, portal))
        if allowed > at:
            Delivery.objects.filter(pk__in=[row.pk for row in calm], due_at__lt=allowed).update(due_at=allowed)
            calm = []
    else:
        calm = []
    groups = [*urgent, *_groups(calm)]
    for group in groups:
        _make(group, now)
    return len(groups)


def _groups(calm: Sequence[Delivery]) -> list[list[Delivery]]:
    """Together, but for what somebody keeps to the letter."""
    alone = [row for row in calm if _is_verbatim(row)]
    together = [row for row in calm if not _is_verbatim(row)]
    return [*([row] for row in alone), *([together] if together else [])]


def _is_verbatim(row: Delivery) -> bool:
    template = TEMPLATES.get(row.message.template)
    return template is not None and template.verbatim


def _make(group: Sequence[Delivery], now: dt.datetime) -> None:
    first = group[0]
    dispatch = Dispatch.objects.create(
        recipient_id=first.recipient_id, channel=first.channel, urgent=first.urgent, created_at=now, next_at=now
    )
    Delivery.objects.filter(pk__in=[row.pk for row in group]).update(dispatch=dispatch)
