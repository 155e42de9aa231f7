"""Inbox, settings, the page of sendings: what each shows and does, and whose."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cixi_oversight.audit.models import Event
from cixi_oversight.desk.enums import Channel, DispatchState
from cixi_oversight.desk.models import ChannelState, Delivery, Dispatch, Message, MessageSettings
from cixi_oversight.desk.services.messages import wishes
from cixi_oversight.permissions import Role
from cixi_oversight.personal.models import Person
from cixi_oversight.personal.services import accounts
from cixi_oversight.users.services.viewer import viewer_of
from tests.desk.gateway import Gateway, gateway, inspector, tell, with_phone, world
from tests.people import AT, ON, World

assert all((gateway, inspector, world))  # fixtures


@pytest.fixture
def officer(world: World) -> Client:
    return world.client(Role.INSPECTOR)


def own(world: World, role: Role = Role.INSPECTOR, number: int = 1, **more: Any) -> Message:
    tell(world.user(role).pk, dedupe=f"a:{number}", subject=("institution", world.institution.pk), **more)
    return Message.objects.get(recipient=world.user(role), dedupe=f"a:{number}")


def test_unread_ones_come_first_then_the_newest(world: World, officer: Client) -> None:
    for number in range(3):
        own(world, number=number, at=AT + dt.timedelta(hours=number))
    Message.objects.filter(dedupe="a:2").update(read_at=AT)
    page = officer.get("/bureau/inbox/")
    assert [row.object.dedupe for row in page.context["rows"]] == ["a:1", "a:0", "a:2"]
    assert [row.object.dedupe for row in officer.get("/bureau/inbox/?read=yes").context["rows"]] == ["a:2"]
    assert officer.get("/bureau/inbox/?topic=filings").context["rows"] == []


def test_opening_a_message_reads_it_once(world: World, officer: Client) -> None:
    row = own(world)
    page = officer.get(f"/bureau/inbox/{row.public_id}/").content.decode()
    assert world.institution.name in page
    row.refresh_from_db()
    first = row.read_at
    assert first is not None
    officer.get(f"/bureau/inbox/{row.public_id}/")
    row.refresh_from_db()
    assert row.read_at == first


def test_a_message_is_its_recipients_alone(world: World, officer: Client) -> None:
    row = own(world, Role.REGISTRAR)
    answer = officer.get(f"/bureau/inbox/{row.public_id}/")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    row.refresh_from_db()
    assert row.read_at is None
    officer.post("/bureau/inbox/read/")
    row.refresh_from_db()
    assert row.read_at is None


def test_all_read_by_one_button(world: World, officer: Client) -> None:
    for number in range(3):
        own(world, number=number)
    assert officer.post("/bureau/inbox/read/").status_code == HTTPStatus.FOUND
    assert not Message.objects.unread().exists()


def test_what_is_no_longer_within_ones_remit_is_told_without_a_link(world: World, officer: Client) -> None:
    tell(world.user(Role.INSPECTOR).pk, subject=("institution", world.foreign.pk))
    row = Message.objects.get()
    page = officer.get(f"/bureau/inbox/{row.public_id}/").content.decode()
    assert world.foreign.name not in page
    assert "已不在您的职责范围内" in page
    assert world.foreign.name not in officer.get("/bureau/inbox/").content.decode()


def test_institutions_people_have_an_inbox_of_their_own(world: World) -> None:
    client = world.client(Role.INSTITUTION_OWNER)
    row = own(world, Role.INSTITUTION_OWNER)
    page = client.get("/my/inbox/")
    assert [one.object.pk for one in page.context["rows"]] == [row.pk]
    assert "/bureau/" not in client.get(f"/my/inbox/{row.public_id}/").content.decode()
    assert client.get("/bureau/inbox/").status_code == HTTPStatus.FORBIDDEN


def test_the_bell_counts_by_one_query(world: World, officer: Client) -> None:
    for number in range(2):
        own(world, number=number)
    with CaptureQueriesContext(connection) as asked:
        page = officer.get("/bureau/").content.decode()
    assert '<span class="inbox-count" aria-hidden="true">2</span>' in page
    assert sum('FROM "desk_message"' in query["sql"] for query in asked) == 1
    assert "inbox-count" not in world.client(Role.REGISTRAR).get("/bureau/").content.decode()


def test_the_list_asks_a_fixed_number_of_queries(world: World, officer: Client) -> None:
    counts = []
    for number in (1, 20):
        for one in range(number):
            own(world, number=one)
        with CaptureQueriesContext(connection) as asked:
            officer.get("/bureau/inbox/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


# --- settings ---


def test_choices_are_kept_and_on_record(world: World, officer: Client) -> None:
    data = {
        "language": "en",
        "quiet_from": "22:00",
        "quiet_to": "07:30",
        "phone": "138 1234 5678",
        "topic_complaints": ["sms"],
    }
    assert officer.post("/bureau/inbox/settings/", data).status_code == HTTPStatus.FOUND
    user_id = world.user(Role.INSPECTOR).pk
    row = MessageSettings.objects.get(user_id=user_id)
    assert (row.language, row.quiet_from, row.quiet_to) == ("en", dt.time(22), dt.time(7, 30))
    wanted = wishes([user_id])[user_id]
    assert {topic.value: sorted(channels) for topic, channels in wanted.items() if channels} == {
        "complaints": ["sms"],
        "filings": ["sms"],  # not offered to staff: the default stands
        "audit": ["dingtalk"],
    }
    assert Event.objects.filter(verb="desk.choose_messages").count() == 1
    page = officer.get("/bureau/inbox/settings/").content.decode()
    assert "138****5678" in page
    assert "13812345678" not in page


def test_half_of_the_quiet_hours_or_a_wrong_number_is_refused(world: World, officer: Client) -> None:
    for wrong in ({"quiet_from": "22:00"}, {"phone": "0574-63012345"}, {"phone": "12"}, {"language": "fr"}):
        answer = officer.post("/bureau/inbox/settings/", {"language": "zh-hans", **wrong})
        assert answer.status_code in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY), wrong
    assert not MessageSettings.objects.exists()
    assert not Person.objects.exists()


def test_the_page_says_which_channels_are_not_connected(world: World, officer: Client, settings: Any) -> None:
    settings.MESSAGE_CHANNELS = {}
    assert "尚未接入" in officer.get("/bureau/inbox/settings/").content.decode()


def test_a_number_can_be_replaced_and_withdrawn(world: World, inspector: int, officer: Client) -> None:
    viewer = viewer_of(world.user(Role.INSPECTOR), on=ON)
    accounts.set_phone(phone="13900000001", by=viewer, at=AT)
    assert accounts.phones([inspector]) == {inspector: "13900000001"}
    before = Event.objects.count()
    accounts.set_phone(phone="13900000001", by=viewer, at=AT)
    assert Event.objects.count() == before, "the same again changes nothing"
    officer.post("/bureau/inbox/settings/", {"language": "zh-hans", "forget_phone": "on"})
    assert accounts.phones([inspector]) == {}
    assert Person.objects.get().is_erased


def test_nobody_is_shown_the_number_of_an_account(world: World, inspector: int) -> None:
    person = Person.objects.get()
    for role in Role:
        if role is Role.API_CLIENT:
            continue
        client = world.client(role)
        url = reverse("personal:reveal", args=[person.public_id, "phone"])
        answer = client.post(url, {"why": "要打电话联系本人"})
        assert answer.status_code in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND), role
        assert b"13812345678" not in answer.content


# --- the page of sendings ---


@pytest.fixture
def failed(gateway: Gateway, world: World) -> Dispatch:
    user_id = with_phone(world, Role.REGISTRAR)
    tell(user_id)
    delivery = Delivery.objects.get(channel=Channel.SMS)
    row = Dispatch.objects.create(
        recipient_id=user_id, channel=Channel.SMS, state=DispatchState.FAILED, created_at=AT, next_at=AT, failed_at=AT
    )
    Delivery.objects.filter(pk=delivery.pk).update(dispatch=row)
    return row


def test_the_administrator_sees_states_and_no_number(world: World, failed: Dispatch) -> None:
    client = world.client(Role.SYSTEM_ADMIN)
    page = client.get("/bureau/system/messages/?state=failed&channel=sms")
    assert [row.object.pk for row in page.context["rows"]] == [failed.pk]
    sms = page.context["channels"][0][0]
    assert (sms.waiting, sms.failed, sms.is_connected) == (0, 1, True)
    one = client.get(f"/bureau/system/messages/{failed.pk}/").content.decode()
    assert "您有一个新的交办事项" in one
    assert "13812345678" not in one + page.content.decode()


def test_a_failed_sending_is_sent_again_with_its_id(world: World, failed: Dispatch) -> None:
    client = world.client(Role.SYSTEM_ADMIN)
    for _ in range(2):  # the second click finds nothing to do
        client.post(f"/bureau/system/messages/{failed.pk}/")
    before = failed.client_id
    failed.refresh_from_db()
    assert (failed.state, failed.client_id) == (DispatchState.QUEUED, before)
    assert Event.objects.filter(verb="desk.send_again").count() == 1


def test_a_failing_channel_stands_on_top_with_since_when(world: World, failed: Dispatch) -> None:
    since = timezone.now() - dt.timedelta(hours=2)
    ChannelState.objects.create(
        channel=Channel.SMS,
        failures=5,
        failing_since=since,
        open_until=timezone.now() + dt.timedelta(minutes=5),
        last_fault="timed_out",
    )
    client = world.client(Role.SYSTEM_ADMIN)
    page = client.get("/bureau/system/messages/").content.decode()
    assert timezone.localtime(since).strftime("自%Y-%m-%d %H:%M起消息未能发出") in page
    assert "网关超时未应答" in page
    client.post("/bureau/system/messages/channels/sms/")
    assert ChannelState.objects.get().open_until is None
    assert Event.objects.filter(verb="desk.try_channel").count() == 1
    assert client.post("/bureau/system/messages/channels/in_site/").status_code == HTTPStatus.NOT_FOUND


def test_what_the_demos_gateway_received_is_shown_masked(
    gateway: Gateway, world: World, inspector: int, settings: Any
) -> None:
    from cixi_oversight.desk.services.sending import send_due
    from tests.desk.gateway import at

    settings.IS_DEMO, settings.MESSAGE_SANDBOX_URL, settings.MESSAGE_SANDBOX_CONTROL = True, gateway.url, "open"
    tell(inspector)
    send_due(Channel.SMS, now=at(12))
    client = world.client(Role.SYSTEM_ADMIN)
    page = client.get("/bureau/system/messages/sent/").content.decode()
    assert "您有一个新的交办事项" in page
    assert "138****5678" in page
    assert "13812345678" not in page
    client.post("/bureau/system/messages/sent/", {"mood": "down"})
    assert gateway.report()["mood"] == "down"
    gateway.stop()
    assert "没有应答" in client.get("/bureau/system/messages/sent/").content.decode()
