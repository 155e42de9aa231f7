"""The demo's own gateway, asked what it received. Where the settings name none there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import requests
from django.conf import settings

from cixi_oversight.personal.rules.masks import mask_phone

_SECONDS: Final = 3
_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Sent:
    channel: str
    to: str  # masked
    text: str
    at: str
    times: int  # how often it was handed over; the person got it once


@dataclass(frozen=True, slots=True)
class Report:
    mood: str
    sent: list[Sent]
    requests: int
    refused: int


def is_there() -> bool:
    return bool(settings.IS_DEMO and settings.MESSAGE_SANDBOX_URL)


def report() -> Report | None:
    """Newest first; None where it does not answer."""
    answer = _ask("GET", "/sent")
    if answer is None:
        return None
    rows = [
        Sent(row["channel"], _masked(row), row["text"], str(row["at"])[:19].replace("T", " "), row["times"])
        for row in answer["sent"][-_SHOWN:]
    ]
    return Report(answer["mood"], rows[::-1], answer["requests"], answer["refused"])


def behave(mood: str) -> bool:
    """False where it does not answer. A slow one waits longer than the portal's time-out."""
    return _ask("POST", "/control", {"mood": mood, "seconds": 30}) is not None


def _masked(row: dict[str, Any]) -> str:
    return mask_phone(str(row["to"])) if row["channel"] == "sms" else f"{str(row['to'])[:3]}***"


def _ask(method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any] | None:
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.request(
                method,
                settings.MESSAGE_SANDBOX_URL + path,
                json=body,
                headers={"X-Control": settings.MESSAGE_SANDBOX_CONTROL},
                timeout=_SECONDS,
                allow_redirects=False,
            )
            found: dict[str, Any] = answer.json()
            return found if answer.ok else None
    except (requests.RequestException, ValueError):
        return None
