"""What every page's frame shows: navigation, who is signed in, the demo's date. A lazy context processor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from cixi_oversight import clock
from cixi_oversight.extensions import Single
from cixi_oversight.permissions import PUBLIC_VIEWER, Viewer, ViewerKind
from cixi_oversight.web import nav
from cixi_oversight.web.counts import Count, Counting, prepare
from cixi_oversight.web.nav import NavItem
from cixi_oversight.web.words import ROLES, worded

# answered by pages: the names of the departments or institutions an account works for
WORKPLACE: Final[Single[Callable[[Viewer], str]]] = Single("web.workplace")
# answered by desk: the messages that an account has not read, and where they stand, by face of the portal
INBOX: Final[Single[Callable[[Viewer, str], Messages | None]]] = Single("web.inbox")


@dataclass(frozen=True, slots=True)
class Messages:
    unread: Count
    url: str


@dataclass(frozen=True, slots=True)
class Inbox:
    unread: int
    url: str

    @property
    def shown(self) -> str:
        return "99+" if self.unread > 99 else str(self.unread)


def business_time(request: HttpRequest) -> dt.datetime:
    """The business time of this request, asked once."""
    known: dt.datetime | None = getattr(request, "business_at", None)
    if known is None:
        known = clock.now()
        request.business_at = known  # type: ignore[attr-defined]
    return known


class Shell:
    """The frame as templates read it: `shell.nav`, `shell.viewer`, `shell.roles`, ..."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def viewer(self) -> Viewer:
        found: Viewer = getattr(self.request, "viewer", PUBLIC_VIEWER)
        return found

    @property
    def is_staff(self) -> bool:
        return self.viewer.kind is ViewerKind.STAFF

    @property
    def is_member(self) -> bool:
        return bool(self.viewer.institution_ids)

    @cached_property
    def face(self) -> str:
        path = self.request.path
        return "bureau" if path.startswith("/bureau/") else "my" if path.startswith("/my/") else "public"

    @cached_property
    def base(self) -> str:
        """The frame of pages that belong to no face of their own, such as errors."""
        return f"shell/{self.face if self.viewer.is_signed_in else 'public'}.html"

    @property
    def nav(self) -> list[NavItem]:
        return self._waiting[0]

    @property
    def inbox(self) -> Inbox | None:
        return self._waiting[1]

    @cached_property
    def _waiting(self) -> tuple[list[NavItem], Inbox | None]:
        """The menu and the bell, counted by one query for both; on a refusal (`refusals.page`) neither is counted."""
        entries = nav.entries(self.viewer, face=self.face)
        inbox = _messages(self.viewer, self.face)
        counts = [0] * (len(entries) + 1)
        if not getattr(self.request, "is_refused", False):
            counts = [number for number, _ in counting(self.viewer, self.face, self.business_date).answer()]
        *of_entries, unread = counts
        items = nav.items(entries, of_entries, section=getattr(self.request, "page_section", ""))
        return items, Inbox(unread, inbox.url) if inbox else None

    @cached_property
    def roles(self) -> str:
        return " · ".join(worded(ROLES[role]) for role in sorted(self.viewer.roles))

    @cached_property
    def workplace(self) -> str:
        ask = WORKPLACE.ask()
        return ask(self.viewer) if ask is not None and self.viewer.is_signed_in else ""

    @property
    def is_demo(self) -> bool:
        return bool(getattr(settings, "IS_DEMO", False))

    @cached_property
    def business_date(self) -> dt.date:
        return business_time(self.request).date()

    @property
    def languages(self) -> list[tuple[str, str, bool]]:
        """Code, own name, whether it is the present one."""
        return [(code, name, code == get_language()) for code, name in settings.LANGUAGES]


def _messages(viewer: Viewer, face: str) -> Messages | None:
    ask = INBOX.ask()
    return ask(viewer, face) if ask is not None and viewer.is_signed_in else None


@lru_cache(maxsize=256)  # of some 30 KB each
def counting(viewer: Viewer, face: str, on: dt.date) -> Counting:
    """What is counted for the menu's entries and the bell, in this order. It follows from these three alone, and
    writing it anew for every page took half of a page's time."""
    counts: list[Count] = [entry.count(viewer, on) if entry.count else 0 for entry in nav.entries(viewer, face=face)]
    inbox = _messages(viewer, face)
    return prepare([(count, "") for count in (*counts, inbox.unread if inbox else 0)])


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": Shell(request)}
