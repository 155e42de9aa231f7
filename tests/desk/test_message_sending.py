"""Handing messages to the gateways: signed, once, in time, also when a gateway is down, slow or forgetful."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from cixi_oversight.desk.enums import Channel, DispatchState, Fault
from cixi_oversight.desk.models import ChannelState, Delivery, Dispatch, Message
from cixi_oversight.desk.rules.backoff import ATTEMPTS_MAX, FAILURES_BEFORE_REST
from cixi_oversight.desk.services import breaker
from cixi_oversight.desk.services.dispatches import send_again
from cixi_oversight.desk.services.sending import send_due
from cixi_oversight.permissions import Role
from cixi_oversight.policy.enums import Key
from cixi_oversight.users.models import User
from tests.desk.gateway import Gateway, at, gateway, inspector, policy, sms_of, tell, with_phone, world
from tests.people import AT, World

assert all((gateway, inspector, world))  # fixtures

DAY = at(12)


def test_a_message_goes_out_over_each_channel_that_its_recipient_wants(gateway: Gateway, inspector: int) -> None:
    tell(inspector)
    assert (send_due(Channel.SMS, now=DAY), send_due(Channel.DINGTALK, now=DAY)) == (1, 1)
    sms, work = sorted(gateway.sent(), key=lambda row: row["channel"], reverse=True)
    assert (sms["to"], sms["text"]) == (
        "13812345678",
        "【慈溪市教育局】您有一个新的交办事项，请于2026-11-23前办结，详情请登录平台查看。",
    )
    assert work["channel"] == "dingtalk"
    assert work["to"] != "13812345678", "浙政钉 is addressed by its own account"
    assert set(Dispatch.objects.values_list("state", flat=True)) == {DispatchState.SENT}
    assert gateway.report()["refused"] == 0, "every request was signed as agreed"


def test_what_was_sent_is_not_sent_again(gateway: Gateway, inspector: int) -> None:
    tell(inspector)
    assert [send_due(Channel.SMS, now=DAY) for _ in range(3)] == [1, 0, 0]
    assert [row["times"] for row in gateway.sent()] == [1]


def test_no_row_of_ours_holds_the_number(gateway: Gateway, inspector: int) -> None:
    tell(inspector)
    send_due(Channel.SMS, now=DAY)
    with connection.cursor() as cursor:
        for table in ("desk_message", "desk_delivery", "desk_dispatch", "desk_channelstate"):
            cursor.execute(f"select count(*) from {table} t where t::text like '%%13812345678%%'")
            assert cursor.fetchone()[0] == 0, table


def test_a_wrong_key_is_refused_and_waits_for_us_to_put_it_right(
    gateway: Gateway, inspector: int, settings: Any
) -> None:
    settings.MESSAGE_CHANNELS["sms"]["secret"] = "another"
    tell(inspector)
    assert send_due(Channel.SMS, now=DAY) == 0
    row = Dispatch.objects.get(channel=Channel.SMS)
    assert (row.state, row.fault, row.detail) == (DispatchState.QUEUED, Fault.OTHER_SIDE, "HTTP 401")
    assert gateway.report()["refused"] == 1
    assert gateway.sent() == []


def test_a_channel_that_is_down_delays_and_the_other_goes_on(gateway: Gateway, inspector: int, settings: Any) -> None:
    settings.MESSAGE_CHANNELS["sms"]["url"] = "http://127.0.0.1:9"
    tell(inspector)
    assert send_due(Channel.SMS, now=DAY) == 0
    assert send_due(Channel.DINGTALK, now=DAY) == 1
    row = Dispatch.objects.get(channel=Channel.SMS)
    assert (row.state, row.fault, row.attempts) == (DispatchState.QUEUED, Fault.UNREACHABLE, 1)
    assert row.next_at == DAY() + dt.timedelta(seconds=30)


def test_it_arrives_when_the_gateway_is_back(gateway: Gateway, inspector: int) -> None:
    gateway.tell(mood="down")
    tell(inspector)
    assert send_due(Channel.SMS, now=DAY) == 0
    assert Dispatch.objects.get(channel=Channel.SMS).fault == Fault.OTHER_SIDE
    gateway.tell(mood="ok")
    assert send_due(Channel.SMS, now=DAY) == 0, "not before its pause is over"
    assert send_due(Channel.SMS, now=lambda: DAY() + dt.timedelta(seconds=30)) == 1
    assert len(gateway.sent()) == 1


def test_a_slow_gateway_is_left_after_the_time_out(gateway: Gateway, inspector: int, settings: Any) -> None:
    settings.MESSAGE_CHANNELS = gateway.channels(timeout_seconds=0.5)
    gateway.tell(mood="lost", seconds=60)
    tell(inspector)
    assert send_due(Channel.SMS, now=DAY) == 0
    row = Dispatch.objects.get(channel=Channel.SMS)
    assert (row.state, row.fault) == (DispatchState.QUEUED, Fault.TIMED_OUT)


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.DINGTALK])
def test_a_message_whose_answer_was_lost_is_sent_again_with_its_id_and_arrives_once(
    gateway: Gateway, inspector: int, settings: Any, channel: Channel
) -> None:
    tell(inspector)
    settings.MESSAGE_CHANNELS = gateway.channels(timeout_seconds=0.5)
    gateway.tell(mood="lost", seconds=60)
    if channel is Channel.DINGTALK:  # its first request, for the account, gets through
        settings.MESSAGE_CHANNELS = gateway.channels(timeout_seconds=10)
        gateway.tell(mood="ok")
        row = _send_and_forget(channel)
    else:
        assert send_due(channel, now=DAY) == 0
        row = Dispatch.objects.get(channel=channel)
    settings.MESSAGE_CHANNELS = gateway.channels()
    gateway.tell(mood="ok")
    assert send_due(channel, now=lambda: DAY() + dt.timedelta(hours=1)) == 1
    (sent,) = gateway.sent()
    assert (sent["clientId"], sent["times"]) == (row.client_id, 2)
    row.refresh_from_db()
    assert (row.state, row.provider_id) == (DispatchState.SENT, sent["messageId"])


def _send_and_forget(channel: Channel) -> Dispatch:
    """As if the worker had died between sending and noting."""
    assert send_due(channel, now=DAY) == 1
    Dispatch.objects.filter(channel=channel).update(
        state=DispatchState.SENDING, provider_id="", lease_until=timezone.now() - dt.timedelta(seconds=1)
    )
    return Dispatch.objects.get(channel=channel)


def test_a_redirect_is_not_followed(gateway: Gateway, inspector: int, monkeypatch: pytest.MonkeyPatch) -> None:
    import http.server
    import threading

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(307)
            self.send_header("Location", f"{gateway.url}/sms/send")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Silent."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    from django.conf import settings

    monkeypatch.setitem(settings.MESSAGE_CHANNELS["sms"], "url", f"http://127.0.0.1:{server.server_port}")
    tell(inspector)
    assert send_due(Channel.SMS, now=DAY) == 0
    server.shutdown()
    server.server_close()
    assert Dispatch.objects.get(channel=Channel.SMS).detail == "HTTP 307"
    assert gateway.report()["requests"] == 0


def test_a_message_that_the_gateway_refuses_is_over_and_the_channel_is_not_blamed(
    gateway: Gateway, inspector: int
) -> None:
    gateway.tell(mood="refuse")
    tell(inspector)
    assert send_due(Channel.SMS, now=DAY) == 0
    row = Dispatch.objects.get(channel=Channel.SMS)
    assert (row.state, row.fault, row.detail) == (DispatchState.FAILED, Fault.REFUSED, "BLACKLISTED")
    assert not ChannelState.objects.filter(failures__gt=0).exists()


def test_who_has_no_number_gets_it_in_the_portal_only(gateway: Gateway, world: World) -> None:
    user = world.user(Role.INSPECTOR)
    tell(user.pk)
    assert send_due(Channel.SMS, now=DAY) == 0
    row = Dispatch.objects.get(channel=Channel.SMS)
    assert (row.state, row.fault) == (DispatchState.FAILED, Fault.NO_ADDRESS)
    assert Message.objects.get(recipient=user).read_at is None


def test_a_closed_account_is_sent_nothing(gateway: Gateway, inspector: int) -> None:
    tell(inspector)
    User.objects.filter(pk=inspector).update(is_active=False)
    assert send_due(Channel.SMS, now=DAY) == 0
    assert Dispatch.objects.get(channel=Channel.SMS).fault == Fault.ACCOUNT_CLOSED
    assert gateway.sent() == []


def test_attempts_have_an_end_and_a_person_may_begin_anew(gateway: Gateway, inspector: int, world: World) -> None:
    gateway.tell(mood="down")
    tell(inspector)
    for hour in range(ATTEMPTS_MAX):
        ChannelState.objects.update(open_until=None)
        send_due(Channel.SMS, now=at(8 + hour))
    row = Dispatch.objects.get(channel=Channel.SMS)
    assert (row.state, row.attempts) == (DispatchState.FAILED, ATTEMPTS_MAX)
    gateway.tell(mood="ok")
    ChannelState.objects.update(open_until=None)
    again = send_again(dispatch=row, by=world.viewer(Role.SYSTEM_ADMIN), at=AT)
    assert again.client_id == row.client_id
    assert send_due(Channel.SMS, now=at(20)) == 1


def test_a_failing_channel_rests_then_one_tries_and_success_opens_it(gateway: Gateway, world: World) -> None:
    gateway.tell(mood="down")
    ids = [with_phone(world, role, f"1380000000{n}") for n, role in enumerate(_SIX)]
    tell(*ids)
    assert send_due(Channel.SMS, now=DAY) == 0
    tried = Dispatch.objects.filter(attempts__gt=0).count()
    assert tried == FAILURES_BEFORE_REST, "the others were not even tried"
    state = ChannelState.objects.get(channel=Channel.SMS)
    assert None not in (state.failing_since, state.open_until)
    assert send_due(Channel.SMS, now=DAY) == 0
    assert gateway.report()["requests"] == FAILURES_BEFORE_REST

    ChannelState.objects.update(open_until=timezone.now() - dt.timedelta(seconds=1))
    assert breaker.may_try(Channel.SMS, lease=dt.timedelta(minutes=1))
    assert not breaker.may_try(Channel.SMS, lease=dt.timedelta(minutes=1)), "one at a time"
    ChannelState.objects.update(open_until=timezone.now() - dt.timedelta(seconds=1))
    gateway.tell(mood="ok")
    assert send_due(Channel.SMS, now=lambda: DAY() + dt.timedelta(hours=1)) == len(_SIX)
    state.refresh_from_db()
    assert (state.failures, state.failing_since, state.open_until) == (0, None, None)


_SIX = (
    Role.INSPECTOR,
    Role.REGISTRAR,
    Role.SECTION_CHIEF,
    Role.FUNDS_OFFICER,
    Role.LEGAL_REVIEWER,
    Role.RISK_ANALYST,
)


# --- quiet hours ---


@pytest.mark.parametrize(
    ("hour", "minute", "goes"),
    [(20, 59, True), (21, 0, False), (23, 59, False), (0, 0, False), (7, 59, False), (8, 0, True)],
)
def test_quiet_hours_hold_from_nine_to_eight(
    gateway: Gateway, inspector: int, hour: int, minute: int, goes: bool
) -> None:
    tell(inspector)
    assert send_due(Channel.SMS, now=at(hour, minute)) == int(goes)


def test_what_waited_by_night_goes_out_at_eight(gateway: Gateway, inspector: int) -> None:
    tell(inspector)
    send_due(Channel.SMS, now=at(22))
    due = sms_of("a:1").due_at.astimezone(AT.tzinfo)
    assert (due.hour, due.minute, due.date()) == (8, 0, at(22)().date() + dt.timedelta(days=1))
    assert send_due(Channel.SMS, now=at(7, 59, 59, day=25)) == 0
    assert send_due(Channel.SMS, now=at(8, day=25)) == 1


def test_a_second_try_respects_the_night_too(gateway: Gateway, inspector: int) -> None:
    gateway.tell(mood="down")
    tell(inspector)
    send_due(Channel.SMS, now=at(20, 59, 45))
    gateway.tell(mood="ok")
    assert send_due(Channel.SMS, now=at(21, 1)) == 0
    row = Dispatch.objects.get(channel=Channel.SMS)
    assert (row.attempts, row.next_at.astimezone(AT.tzinfo).hour) == (1, 8), "being put off is no attempt"
    assert send_due(Channel.SMS, now=at(8, day=25)) == 1


def test_the_portals_quiet_hours_are_dated_policy(gateway: Gateway, inspector: int) -> None:
    """From the day of the new value on; the eve still has the old one."""
    for key, minutes in ((Key.QUIET_FROM, 12 * 60), (Key.QUIET_TO, 13 * 60 + 30)):
        policy(key, minutes, unit="time_of_day", since=at(0)().date() + dt.timedelta(days=1))
    tell(inspector)
    tell(inspector, dedupe="a:2")
    assert send_due(Channel.SMS, now=at(22)) == 0, "the last night of the old hours"
    assert send_due(Channel.SMS, now=at(12, 30, day=25)) == 0
    assert send_due(Channel.SMS, now=at(13, 30, day=25)) == 1
    tell(inspector, dedupe="a:3")
    assert send_due(Channel.SMS, now=at(22, day=25)) == 1


def test_equal_ends_are_never_quiet(gateway: Gateway, inspector: int) -> None:
    for key in (Key.QUIET_FROM, Key.QUIET_TO):
        policy(key, 0, unit="time_of_day")
    tell(inspector)
    assert send_due(Channel.SMS, now=at(3)) == 1


def test_an_urgent_message_wakes_people(gateway: Gateway, inspector: int) -> None:
    tell(inspector, template="risk.red")
    assert send_due(Channel.SMS, now=at(3)) == 1


# --- bundling ---


def test_three_that_wait_for_one_recipient_become_one_text(gateway: Gateway, inspector: int) -> None:
    for n in range(3):
        tell(inspector, dedupe=f"a:{n}")
    assert send_due(Channel.SMS, now=DAY) == 1
    assert [row["text"] for row in gateway.sent()] == ["【慈溪市教育局】您有3条待办消息，请登录平台查看。"]
    assert Delivery.objects.filter(channel=Channel.SMS, dispatch=Dispatch.objects.get()).count() == 3


def test_two_recipients_get_a_text_each(gateway: Gateway, world: World, inspector: int) -> None:
    other = with_phone(world, Role.REGISTRAR, "13900000000")
    tell(inspector, other)
    assert send_due(Channel.SMS, now=DAY) == 2


def test_what_is_not_urgent_waits_for_company_as_long_as_policy_says(gateway: Gateway, inspector: int) -> None:
    policy(Key.BUNDLE, 60 * 48, unit="minutes")
    tell(inspector)
    tell(inspector, template="risk.red", dedupe="red:1")
    assert send_due(Channel.SMS, now=DAY) == 1, "the urgent one alone"
    assert "红码" in gateway.sent()[0]["text"]
    policy(Key.BUNDLE, 0, unit="minutes", since=timezone.localdate())
    tell(inspector, dedupe="a:2")
    assert send_due(Channel.SMS, now=DAY) == 1
    assert "您有2条" in gateway.sent()[1]["text"]


def test_the_head_of_the_audit_goes_out_alone_and_to_the_letter(gateway: Gateway, inspector: int) -> None:
    tell(inspector, template="audit.head", dedupe="h:1")
    for n in range(2):
        tell(inspector, dedupe=f"a:{n}")
    assert send_due(Channel.DINGTALK, now=DAY) == 2
    texts = {row["text"] for row in gateway.sent()}
    assert texts == {f"审计已封存，请留存：2026-11-23:{'13812345678' * 5}", "您有2条待办消息，请登录平台查看。"}


# --- words ---


def test_the_text_is_in_the_recipients_language(gateway: Gateway, inspector: int, world: World) -> None:
    from cixi_oversight.desk.services.choices import choose

    choose(wanted={}, language="en", quiet_from=None, quiet_to=None, by=world.viewer(Role.INSPECTOR), at=AT)
    tell(inspector)
    send_due(Channel.SMS, now=DAY)
    assert gateway.sent()[0]["text"].endswith(
        "You have a new assignment, due on 2026-11-23. Sign in to the portal to read it."
    )


def test_a_text_with_somebodys_number_says_only_that_there_is_one(gateway: Gateway, inspector: int) -> None:
    figures = {"what": "回电13912345678", "due_on": dt.date(2026, 11, 30)}
    tell(inspector, template="filing.due_soon", dedupe="f:1", data=figures)
    send_due(Channel.SMS, now=DAY)
    assert gateway.sent()[0]["text"] == "【慈溪市教育局】您有一条新消息，请登录平台查看。"
