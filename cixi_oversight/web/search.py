"""Search from any page: apps bring providers, the page asks all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString

from cixi_oversight.extensions import Many
from cixi_oversight.permissions import Viewer

LETTERS_MIN: Final = 2  # two Chinese characters are enough; the box itself asks after three typed letters
HITS_MAX: Final = 12


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    subtitle: str
    url: str
    badge: SafeString | str = ""


SEARCH: Final[Many[Callable[[Viewer, str], list[Hit]]]] = Many("web.search")


def hits(viewer: Viewer, text: str) -> list[Hit]:
    """Best first, each provider in its own order; nothing for fewer than `LETTERS_MIN` letters."""
    wanted = text.strip()
    if len(wanted) < LETTERS_MIN:
        return []
    return [hit for provider in SEARCH.all() for hit in provider(viewer, wanted)][:HITS_MAX]
