"""The desk (工作台): what needs me today, and at most four figures. Apps answer, the page only lays out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from cixi_oversight.extensions import Many
from cixi_oversight.permissions import Viewer
from cixi_oversight.web.counts import Count, count_since

FIGURES_MAX: Final = 4
SHOWN_AT_ONCE: Final = 5  # of a group of the desk; the rest opens on demand


@dataclass(frozen=True, slots=True)
class Todo:
    """Work that waits for the viewer: what, how many, where to do it, and the (earliest) day it is due.

    A line about one thing names it in `title`, and in `whose` whom it concerns; a line without a title counts several.
    An app may give the rows themselves as `count`: the desk counts those of all apps at once (`counted`), and where
    `since` names a column or annotation of theirs, finds the earliest day too. `waits`: that day is no date that was
    set, but the day since when the oldest of them has waited; such work is for today.
    """

    label: Message
    count: Count
    url: str
    due_on: dt.date | None = None
    urgent: bool = False  # past its date or a proposed red: shown first
    title: str = ""
    whose: str = ""
    since: str = ""
    waits: bool = False


class When(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    UNDATED = "undated"


WHEN: Final[dict[When, Message]] = {
    When.OVERDUE: msg("Overdue"),
    When.TODAY: msg("Today"),
    When.WEEK: msg("This week"),
    When.LATER: msg("Later"),
    When.UNDATED: msg("Without a day"),
}


@dataclass(frozen=True, slots=True)
class TodoGroup:
    when: When
    label: Message
    items: Sequence[Todo]

    @property
    def first(self) -> Sequence[Todo]:
        """What is shown at once: the most pressing ones, all of them where only one would be hidden."""
        return self.items if len(self.items) <= SHOWN_AT_ONCE + 1 else self.items[:SHOWN_AT_ONCE]

    @property
    def rest(self) -> Sequence[Todo]:
        return self.items[len(self.first) :]


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


def counted(items: Iterable[Todo]) -> list[Todo]:
    """The lines with their numbers, counted by one query; those of which there is nothing are left out."""
    lines = list(items)
    numbers = count_since([(line.count, line.since) for line in lines])
    return [
        replace(line, count=number, due_on=line.due_on or first)
        for line, (number, first) in zip(lines, numbers, strict=True)
        if number
    ]


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """By due date, oldest first; of one day the urgent first. What has none comes first where urgent, else last."""
    found = counted(item for provider in TODO.all() for item in provider(viewer, on))
    return sorted(found, key=_when_and_how_urgent)


def _when_and_how_urgent(item: Todo) -> tuple[dt.date, bool]:
    return item.due_on or (dt.date.min if item.urgent else dt.date.max), not item.urgent


def when(item: Todo, on: dt.date) -> When:
    """A week ends on its Sunday. Urgent without a day, and what waits without a date: today."""
    if item.waits:
        return When.TODAY
    if item.due_on is None:
        return When.TODAY if item.urgent else When.UNDATED
    if item.due_on <= on:
        return When.OVERDUE if item.due_on < on else When.TODAY
    sunday = on + dt.timedelta(days=6 - on.weekday())
    return When.WEEK if item.due_on <= sunday else When.LATER


def grouped(viewer: Viewer, on: dt.date) -> list[TodoGroup]:
    """The same by when it is due; empty groups are left out."""
    items = todo(viewer, on)
    groups = [TodoGroup(key, label, [item for item in items if when(item, on) is key]) for key, label in WHEN.items()]
    return [group for group in groups if group.items]


def figures(viewer: Viewer, on: dt.date) -> list[Figure]:
    return [figure for provider in FIGURES.all() for figure in provider(viewer, on)][:FIGURES_MAX]
