"""What the city's inboxes hold when somebody first looks: complaints, deadlines, heads of the audit, read and unread;
and how earlier ones went out. What is told from then on really goes to the demo's gateway.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from functools import partial
from typing import Final

from cixi_oversight import clock
from cixi_oversight.audit.services.seal import last_id_given, seal_days
from cixi_oversight.demo.accounts import LOGINS
from cixi_oversight.demo.chance import Chance, public_id
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.desk.enums import Channel, DispatchState, Fault
from cixi_oversight.desk.models import Delivery, Dispatch, Message
from cixi_oversight.desk.services import recipients
from cixi_oversight.desk.services.audit_heads import send_heads
from cixi_oversight.desk.services.messages import notify
from cixi_oversight.personal.enums import Basis, Field, Kind, Purpose
from cixi_oversight.personal.models import Person
from cixi_oversight.personal.services.accounts import SUBJECT
from cixi_oversight.personal.services.people import columns
from cixi_oversight.policy.rules.labels import DEADLINES
from cixi_oversight.policy.services import calendar
from cixi_oversight.policy.services.alarms import raise_alarms
from inspections.models import Complaint
from inspections.services.telling import tell_received
from institutions.enums import FilingKind
from institutions.models import FilingDue, InstitutionMembership
from institutions.services.filings.dues import KIND
from institutions.services.filings.dues import SUBJECT as FILING
from riskcodes.enums import Colour
from riskcodes.models import AdoptedCode
from riskcodes.services.telling import tell_red

_WITHOUT_PHONE: Final = ("fire", "politics")  # so that a sending without a number can be seen
_COMPLAINTS: Final = 6
_FILINGS: Final = 4  # of each of the demo's institutions
_AHEAD: Final = dt.timedelta(days=5)
_UNREAD: Final = 3  # the newest of each recipient
_SHOWN: Final = 60  # sendings of the past
# how earlier sendings ended, in turn
_ENDS: Final = (
    (DispatchState.READ, ""),
    (DispatchState.DELIVERED, ""),
    (DispatchState.DELIVERED, ""),
    (DispatchState.READ, ""),
    (DispatchState.SENT, ""),
    (DispatchState.DELIVERED, ""),
    (DispatchState.FAILED, Fault.NOT_DELIVERED),
    (DispatchState.READ, ""),
    (DispatchState.DELIVERED, ""),
    (DispatchState.FAILED, Fault.REFUSED),
)


def write_messages(plan: Plan, facts: Facts) -> int:
    """Messages up to yesterday; how many there are."""
    _write_phones(plan, facts)
    yesterday, workday = plan.last_day, calendar.load().workday_before(plan.as_of)
    newest = Complaint.objects.select_related("institution").order_by("-recorded_at", "-pk")[:_COMPLAINTS]
    for row in reversed(newest):
        tell_received(row, at=row.recorded_at)
    _tell_owners(plan)
    raise_alarms(on=workday, at=clock.at(workday, 7))
    seal_days(before=yesterday, upto_id=last_id_given())
    send_heads(on=yesterday, at=clock.at(yesterday, 8))
    _read_old_ones()
    _close_the_past()
    return Message.objects.count()


def _tell_owners(plan: Plan) -> None:
    """What the demo's institutions were asked for, and their red code where one was adopted."""
    for own in InstitutionMembership.objects.select_related("institution").order_by("pk"):
        to = recipients.users(own.user_id)
        asked = FilingDue.objects.filter(institution=own.institution, due_on__lte=plan.as_of)
        for due in asked.order_by("-due_on")[:_FILINGS]:
            notify(
                template="filing.due_soon",
                to=to,
                data={"what": DEADLINES[KIND[FilingKind(due.kind)]], "due_on": due.due_on},
                subject=(FILING, due.pk),
                dedupe=f"filing.demo:{due.pk}",
                at=clock.at(min(due.due_on - _AHEAD, plan.last_day), 7),
                institution_id=own.institution_id,
            )
        adopted = AdoptedCode.objects.filter(institution=own.institution, code=Colour.RED).order_by("-pk").first()
        if adopted is not None:
            tell_red(adopted, at=adopted.recorded_at)


