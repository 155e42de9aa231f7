"""What the register's pages ask of higher apps: tabs, filters, columns, badges and what happened when.

Every answer is set-based: ids in, one answer an id out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import SafeString

from cixi_oversight.errors import Message
from cixi_oversight.extensions import Many
from cixi_oversight.permissions import Permission, Viewer
from cixi_oversight.web.files import TimelineEntry
from institutions.models import Institution


@dataclass(frozen=True, slots=True)
class FileTab:
    """A tab of an institution's file; absent for a viewer without the right."""

    key: str
    label: Message
    permission: Permission
    render: Callable[[HttpRequest, Institution], SafeString]
    count: Callable[[Institution, Viewer], int] | None = None


@dataclass(frozen=True, slots=True)
class ListFilter:
    """A filter of the register's list."""

    key: str
    label: Message
    choices: Callable[[], list[tuple[str, Message]]]
    q: Callable[[str, Viewer], Q]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of the register's list; `export` answers in plain text."""

    key: str
    label: Message
    values: Callable[[list[int], Viewer], dict[int, SafeString | str]]
    export: Callable[[list[int], Viewer], dict[int, str]]


@dataclass(frozen=True, slots=True)
class ApiPart:
    """An object that a higher app adds to every institution of the REST API, under `key`.

    `shape` makes the serializer field that describes it in the schema; `values` may leave institutions out (null).
    """

    key: str
    shape: Callable[[], Any]
    values: Callable[[list[int], Viewer], dict[int, Any]]


TABS: Final[Many[FileTab]] = Many("institutions.tabs")
LIST_FILTERS: Final[Many[ListFilter]] = Many("institutions.list_filters")
LIST_COLUMNS: Final[Many[ListColumn]] = Many("institutions.list_columns")
HEAD_BADGES: Final[Many[Callable[[list[int], Viewer], dict[int, SafeString]]]] = Many("institutions.head_badges")
TIMELINE: Final[Many[Callable[[int, Viewer], list[TimelineEntry]]]] = Many("institutions.timeline")
API_PARTS: Final[Many[ApiPart]] = Many("institutions.api_parts")
