"""Rows of the outbox: written with the caller's work, once, and never lost."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from cixi_oversight.desk import tasks
from cixi_oversight.desk.enums import Channel, DispatchState
from cixi_oversight.desk.models import Delivery, Dispatch, Message
from cixi_oversight.desk.services import outbox_wake, recipients
from cixi_oversight.desk.services.messages import notify
from cixi_oversight.desk.services.sending import send_due
from cixi_oversight.desk.services.taking_turns import alone
from cixi_oversight.permissions import Role
from cixi_oversight.users.models import User
from tests.desk.gateway import SECRETS, Gateway, at, gateway, inspector, tell, with_phone, world
from tests.people import AT, World, make_world

assert all((gateway, inspector, world))  # fixtures

ROOT = Path(__file__).resolve().parent.parent.parent


def test_if_the_caller_rolls_back_nothing_was_said(gateway: Gateway, inspector: int) -> None:
    with transaction.atomic():
        tell(inspector)
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not Delivery.objects.exists()


def test_the_same_is_told_once_to_each(gateway: Gateway, inspector: int, world: World) -> None:
    other = world.user(Role.REGISTRAR).pk
    tell(inspector)
    tell(inspector, other)
    tell(inspector, dedupe="a:2")
    assert Message.objects.filter(recipient=inspector).count() == 2
    assert Message.objects.filter(recipient=other).count() == 1
    assert Delivery.objects.count() == 6


@pytest.mark.parametrize("wrong", [{"title": "x"}, {"title": "x", "by": "y", "due_on": AT, "phone": "1"}])
def test_figures_that_do_not_match_the_template_are_a_mistake_in_the_code(inspector: int, wrong: Any) -> None:
    with pytest.raises(ValueError, match="wants the figures"):
        tell(inspector, data=wrong)


def test_what_no_sentence_can_carry_is_refused(inspector: int) -> None:
    with pytest.raises(TypeError):
        tell(inspector, data={"title": object(), "by": "y", "due_on": AT})


def test_without_a_connected_channel_the_portal_alone_tells(inspector: int, settings: Any) -> None:
    settings.MESSAGE_CHANNELS = {}
    tell(inspector)
    assert Message.objects.count() == 1
    assert not Delivery.objects.exists()
    assert send_due(Channel.SMS) == 0


def test_the_worker_is_woken_after_the_commit(
    gateway: Gateway, inspector: int, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    woken: list[tuple[str, int]] = []
    monkeypatch.setattr(
        "cixi_oversight.desk.services.messages.wake_sender",
        lambda channel, *, after_seconds: woken.append((channel, after_seconds)),
    )
    with django_capture_on_commit_callbacks() as callbacks:
        tell(inspector)
        assert woken == []
    for call in callbacks:
        call()
    assert woken == [("dingtalk", 60), ("sms", 60)], "as long as policy lets what is not urgent wait"


def test_with_redis_down_nothing_is_lost_and_the_sweep_sends_it_later(
    gateway: Gateway,
    inspector: int,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    from cixi_oversight.celery import app

    monkeypatch.setattr(app.conf, "broker_url", "redis://127.0.0.1:9/0")
    monkeypatch.setattr(app.conf, "broker_write_url", "redis://127.0.0.1:9/0")
    with django_capture_on_commit_callbacks(execute=True):
        tell(inspector)
    assert outbox_wake.wake_sender(Channel.SMS) is False
    assert Delivery.objects.filter(dispatch=None).count() == 2, "nobody was woken"
    monkeypatch.undo()
    woken: list[str] = []
    monkeypatch.setattr(tasks, "wake_sender", woken.append)
    tasks.sweep_messages()
    assert woken == ["sms", "dingtalk"], "the sweep of the next minute wakes for every channel"
    monkeypatch.setattr("cixi_oversight.desk.tasks.send_due", lambda channel: send_due(channel, now=at(12)))
    for channel in woken:
        tasks.send_messages(channel)
    assert len(gateway.sent()) == 2


@pytest.mark.django_db(transaction=True)
def test_sixteen_threads_tell_once() -> None:
    user = make_world().user(Role.INSPECTOR)

    def say(_: int) -> None:
        try:
            tell(user.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(say, range(16)))
    assert Message.objects.filter(recipient=user).count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_workers_send_each_message_once(settings: Any) -> None:
    world = make_world()
    one = Gateway()
    try:
        settings.MESSAGE_CHANNELS, settings.MESSAGE_PLAIN_HTTP = one.channels(), True
        first = with_phone(world, Role.INSPECTOR)
        for n in range(3):
            tell(first, template="risk.red", dedupe=f"red:{n}")
        for n, role in enumerate((Role.REGISTRAR, Role.SECTION_CHIEF, Role.FUNDS_OFFICER)):
            tell(with_phone(world, role, f"1390000000{n}"), dedupe=f"a:{n}")

        def work(_: int) -> int:
            try:
                return send_due(Channel.SMS, now=at(12))
            finally:
                connections.close_all()

        with ThreadPoolExecutor(8) as pool:
            taken = sum(pool.map(work, range(8)))
        assert taken == 6
        assert sorted(row["times"] for row in one.sent()) == [1] * 6
        assert set(Dispatch.objects.values_list("state", flat=True)) == {DispatchState.SENT}
    finally:
        one.stop()


@pytest.mark.django_db(transaction=True)
def test_one_worker_at_a_time_is_enough_for_a_channel() -> None:
    def other() -> bool:
        try:
            with alone("desk.send/sms") as mine:
                return mine
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with alone("desk.send/sms") as mine:
            assert mine
            assert pool.submit(other).result() is False
        assert pool.submit(other).result() is True


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("place", "handed_over"), [("desk.after_claim", 1), ("desk.after_send", 2)])
def test_a_worker_killed_at_work_leaves_it_to_the_next_one_with_the_same_id(
    settings: Any, place: str, handed_over: int
) -> None:
    """At least once towards the gateway, which knows the id: once towards the person."""
    world = make_world()
    one = Gateway()
    try:
        settings.MESSAGE_CHANNELS, settings.MESSAGE_PLAIN_HTTP = one.channels(), True
        tell(with_phone(world, Role.INSPECTOR), template="risk.red", dedupe="red:1")
        assert _work_elsewhere(one, place) == -signal.SIGKILL
        row = Dispatch.objects.get(channel=Channel.SMS)
        assert row.state == DispatchState.SENDING
        assert send_due(Channel.SMS, now=at(12)) == 0, "the dead worker's lease still runs"
        Dispatch.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
        assert send_due(Channel.SMS, now=at(12)) == 1
        (sent,) = one.sent()
        assert (sent["clientId"], sent["times"]) == (row.client_id, handed_over)
    finally:
        one.stop()


def _work_elsewhere(one: Gateway, place: str) -> int:
    """Another process sends, as the application's role, and dies at the place named."""
    config = connection.settings_dict
    script = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "from cixi_oversight.desk.services.sending import send_due\n"
        "from cixi_oversight.desk.enums import Channel\n"
        "send_due(Channel.SMS)\n"
    )
    channels = {f"MESSAGE_SMS_{name}": value for name, value in (("URL", one.url), ("SENDER", "x"))}
    host = config["HOST"] or config["OPTIONS"].get("host", "")
    variables = {
        **os.environ,
        **SECRETS,
        **channels,
        "CIXI_CRASH": place,
        "DJANGO_SETTINGS_MODULE": "cixi_oversight.settings.demo",
        "DATABASE_URL": f"postgresql://app@/{config['NAME']}?host={host}",
        "PERSONAL_KEYS": ",".join(_settings("PERSONAL_KEYS")),
        "PERSONAL_INDEX_KEYS": ",".join(_settings("PERSONAL_INDEX_KEYS")),
    }
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=variables, timeout=60, check=False).returncode


