"""The signature of the gateways (the one of 浙政钉): HMAC-SHA256 over method, time, nonce, path and parameters.

    METHOD \\n timestamp \\n nonce \\n path \\n name=value&name=value

Parameters are sorted by name and stand in it as they are, before any URL encoding; without parameters the last line and
its line feed are left out. The timestamp is ISO 8601 of China's time with milliseconds, the signature base64.
Call-backs of receipts are signed the same way; their one parameter is `body`, the bytes as sent.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Final

VERSION: Final = "1.0"
TIMESTAMP: Final = "X-Hmac-Auth-Timestamp"
NONCE: Final = "X-Hmac-Auth-Nonce"
SIGNATURE: Final = "X-Hmac-Auth-Signature"
VERSION_HEADER: Final = "X-Hmac-Auth-Version"
KEY: Final = "apiKey"
TOLERANCE: Final = dt.timedelta(minutes=5)
_CHINA: Final = dt.timezone(dt.timedelta(hours=8))
_NONCE: Final = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)


def signature(secret: str, *, method: str, timestamp: str, nonce: str, path: str, parameters: Mapping[str, str]) -> str:
    lines = [method.upper(), timestamp, nonce, path]
    if parameters:
        lines.append("&".join(f"{name}={parameters[name]}" for name in sorted(parameters)))
    digest = hmac.new(secret.encode(), "\n".join(lines).encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def timestamp_of(at: dt.datetime) -> str:
    local = at.astimezone(_CHINA)
    return f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond // 1000:03d}+08:00"


def is_genuine(
    secret: str,
    headers: Mapping[str, str],
    *,
    method: str,
    path: str,
    parameters: Mapping[str, str],
    now: dt.datetime,
) -> bool:
    """Signed with the secret, and not long ago. Whether the nonce is new is the caller's to ask."""
    timestamp, nonce = headers.get(TIMESTAMP, ""), headers.get(NONCE, "")
    sent_at = _read(timestamp)
    if sent_at is None or abs(now - sent_at) > TOLERANCE or _NONCE.fullmatch(nonce) is None:
        return False
    expected = signature(secret, method=method, timestamp=timestamp, nonce=nonce, path=path, parameters=parameters)
    return hmac.compare_digest(expected.encode(), headers.get(SIGNATURE, "").encode())


def _read(timestamp: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(timestamp)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
