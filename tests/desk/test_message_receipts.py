"""Receipts of the gateways: signed, fresh, taken once, forward only."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from cixi_oversight import clock
from cixi_oversight.desk.enums import Channel, DispatchState
from cixi_oversight.desk.models import CallbackNonce, Dispatch
from cixi_oversight.desk.rules import signing
from cixi_oversight.desk.services.sending import send_due
from cixi_oversight.permissions import Role
from tests.desk.gateway import Gateway, at, gateway, inspector, tell, wait_for, with_phone, world
from tests.people import make_world

assert all((gateway, inspector, world))  # fixtures

PATH = "/callbacks/messages/sms"


@pytest.fixture
def sent(gateway: Gateway, inspector: int) -> Dispatch:
    tell(inspector)
    send_due(Channel.SMS, now=at(12))
    return Dispatch.objects.get(channel=Channel.SMS)


def headers(body: bytes, settings: Any, *, path: str = PATH, age: dt.timedelta = dt.timedelta()) -> dict[str, str]:
    timestamp, nonce = signing.timestamp_of(clock.real_now() - age), secrets.token_hex(12)
    sign = signing.signature(
        settings.MESSAGE_CHANNELS["sms"]["callback_secret"],
        method="POST",
        timestamp=timestamp,
        nonce=nonce,
        path=path,
        parameters={"body": body.decode()},
    )
    return {signing.TIMESTAMP: timestamp, signing.NONCE: nonce, signing.SIGNATURE: sign}


def receipt(state: str, client_id: str) -> bytes:
    return json.dumps({"receipts": [{"clientId": client_id, "state": state}]}).encode()


def post(body: bytes, signed: dict[str, str], path: str = PATH) -> Any:
    return Client().post(path, body, content_type="application/json", headers=signed)


def report(state: str, dispatch: Dispatch, settings: Any) -> Any:
    body = receipt(state, dispatch.client_id)
    return post(body, headers(body, settings))


def test_a_receipt_says_how_far_it_came(sent: Dispatch, settings: Any) -> None:
    for state in ("delivered", "read"):
        assert report(state, sent, settings).json() == {"changed": 1}
    sent.refresh_from_db()
    assert sent.state == DispatchState.READ
    assert None not in (sent.delivered_at, sent.read_at)


def test_a_repeated_receipt_changes_nothing(sent: Dispatch, settings: Any) -> None:
    report("delivered", sent, settings)
    sent.refresh_from_db()
    assert report("delivered", sent, settings).json() == {"changed": 0}
    first = sent.delivered_at
    sent.refresh_from_db()
    assert sent.delivered_at == first


def test_a_replayed_request_is_refused(sent: Dispatch, settings: Any) -> None:
    body = receipt("delivered", sent.client_id)
    signed = headers(body, settings)
    assert post(body, signed).status_code == HTTPStatus.OK
    again = post(body, signed)
    assert (again.status_code, again.json()) == (HTTPStatus.CONFLICT, {"code": "receipt_replayed"})


def test_receipts_go_forward_only(sent: Dispatch, settings: Any) -> None:
    report("read", sent, settings)
    for state in ("delivered", "failed"):
        assert report(state, sent, settings).json() == {"changed": 0}
    sent.refresh_from_db()
    assert sent.state == DispatchState.READ


def test_a_message_reported_as_failed_may_arrive_after_all(sent: Dispatch, settings: Any) -> None:
    report("failed", sent, settings)
    sent.refresh_from_db()
    assert (sent.state, sent.fault) == (DispatchState.FAILED, "not_delivered")
    report("delivered", sent, settings)
    sent.refresh_from_db()
    assert (sent.state, sent.fault, sent.failed_at) == (DispatchState.DELIVERED, "", None)


def test_a_receipt_faster_than_the_answer_is_not_undone_by_it(sent: Dispatch, settings: Any) -> None:
    """The gateway took it, we heard the receipt and not the answer: nothing is sent again."""
    Dispatch.objects.update(state=DispatchState.QUEUED, sent_at=None, next_at=at(12)())
    report("delivered", sent, settings)
    assert send_due(Channel.SMS, now=at(12)) == 0


@pytest.mark.parametrize("part", [signing.SIGNATURE, signing.NONCE, signing.TIMESTAMP])
def test_a_request_that_is_not_signed_as_sent_is_refused(sent: Dispatch, settings: Any, part: str) -> None:
    body = receipt("failed", sent.client_id)
    for wrong in ("", "x" * 24, "2026-11-23T00:00:00.000+08:00", "é"):
        answer = post(body, {**headers(body, settings), part: wrong})
        assert answer.status_code == HTTPStatus.FORBIDDEN, wrong
    assert not CallbackNonce.objects.exists()


def test_another_body_path_secret_or_an_old_one_is_refused(sent: Dispatch, settings: Any) -> None:
    body = receipt("failed", sent.client_id)
    signed = headers(body, settings)
    other_channel = "/callbacks/messages/dingtalk"
    assert post(body + b" ", signed).status_code == HTTPStatus.FORBIDDEN
    assert post(body, headers(body, settings, path=other_channel)).status_code == HTTPStatus.FORBIDDEN
    assert post(body, headers(body, settings, path=other_channel), other_channel).status_code == HTTPStatus.FORBIDDEN
    for age in (dt.timedelta(minutes=6), dt.timedelta(minutes=-6)):
        assert post(body, headers(body, settings, age=age)).status_code == HTTPStatus.FORBIDDEN
    sent.refresh_from_db()
    assert sent.state == DispatchState.SENT


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"receipts": []}',
        b'{"receipts": [1]}',
        b'{"receipts": [{"clientId": 1, "state": "read"}]}',
        b'{"receipts": [{"clientId": "a", "state": "queued"}]}',
        b'{"receipts": [{"clientId": "a", "state": ["read"]}]}',
        b'{"receipts": [{"clientId": "' + b"a" * 65 + b'", "state": "read"}]}',
        b"[" * 60_000,
        json.dumps({"receipts": [{"clientId": "a", "state": "read"}] * 201}).encode(),
    ],
)
def test_a_signed_body_that_is_no_receipt_is_malformed(sent: Dispatch, settings: Any, body: bytes) -> None:
    answer = post(body, headers(body, settings))
    assert (answer.status_code, answer.json()) == (HTTPStatus.BAD_REQUEST, {"code": "receipt_unreadable"})


def test_ids_of_other_portals_are_passed_over(sent: Dispatch, settings: Any) -> None:
    body = receipt("read", "f" * 32)
    assert post(body, headers(body, settings)).json() == {"changed": 0}


def test_a_channel_that_is_not_connected_takes_no_receipts(sent: Dispatch, settings: Any) -> None:
    body = receipt("read", sent.client_id)
    signed = headers(body, settings)
    settings.MESSAGE_CHANNELS = {}
    assert post(body, signed).status_code == HTTPStatus.NOT_FOUND
    assert post(body, signed, "/callbacks/messages/pigeon").status_code == HTTPStatus.NOT_FOUND
    assert Client().get(PATH).status_code == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.django_db(transaction=True)
def test_a_gateway_that_reports_everything_twice_and_replays_changes_nothing(live_server: Any, settings: Any) -> None:
    """The whole way: the portal sends, the other process reports back over HTTP."""
    world = make_world()
    one = Gateway(f"{live_server.url}/callbacks/messages/")
    try:
        settings.MESSAGE_CHANNELS, settings.MESSAGE_PLAIN_HTTP = one.channels(), True
        one.tell(mood="twice")
        tell(with_phone(world, Role.INSPECTOR))
        assert send_due(Channel.SMS, now=at(12)) == 1
        wait_for(lambda: len(one.report()["answers"]) == 2, "both receipts")
        assert one.report()["answers"] == [HTTPStatus.OK, HTTPStatus.OK]
        row = Dispatch.objects.get(channel=Channel.SMS)
        assert row.state == DispatchState.DELIVERED
        before = row.delivered_at
        assert one.tell(replay=True)["status"] == HTTPStatus.CONFLICT
        row.refresh_from_db()
        assert row.delivered_at == before
    finally:
        one.stop()
