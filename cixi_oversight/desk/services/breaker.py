"""The circuit breaker of a channel, in the database: all workers learn at once that a gateway is down.

After some failures in a row the channel rests; then one sending at a time tries whether it is back. Real time.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from cixi_oversight import clock
from cixi_oversight.desk.enums import Channel, Fault
from cixi_oversight.desk.models import ChannelState
from cixi_oversight.desk.rules.backoff import FAILURES_BEFORE_REST, rest


def may_try(channel: Channel, *, lease: dt.timedelta) -> bool:
    """Whether a sending may be claimed. On a channel that failed lately only one worker at a time hears yes."""
    state = ChannelState.objects.filter(channel=channel).first()
    if state is None or state.failures < FAILURES_BEFORE_REST:
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            """
            update desk_channelstate set open_until = clock_timestamp() + make_interval(secs => %s)
             where channel = %s and (failures < %s or open_until is null or open_until <= clock_timestamp())
            """,
            [lease.total_seconds(), channel, FAILURES_BEFORE_REST],
        )
        return bool(cursor.rowcount)


def give_back(channel: Channel) -> None:
    """The try that was allowed told nothing about the channel: the next worker may have it."""
    rows = ChannelState.objects.filter(channel=channel, failures__gte=FAILURES_BEFORE_REST)
    rows.update(open_until=clock.real_now())


def note_ok(channel: Channel) -> None:
    """The other side took one: everything is open again."""
    now = clock.real_now()
    ok = {"failures": 0, "failing_since": None, "open_until": None, "last_ok_at": now}
    ChannelState.objects.update_or_create(channel=channel, defaults=ok)


@transaction.atomic
def note_failure(channel: Channel, fault: Fault) -> None:
    ChannelState.objects.get_or_create(channel=channel)
    state = ChannelState.objects.select_for_update().get(channel=channel)
    now = clock.real_now()
    state.failures += 1
    state.failing_since = state.failing_since or now
    state.last_fault = fault
    pause = rest(state.failures)
    state.open_until = now + pause if pause is not None else None
    state.save()


def reset(channel: Channel) -> None:
    """Somebody has put it right: try at once, one sending at a time."""
    ChannelState.objects.filter(channel=channel).update(open_until=None)