def _write_phones(plan: Plan, facts: Facts) -> None:
    """Numbers that begin with 120, which no subscriber's does; sealed by nonces of the seed, as all of the demo's."""
    draw, at = Chance(plan.seed).stream("phones"), clock.at(plan.last_day, 9)
    rows = []
    for login in LOGINS:
        row, phone = public_id(draw), f"120{draw.randrange(100_000_000):08d}"
        if login.username in _WITHOUT_PHONE:
            continue
        made = {"created_at": at, "changed_at": at}
        by = {f"{verb}_by_id": facts.accounts.actors[login.username] for verb in ("created", "changed")}
        nonce = partial(_nonce, plan.seed, row)
        sealed = columns(row, Kind.ACCOUNT, {Field.PHONE: phone}, None, on=plan.as_of, nonce=nonce)
        rows.append(
            Person(
                public_id=row,
                kind=Kind.ACCOUNT,
                purpose=Purpose.REACH_ACCOUNT,
                basis=Basis.OWN_WISH,
                subject_kind=SUBJECT,
                subject_id=facts.accounts.users[login.username],
                **sealed,
                **made,
                **by,
            )
        )
    Person.objects.bulk_create(rows)


def _nonce(seed: int, row: str, field: Field) -> bytes:
    return hashlib.sha256(f"{seed}/{row}/{field}".encode()).digest()[:12]


def _read_old_ones() -> None:
    """All but each recipient's newest, half an hour after they came."""
    seen: dict[int, int] = {}
    old = []
    for row in Message.objects.order_by("-created_at", "-pk"):
        seen[row.recipient_id] = seen.get(row.recipient_id, 0) + 1
        if seen[row.recipient_id] > _UNREAD:
            row.read_at = row.created_at + dt.timedelta(minutes=30)
            old.append(row)
    Message.objects.bulk_update(old, ["read_at"], batch_size=500)


def _close_the_past() -> None:
    """Nothing old is sent when the demo starts: it went out long ago, one way or another."""
    Delivery.objects.all().delete()
    rows = list(Message.objects.order_by("-created_at", "-pk")[:_SHOWN])
    dispatches = [_dispatch(row, number) for number, row in enumerate(rows)]
    Dispatch.objects.bulk_create(dispatches)
    Delivery.objects.bulk_create(_deliveries(rows, dispatches))


def _dispatch(row: Message, number: int) -> Dispatch:
    state, fault = _ENDS[number % len(_ENDS)]
    at = row.created_at
    sent = at + dt.timedelta(minutes=1)
    arrived = state in (DispatchState.DELIVERED, DispatchState.READ)
    failed = state is DispatchState.FAILED
    return Dispatch(
        client_id=hashlib.sha256(f"demo/{number}".encode()).hexdigest()[:32],
        recipient_id=row.recipient_id,
        channel=Channel.SMS if number % 3 == 0 else Channel.DINGTALK,
        urgent=row.urgent,
        state=state,
        fault=fault,
        attempts=1,
        created_at=at,
        next_at=at,
        provider_id="" if fault == Fault.REFUSED else hashlib.sha256(f"gateway/{number}".encode()).hexdigest()[:16],
        sent_at=None if fault == Fault.REFUSED else sent,
        delivered_at=sent + dt.timedelta(seconds=20) if arrived else None,
        read_at=sent + dt.timedelta(minutes=9) if state is DispatchState.READ else None,
        failed_at=sent + dt.timedelta(minutes=2) if failed else None,
    )


def _deliveries(rows: Sequence[Message], dispatches: Sequence[Dispatch]) -> list[Delivery]:
    return [
        Delivery(
            message=row,
            recipient_id=row.recipient_id,
            channel=dispatch.channel,
            urgent=row.urgent,
            due_at=row.created_at,
            dispatch=dispatch,
        )
        for row, dispatch in zip(rows, dispatches, strict=True)
    ]
