"""The outer channels as they are configured: where, with which keys. Addresses come from the settings alone.

A channel without an address is not connected. In production an address is https, without user or fragment; nothing a
person can type decides where a request goes, redirects are never followed, and no proxy of the environment is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cixi_oversight.desk.enums import Channel

CONNECT_SECONDS: Final = 3.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One gateway. `base` is scheme and host; paths are the adapter's own."""

    channel: Channel
    base: str
    key: str
    secret: str
    callback_secret: str
    timeout_seconds: float
    sender: str = ""  # SMS: the registered signature; 浙政钉: the tenant


def endpoint_of(channel: Channel) -> Endpoint | None:
    """None: the channel is not connected. Raises ImproperlyConfigured for an address that may not be used."""
    given = settings.MESSAGE_CHANNELS.get(channel.value) or {}
    if not given.get("url"):
        return None
    return Endpoint(
        channel=channel,
        base=checked(given["url"], plain_http=settings.MESSAGE_PLAIN_HTTP),
        key=given["key"],
        secret=given["secret"],
        callback_secret=given["callback_secret"],
        timeout_seconds=float(given.get("timeout_seconds") or 8),
        sender=given.get("sender", ""),
    )


def checked(url: str, *, plain_http: bool) -> str:
    """The address without a trailing slash. Raises ImproperlyConfigured."""
    parts = urlsplit(url)
    schemes = {"https", "http"} if plain_http else {"https"}
    extra = parts.username or parts.password or parts.query or parts.fragment
    if parts.scheme not in schemes or not parts.hostname or extra or parts.path not in ("", "/"):
        raise ImproperlyConfigured("a message gateway needs an https address with a host and nothing else")
    return f"{parts.scheme}://{parts.netloc}"
