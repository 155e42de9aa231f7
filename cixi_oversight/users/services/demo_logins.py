"""The logins that the demo offers on its sign-in page. `demo` answers; production has neither the app's data nor the
setting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from cixi_oversight.errors import Message
from cixi_oversight.extensions import Single


@dataclass(frozen=True, slots=True)
class DemoLogin:
    username: str
    password: str
    label: Message


DEMO_LOGINS: Final[Single[Callable[[], Sequence[DemoLogin]]]] = Single("users.demo_logins")

DEMO_KEY: Final[Single[Callable[[], str]]] = Single("users.demo_key")


def demo_logins() -> Sequence[DemoLogin]:
    """Nothing outside the demo."""
    ask = DEMO_LOGINS.ask()
    return ask() if settings.IS_DEMO and ask is not None else ()


def demo_key() -> str:
    """The sandbox key of the API; empty outside the demo."""
    ask = DEMO_KEY.ask()
    return ask() if settings.IS_DEMO and ask is not None else ""
