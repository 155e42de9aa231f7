"""One table of state badges for the whole portal. Apps register their kinds; pages ask by kind and value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from cixi_oversight.errors import Message, msg
from cixi_oversight.web.words import worded


class Tone(StrEnum):
    """neutral draft, blue in progress, amber waits for you, green done, red refused or overdue."""

    NEUTRAL = "neutral"
    PROGRESS = "progress"
    WAITS = "waits"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Badge:
    tone: Tone
    label: Message


_KINDS: Final[dict[str, Mapping[str, Badge]]] = {}

# Risk colours: shape + word + colour, never colour alone. What has no code is not a fourth colour.
_RISK: Final = {
    "green": ("●", msg("Green code")),
    "yellow": ("▲", msg("Yellow code")),
    "red": ("■", msg("Red code")),
    "none": ("○", msg("No code")),
}


def register(kind: str, table: Mapping[str, Badge]) -> None:
    """Once per kind, in `ready()`."""
    if _KINDS.setdefault(kind, table) is not table:
        raise RuntimeError(f"badges of {kind} are registered twice")


def badge(kind: str, value: str | None) -> SafeString:
    """The badge of a state. Empty for no value; a value without an entry is a mistake (KeyError)."""
    if not value:
        return SafeString("")
    found = _KINDS[kind][value]
    return pill(found.tone, worded(found.label))


def pill(tone: Tone | str, text: str) -> SafeString:
    return format_html('<span class="state state-{}">{}</span>', tone, text)


def risk_badge(colour: str | None) -> SafeString:
    """`colour` is green, yellow, red or none; unknown to nobody: an empty value is shown as no code."""
    key = str(colour or "none")
    shape, label = _RISK[key]
    return format_html(
        '<span class="risk risk-{}"><span class="risk-shape" aria-hidden="true">{}</span>{}</span>',
        key,
        shape,
        worded(label),
    )


def risk_word(colour: str | None) -> str:
    return worded(_RISK[str(colour or "none")][1])


def risk_shape(colour: str | None) -> str:
    return _RISK[str(colour or "none")][0]
