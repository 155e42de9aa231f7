"""The sidebar: entries by task, brought by the apps, shown to whom they are open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from cixi_oversight.errors import Message, msg
from cixi_oversight.extensions import Many, Single
from cixi_oversight.permissions import Permission, Viewer
from cixi_oversight.web.counts import Count
from cixi_oversight.web.words import worded

# An entry whose key is "system.audit" stands under the caption of "system".
CAPTIONS: Final[Mapping[str, Message]] = {"notices": msg("Public notices"), "system": msg("System")}


@dataclass(frozen=True, slots=True)
class NavEntry:
    """`count` answers the rows that wait for this viewer on a business day. It follows from these two alone and asks
    neither database nor clock, for the frame keeps the statement that counts for all entries at once. `face` is the
    part of the portal (bureau or my)."""

    key: str
    label: Message
    url_name: str
    permission: Permission
    count: Callable[[Viewer, dt.date], Count] | None = None
    icon: str = "point"
    face: str = "bureau"
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry as one viewer sees it."""

    key: str
    label: str
    url: str
    icon: str
    count: int
    current: bool
    caption: str  # of the group that starts with this item, else empty


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that stand together in the sidebar, in this order; the first group of a face has no caption."""

    caption: Message | None
    keys: tuple[str, ...]


NAV: Final[Many[NavEntry]] = Many("web.nav")
# How the whole sidebar is arranged; whoever knows all apps answers. Entries that it does not name come last, by rank.
ARRANGEMENT: Final[Single[Sequence[Group]]] = Single("web.nav.ARRANGEMENT")


def entries(viewer: Viewer, *, face: str) -> list[NavEntry]:
    """Those open to the viewer, in order, groups kept together."""
    return [entry for entry in _ordered() if entry.face == face and entry.permission.allows(viewer)]


def items(shown: Sequence[NavEntry], counts: Sequence[int], *, section: str) -> list[NavItem]:
    """Entries as the viewer sees them, each with its count. `section` is the present page's key."""
    found: list[NavItem] = []
    before: Message | None = None
    captions = _captions()
    for entry, count in zip(shown, counts, strict=True):
        own = captions.get(entry.key, CAPTIONS.get(entry.key.partition(".")[0]) if "." in entry.key else None)
        caption = worded(own) if own is not None and own != before else ""
        before = own
        found.append(
            NavItem(
                key=entry.key,
                label=worded(entry.label),
                url=reverse(entry.url_name),
                icon=entry.icon,
                count=count,
                current=entry.key == section,
                caption=caption,
            )
        )
    return found


def label_of(section: str) -> str:
    """The name of a section for title and breadcrumb; empty for a page outside the sidebar."""
    return next((worded(entry.label) for entry in NAV.all() if entry.key == section), "")


def url_of(section: str) -> str:
    """Where the section begins; empty for a page outside the sidebar."""
    return next((reverse(entry.url_name) for entry in NAV.all() if entry.key == section), "")


def _captions() -> dict[str, Message | None]:
    """The caption of every entry that the arrangement names."""
    return {key: group.caption for group in ARRANGEMENT.ask() or () for key in group.keys}


def _ordered() -> list[NavEntry]:
    ranked = [(entry.rank if entry.rank is not None else rank, entry) for rank, entry in NAV.providers]
    place = {key: number for number, key in enumerate(_captions())}
    return [
        entry
        for _, entry in sorted(
            ranked, key=lambda pair: (place.get(pair[1].key, len(place)), "." in pair[1].key, pair[0])
        )
    ]
