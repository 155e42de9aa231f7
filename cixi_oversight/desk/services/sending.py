"""Takes what is due over one outer channel and hands it to the gateway. Any number of workers may do this at once.

Every sending is claimed under a lease with a fence, sent outside of any transaction, and noted by an UPDATE that must
still hold the fence. A worker that dies between sending and noting leaves the row to the next one, which sends the same
text with the same id again: at least once towards the gateway, once towards the person, because the gateway knows
the id.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import structlog
from django.db import connection
from django.db.models import F, QuerySet

from cixi_oversight import clock
from cixi_oversight.desk.enums import Channel, DispatchState, Fault
from cixi_oversight.desk.models import Dispatch
from cixi_oversight.desk.ports import senders
from cixi_oversight.desk.ports.channels import Endpoint, endpoint_of
from cixi_oversight.desk.ports.gateway import Accepted, Refused
from cixi_oversight.desk.rules.backoff import ATTEMPTS_MAX, after_attempt
from cixi_oversight.desk.rules.quiet import allowed_from
from cixi_oversight.desk.services import breaker
from cixi_oversight.desk.services.hours import portal_hours
from cixi_oversight.desk.services.packing import pack
from cixi_oversight.desk.services.wording import quiet_hours_of, text_of
from cixi_oversight.jobs.services.crashpoint import crashpoint
from cixi_oversight.personal.services.accounts import phones

log = structlog.get_logger(__name__)

LEASE: Final = dt.timedelta(minutes=2)  # longer than the longest sending: two requests with their time-outs
AT_ONCE_MAX: Final = 500
Now = Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True)
class Lease:
    id: int
    fence: int
    attempts: int


def send_due(channel: Channel, *, now: Now = clock.real_now, most: int = AT_ONCE_MAX) -> int:
    """Send what is due, until nothing is, the channel rests, or `most` were tried; how many the other side took.

    `now` gives real time: what is due, and quiet hours. A channel that is not connected sends nothing.
    """
    endpoint = endpoint_of(channel)
    if endpoint is None:
        return 0
    pack(channel, now=now())
    taken = 0
    for _ in range(most):
        lease = _claim(channel, now())
        if lease is None:
            break
        crashpoint("desk.after_claim")
        taken += _work(lease, endpoint, now)
    return taken


def _claim(channel: Channel, now: dt.datetime) -> Lease | None:
    """One sending that is due and held by nobody; None also while the channel rests."""
    if not breaker.may_try(channel, lease=LEASE):
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            """
            update desk_dispatch set state = 'sending', fence = fence + 1, attempts = attempts + 1,
                   lease_until = clock_timestamp() + make_interval(secs => %s)
             where id = (select id from desk_dispatch
                          where channel = %s and ((state = 'queued' and next_at <= %s)
                                or (state = 'sending' and lease_until < clock_timestamp()))
                          order by urgent desc, next_at, id limit 1 for update skip locked)
            returning id, fence, attempts
            """,
            [LEASE.total_seconds(), channel, now],
        )
        row = cursor.fetchone()
    if row is None:
        breaker.give_back(channel)
    return None if row is None else Lease(*row)


def _work(lease: Lease, endpoint: Endpoint, now: Now) -> bool:
    """Whether the other side has it."""
    dispatch = Dispatch.objects.select_related("recipient").get(pk=lease.id)
    outcome = _outcome(dispatch, lease, endpoint, now)
    if outcome is None:
        return False
    crashpoint("desk.after_send")
    if isinstance(outcome, Accepted):
        _note_accepted(lease, outcome, now())
        breaker.note_ok(endpoint.channel)
        return True
    _note_refused(lease, outcome, now())
    if outcome.is_final:
        breaker.give_back(endpoint.channel)  # the channel itself did nothing wrong
    else:
        breaker.note_failure(endpoint.channel, outcome.fault)
    return False


def _outcome(dispatch: Dispatch, lease: Lease, endpoint: Endpoint, now: Now) -> Accepted | Refused | None:
    """None: put off, because the recipient wants quiet."""
    if lease.attempts > ATTEMPTS_MAX:  # whoever tried last died of it, every time
        return Refused(Fault.REFUSED, "every attempt was cut short")
    if not dispatch.recipient.is_active:
        return Refused(Fault.ACCOUNT_CLOSED)
    at = now().astimezone(clock.SHANGHAI)
    allowed = at if dispatch.urgent else allowed_from(at, quiet_hours_of(dispatch.recipient_id, portal_hours(at)))
    if allowed > at:
        _mine(lease).update(state=DispatchState.QUEUED, next_at=allowed, attempts=lease.attempts - 1, lease_until=None)
        breaker.give_back(endpoint.channel)
        return None
    phone = phones([dispatch.recipient_id]).get(dispatch.recipient_id)
    if phone is None:
        return Refused(Fault.NO_ADDRESS)
    return senders.send(endpoint, phone=phone, text=text_of(dispatch), client_id=dispatch.client_id)


def _mine(lease: Lease) -> QuerySet[Any]:
    return Dispatch.objects.filter(pk=lease.id, fence=lease.fence, state=DispatchState.SENDING)


def _note_accepted(lease: Lease, accepted: Accepted, at: dt.datetime) -> None:
    """A receipt may have been faster than the answer: then the state is further on already and stays."""
    held = Dispatch.objects.filter(pk=lease.id, fence=lease.fence)
    held.update(provider_id=accepted.provider_id, sent_at=at, lease_until=None, fault="", detail="")
    held.filter(state=DispatchState.SENDING).update(state=DispatchState.SENT)


def _note_refused(lease: Lease, refused: Refused, at: dt.datetime) -> None:
    over = refused.is_final or lease.attempts >= ATTEMPTS_MAX
    hit = _mine(lease).update(
        state=DispatchState.FAILED if over else DispatchState.QUEUED,
        failed_at=at if over else None,
        next_at=F("next_at") if over else at + after_attempt(lease.attempts),
        lease_until=None,
        fault=refused.fault,
        detail=refused.detail[:200],
    )
    log.warning("message_not_sent", dispatch_id=lease.id, fault=refused.fault, final=over, held=bool(hit))
