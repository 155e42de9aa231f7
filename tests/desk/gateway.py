"""The gateway process that the demo uses, started for a test, and people to send to."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from cixi_oversight.desk.enums import Channel
from cixi_oversight.desk.models import Delivery, Dispatch, Message
from cixi_oversight.desk.services import recipients
from cixi_oversight.desk.services.messages import notify
from cixi_oversight.permissions import Role
from cixi_oversight.personal.services.accounts import set_phone
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.models import Parameter
from cixi_oversight.users.services.viewer import viewer_of
from tests.people import AT, ON, World, make_world

SECRETS = {
    f"MESSAGE_{channel}_{name}": f"{channel}-{name}-for-tests".lower()
    for channel in ("SMS", "DINGTALK")
    for name in ("KEY", "SECRET", "CALLBACK_SECRET")
}
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=AT.tzinfo)
PATIENCE = 20.0


class Gateway:
    """The process, and what it says of itself."""

    def __init__(self, callback: str = "") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cixi_oversight.local.gateway", "--port", "0", "--callback", callback],
            env={**os.environ, **SECRETS, "GATEWAY_CONTROL": "open"},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline().split()[-1])
        self.url = f"http://127.0.0.1:{self.port}"

    def channels(self, timeout_seconds: float = 10.0) -> dict[str, dict[str, Any]]:
        return {
            name.lower(): {
                "url": self.url,
                "key": SECRETS[f"MESSAGE_{name}_KEY"],
                "secret": SECRETS[f"MESSAGE_{name}_SECRET"],
                "callback_secret": SECRETS[f"MESSAGE_{name}_CALLBACK_SECRET"],
                "sender": "慈溪市教育局",
                "timeout_seconds": timeout_seconds,
            }
            for name in ("SMS", "DINGTALK")
        }

    def tell(self, **wanted: Any) -> dict[str, Any]:
        return self._ask("/control", wanted)

    def report(self) -> dict[str, Any]:
        return self._ask("/sent", None)

    def sent(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.report()["sent"]
        return found

    def stop(self) -> None:
        """A second time does nothing."""
        if self.process.returncode is None:
            self.process.kill()
            self.process.communicate()

    def _ask(self, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        method, data = ("GET", None) if body is None else ("POST", json.dumps(body))
        connection.request(method, path, data, {"X-Control": "open"})
        found: dict[str, Any] = json.load(connection.getresponse())
        connection.close()
        return found


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    """Both outer channels lead to it; it reports nothing back."""
    one = Gateway()
    settings.MESSAGE_CHANNELS, settings.MESSAGE_PLAIN_HTTP = one.channels(), True
    yield one
    one.stop()


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def inspector(world: World) -> int:
    """An officer with a mobile on record; the id of the account."""
    return with_phone(world, Role.INSPECTOR)


def with_phone(world: World, role: Role, phone: str = "13812345678") -> int:
    user = world.user(role)
    set_phone(phone=phone, by=viewer_of(user, on=ON), at=AT)
    return user.pk


def tell(*user_ids: int, template: str = "assignment.given", dedupe: str = "a:1", **more: Any) -> None:
    figures: dict[str, dict[str, Any]] = {
        "assignment.given": {"title": "核查退费", "by": "张主任", "due_on": ON},
        "risk.red": {"institution": "青禾艺术", "adopted_on": ON},
        "audit.head": {"day": ON, "events": 5, "line": f"{ON}:{'13812345678' * 5}"},
    }
    more = {"subject": ("institution", 1), "at": AT, "data": figures.get(template)} | more
    notify(template=template, to=recipients.users(*user_ids), dedupe=dedupe, **more)


def policy(key: Key, value: int, *, unit: str, since: dt.date | None = None) -> None:
    """Another figure of the portal from a day on, else from long ago on: only insertion is needed, as in life."""
    since = since or dt.date(2022, 1, 1)
    Parameter.objects.create(key=key, value=value, unit=unit, effective_from=since, source="测试", confirmed=True)


def sms_of(message_dedupe: str) -> Delivery:
    return Delivery.objects.get(message__dedupe=message_dedupe, channel=Channel.SMS)


def at(hour: int, minute: int = 0, second: int = 0, *, day: int = 24) -> Callable[[], dt.datetime]:
    """The sender's clock: a day after everything was written, so that only quiet hours decide."""
    return lambda: dt.datetime.combine(
        timezone.localdate() + dt.timedelta(days=day - 23), dt.time(hour, minute, second), tzinfo=AT.tzinfo
    )


def wait_for(check: Callable[[], Any], what: str) -> Any:
    """Until another process has done what it does by itself."""
    end = time.monotonic() + PATIENCE
    while not (found := check()):
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.05)
    return found


__all__ = [
    "Dispatch",
    "Gateway",
    "Message",
    "at",
    "gateway",
    "inspector",
    "policy",
    "sms_of",
    "tell",
    "wait_for",
    "with_phone",
    "world",
]
