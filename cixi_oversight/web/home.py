"""The desk (工作台): what needs me today, and at most four figures. Apps answer, the page only lays out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cixi_oversight.errors import Message
from cixi_oversight.extensions import Many
from cixi_oversight.permissions import Viewer

FIGURES_MAX: Final = 4


@dataclass(frozen=True, slots=True)
class Todo:
    """Work that waits for the viewer: what, how many, where to do it, and the earliest day it is due."""

    label: Message
    count: int
    url: str
    due_on: dt.date | None = None
    urgent: bool = False  # past its date or a proposed red: shown first


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it means. `change` against `since`; `url` opens the list behind it."""

    label: Message
    value: int
    url: str = ""
    change: int | None = None
    since: Message | None = None
    tone: str = ""  # green, yellow, red or none: the risk colours; empty for a plain figure


TODO: Final[Many[Callable[[Viewer, dt.date], list[Todo]]]] = Many("web.home.TODO")
FIGURES: Final[Many[Callable[[Viewer, dt.date], list[Figure]]]] = Many("web.home.FIGURES")


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """Urgent first, then by due date, oldest first; what has none comes last."""
    found = [item for provider in TODO.all() for item in provider(viewer, on) if item.count]
    return sorted(found, key=lambda item: (not item.urgent, item.due_on or dt.date.max))


def figures(viewer: Viewer, on: dt.date) -> list[Figure]:
    return [figure for provider in FIGURES.all() for figure in provider(viewer, on)][:FIGURES_MAX]