def _settings(name: str) -> list[str]:
    from django.conf import settings

    found: list[str] = getattr(settings, name)
    return found


# --- whom ---


def test_roles_are_told_only_of_what_they_see(world: World) -> None:
    """A town officer of another town, an officer of another county: not theirs."""
    own, foreign = ("institution", world.institution.pk), ("institution", world.foreign.pk)
    to = recipients.roles(world.county.pk, Role.INSPECTOR, Role.TOWN_OFFICER)
    people = {world.user(Role.INSPECTOR).pk, world.user(Role.TOWN_OFFICER).pk}
    assert recipients.resolve(to, subject=own, on=AT.date()) == people
    assert recipients.resolve(to, subject=foreign, on=AT.date()) == set()


def test_towns_departments_and_members_are_told_by_name(world: World) -> None:
    subject = ("institution", world.institution.pk)
    town, owner = world.user(Role.TOWN_OFFICER), world.user(Role.INSTITUTION_OWNER)
    world.user(Role.TEACHER)
    market = world.user(Role.DEPARTMENT_OFFICER)
    department = market.memberships.get().department_id
    to = recipients.towns(world.town.pk) | recipients.departments(department) | recipients.members(world.institution.pk)
    assert recipients.resolve(to, subject=subject, on=AT.date()) == {town.pk, owner.pk, market.pk}
    User.objects.filter(pk=town.pk).update(is_active=False)
    assert town.pk not in recipients.resolve(to, subject=subject, on=AT.date())


def test_nobody_to_tell_writes_nothing(world: World) -> None:
    notify(
        template="risk.red",
        to=recipients.users(),
        data={"institution": "x", "adopted_on": AT.date()},
        subject=("institution", 1),
        dedupe="r:1",
        at=AT,
    )
    assert not Message.objects.exists()
