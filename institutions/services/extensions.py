"""What the register asks of higher apps: tabs, filters, columns, badges, what happened when, and whether a case is
clear.

Every answer is set-based: ids in, one answer an id out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import SafeString

from cixi_oversight.errors import Message
from cixi_oversight.extensions import Many, Single
from cixi_oversight.permissions import Permission, Viewer
from cixi_oversight.web.files import TimelineEntry
from institutions.enums.settlement import ClearanceTopic
from institutions.enums.whitelist import Answer, Criterion
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


@dataclass(frozen=True, slots=True)
class Clearance:
    """One answer to what must be settled before an institution may be deregistered.

    `answered_by` names who keeps it (empty: nobody does), `is_clear` is None where it is not in the system: then a
    person confirms it by hand with a reason. `sentence` says how it stands with the figures, which `figures` repeats
    for a paper or the API (`_fen` in fen).
    """

    topic: ClearanceTopic
    answered_by: Message | None
    is_clear: bool | None
    sentence: Message
    figures: Mapping[str, int | str] = field(default_factory=dict)
    url: str = ""


TABS: Final[Many[FileTab]] = Many("institutions.tabs")
LIST_FILTERS: Final[Many[ListFilter]] = Many("institutions.list_filters")
LIST_COLUMNS: Final[Many[ListColumn]] = Many("institutions.list_columns")
HEAD_BADGES: Final[Many[Callable[[list[int], Viewer], dict[int, SafeString]]]] = Many("institutions.head_badges")
TIMELINE: Final[Many[Callable[[int, Viewer], list[TimelineEntry]]]] = Many("institutions.timeline")
API_PARTS: Final[Many[ApiPart]] = Many("institutions.api_parts")
# asked before deregistration, set-based: ids and the day -> an answer an id. What nobody answers, or about whom the
# answer leaves an id out, is "not in the system" (`services.clearances.ask` says so for every topic).
CASE_CLEARANCES: Final[Many[Callable[[list[int], dt.date], dict[int, Clearance]]]] = Many(
    "institutions.case_clearances"
)

# the adopted code of institutions, by id; those without one are absent. Answered by whoever grades.
ADOPTED_CODES: Final[Single[Callable[[list[int]], dict[int, str]]]] = Single("institutions.adopted_codes")


@dataclass(frozen=True, slots=True)
class WhitelistSource:
    """One criterion of the white list that an app above answers, set-based. Institutions that it leaves out are not in
    its system: that bars nobody, and is said beside the proposal."""

    criterion: Criterion
    facts: Callable[[Sequence[int], dt.date], dict[int, Answer]]


WHITELIST_FACTS: Final[Many[WhitelistSource]] = Many("institutions.whitelist_facts")
