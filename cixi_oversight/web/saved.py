"""Saved views of a list: a name for a set of filters, columns and order. The rows live in users, pages answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from cixi_oversight.extensions import Single
from cixi_oversight.permissions import Viewer

NAME_MAX: Final = 40


@dataclass(frozen=True, slots=True)
class View:
    id: int
    name: str
    query: str


class SavedViews(Protocol):
    def of(self, viewer: Viewer, page: str) -> list[View]: ...
    def save(self, viewer: Viewer, page: str, *, name: str, query: str) -> None: ...
    def remove(self, viewer: Viewer, page: str, view_id: int) -> None: ...


SAVED_VIEWS: Final[Single[SavedViews]] = Single("web.saved_views")
