"""The question that audit, below the register, asks about the institutions its rows are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from django.db.models import QuerySet

from cixi_oversight.extensions import Single
from cixi_oversight.permissions import Viewer


class Institutions(Protocol):
    def visible(self, viewer: Viewer) -> QuerySet[Any]:
        """Ids of institutions within the viewer's scope, for a sub-query."""

    def found(self, viewer: Viewer, typed: str) -> QuerySet[Any]:
        """Ids of those that answer to a name or number."""

    def named(self, ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
        """Name and address of the file, by id."""


INSTITUTIONS: Final[Single[Institutions]] = Single("audit.institutions")
