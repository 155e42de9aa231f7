"""Sendings as the system administrator sees them: how many stand where, which channel fails, sending again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from cixi_oversight import clock
from cixi_oversight.audit.services.record import record
from cixi_oversight.desk.enums import OUTER, UNFINISHED, Channel, DispatchState
from cixi_oversight.desk.errors import NotFailed
from cixi_oversight.desk.models import ChannelState, Delivery, Dispatch
from cixi_oversight.desk.ports.channels import endpoint_of
from cixi_oversight.desk.rules.backoff import FAILURES_BEFORE_REST
from cixi_oversight.desk.services import breaker
from cixi_oversight.desk.services.outbox_wake import wake_sender
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import User


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    channel: Channel
    is_connected: bool
    state: ChannelState | None
    waiting: int  # deliveries that no sending has taken along yet, and sendings under way
    sent: int
    arrived: int  # delivered or read
    failed: int

    @property
    def is_failing(self) -> bool:
        return self.state is not None and self.state.failures >= FAILURES_BEFORE_REST


def visible(viewer: Viewer) -> QuerySet[Any]:
    """Sendings to accounts that the viewer administers."""
    return Dispatch.objects.filter(recipient__in=User.objects.visible_to(viewer))


def figures(viewer: Viewer) -> list[ChannelFigures]:
    """One row a channel, by three queries."""
    states = {row.channel: row for row in ChannelState.objects.all()}
    waiting = dict(
        Delivery.objects.filter(dispatch=None, recipient__in=User.objects.visible_to(viewer))
        .values_list("channel")
        .annotate(count=Count("pk"))
    )
    counted = {
        row["channel"]: row
        for row in visible(viewer)
        .values("channel")
        .annotate(
            under_way=Count("pk", filter=Q(state__in=sorted(UNFINISHED))),
            sent=Count("pk", filter=Q(state=DispatchState.SENT)),
            arrived=Count("pk", filter=Q(state__in=(DispatchState.DELIVERED, DispatchState.READ))),
            failed=Count("pk", filter=Q(state=DispatchState.FAILED)),
        )
    }
    found = []
    for channel in OUTER:
        row = counted.get(channel, {})
        found.append(
            ChannelFigures(
                channel,
                endpoint_of(channel) is not None,
                states.get(channel),
                waiting.get(channel, 0) + row.get("under_way", 0),
                row.get("sent", 0),
                row.get("arrived", 0),
                row.get("failed", 0),
            )
        )
    return found


@transaction.atomic
def send_again(*, dispatch: Dispatch, by: Viewer, at: dt.datetime) -> Dispatch:
    """Queue a failed sending anew, with the id it had: who got it after all gets it no second time.

    Raises NotFailed.
    """
    row: Dispatch = Dispatch.objects.select_for_update(of=("self",)).get(pk=dispatch.pk)
    if row.state != DispatchState.FAILED:
        raise NotFailed
    row.state, row.attempts, row.next_at = DispatchState.QUEUED, 0, clock.real_now()
    row.sent_at, row.failed_at, row.lease_until, row.fault, row.detail = None, None, None, "", ""
    row.save()
    record("desk.send_again", by=by, subject=("dispatch", row.pk), data={"channel": row.channel}, at=at)
    transaction.on_commit(lambda: wake_sender(Channel(row.channel)))
    return row


@transaction.atomic
def try_channel(*, channel: Channel, by: Viewer, at: dt.datetime) -> None:
    """End the rest of a channel: whatever waits is tried now."""
    breaker.reset(channel)
    Dispatch.objects.filter(channel=channel, state=DispatchState.QUEUED).update(next_at=clock.real_now())
    record("desk.try_channel", by=by, subject=("channel", 0), data={"channel": channel}, at=at)
    transaction.on_commit(lambda: wake_sender(channel))
