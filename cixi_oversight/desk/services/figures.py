"""Figures of a message as they are kept: JSON, sentences with their ids, so that each reader gets their language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from cixi_oversight.clock import SHANGHAI
from cixi_oversight.errors import Message


def packed(value: Any) -> Any:
    """Raises TypeError for what no sentence can carry (a model, a set)."""
    if isinstance(value, Message):
        return {"id": value.id, "figures": {name: packed(one) for name, one in value.figures.items()}}
    if isinstance(value, dt.datetime):
        return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [packed(one) for one in value]
    if isinstance(value, str | int):
        return value
    raise TypeError(f"a message carries no {type(value).__name__}")


def unpacked(value: Any) -> Any:
    if isinstance(value, Mapping):
        return Message(value["id"], {name: unpacked(one) for name, one in value["figures"].items()})
    return [unpacked(one) for one in value] if isinstance(value, list) else value
