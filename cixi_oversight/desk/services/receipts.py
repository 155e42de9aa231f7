"""What the gateways report back: delivered, read, failed. Signed, fresh, taken once; a repeated one changes nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Final

from django.db import IntegrityError, transaction

from cixi_oversight.desk.enums import ACCEPTED, UNFINISHED, Channel, DispatchState, Fault
from cixi_oversight.desk.errors import ReceiptReplayed, ReceiptUnreadable, ReceiptUnsigned
from cixi_oversight.desk.models import CallbackNonce, Dispatch
from cixi_oversight.desk.ports.channels import endpoint_of
from cixi_oversight.desk.rules import signing
from cixi_oversight.errors import NotFound

BODY_MAX: Final = 65_536
RECEIPTS_MAX: Final = 200
KEPT: Final = 2 * signing.TOLERANCE  # a nonce that old cannot come again with a fresh timestamp
_KINDS: Final = {
    "delivered": DispatchState.DELIVERED,
    "read": DispatchState.READ,
    "failed": DispatchState.FAILED,
}


def take(*, channel: Channel, path: str, headers: Mapping[str, str], body: bytes, now: dt.datetime) -> int:
    """Record a call-back; how many sendings it changed. `now` is real time.

    Raises NotFound (channel not connected), ReceiptUnsigned, ReceiptReplayed, ReceiptUnreadable. Ids that are not ours
    are passed over: a gateway may serve several portals.
    """
    endpoint = endpoint_of(channel)
    if endpoint is None:
        raise NotFound
    signed = len(body) <= BODY_MAX and signing.is_genuine(
        endpoint.callback_secret,
        headers,
        method="POST",
        path=path,
        parameters={"body": body.decode("utf-8", "replace")},
        now=now,
    )
    if not signed:
        raise ReceiptUnsigned
    receipts = _read(body)
    with transaction.atomic():
        _remember(channel, headers[signing.NONCE], now)
        return sum(_apply(channel, client_id, state, now) for client_id, state in receipts)


def _remember(channel: Channel, nonce: str, now: dt.datetime) -> None:
    CallbackNonce.objects.filter(seen_at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            CallbackNonce.objects.create(channel=channel, nonce=nonce, seen_at=now)
    except IntegrityError:
        raise ReceiptReplayed from None


def _read(body: bytes) -> list[tuple[str, DispatchState]]:
    try:
        found: Any = json.loads(body)
    except (ValueError, RecursionError):
        raise ReceiptUnreadable from None
    rows = found.get("receipts") if isinstance(found, dict) else None
    if not isinstance(rows, list) or not 0 < len(rows) <= RECEIPTS_MAX:
        raise ReceiptUnreadable
    return [_one(row) for row in rows]


def _one(row: Any) -> tuple[str, DispatchState]:
    client_id, kind = (row.get("clientId"), row.get("state")) if isinstance(row, dict) else (None, None)
    if not isinstance(client_id, str) or not isinstance(kind, str) or kind not in _KINDS:
        raise ReceiptUnreadable
    if not (client_id.isascii() and client_id.isalnum() and len(client_id) <= 64):
        raise ReceiptUnreadable
    return client_id, _KINDS[kind]


def _apply(channel: Channel, client_id: str, state: DispatchState, now: dt.datetime) -> bool:
    """Forward only: read after delivered after sent. Whoever reports it as arrived is believed over a failure."""
    rows = Dispatch.objects.filter(channel=channel, client_id=client_id)
    before = {
        DispatchState.DELIVERED: UNFINISHED | {DispatchState.SENT, DispatchState.FAILED},
        DispatchState.READ: UNFINISHED | ACCEPTED - {DispatchState.READ} | {DispatchState.FAILED},
        DispatchState.FAILED: UNFINISHED | {DispatchState.SENT},
    }[state]
    changes: dict[str, Any] = {"state": state, "lease_until": None}
    if state is DispatchState.FAILED:
        changes |= {"failed_at": now, "fault": Fault.NOT_DELIVERED}
    else:
        changes |= {f"{state}_at": now, "failed_at": None, "fault": "", "detail": ""}
    return rows.filter(state__in=before).update(**changes) == 1
