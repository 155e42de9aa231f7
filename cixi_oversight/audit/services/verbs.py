"""What the verbs of the audit are called. Each app names its own in `ready()`; the stored code never changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cixi_oversight.errors import Message

_VERBS: Final[dict[str, Message]] = {}


def name_verbs(verbs: Mapping[str, Message]) -> None:
    for verb, label in verbs.items():
        if _VERBS.setdefault(verb, label) != label:
            raise RuntimeError(f"the verb {verb} is named twice")


def label_of(verb: str) -> Message:
    """The code itself where no installed app names it any more."""
    return _VERBS.get(verb) or Message(verb)


def known_verbs() -> dict[str, Message]:
    return dict(_VERBS)
