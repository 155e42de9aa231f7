"""What policy asks of the apps whose things have deadlines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from cixi_oversight.errors import Message
from cixi_oversight.extensions import Many, Single
from cixi_oversight.permissions import Permission, Viewer
from cixi_oversight.policy.enums import AlarmStage, DeadlineCode, Span
from cixi_oversight.users.models import Town


@dataclass(frozen=True, slots=True)
class Duty:
    """Who sees deadlines of a kind, and who does what ends them.

    Where the right alone does not say whose turn it is (an assignment has an owner), `mine` and `team` narrow the rows
    of the kind to the viewer's own next steps and to those of the viewer's departments.
    """

    kind: DeadlineCode
    view: Permission
    act: Permission
    mine: Callable[[Viewer], Q] | None = None
    team: Callable[[Viewer], Q] | None = None


DUTIES: Final[Many[Duty]] = Many("policy.duties")
# the register's categories of institutions with their names, for the scope of a parameter
CATEGORIES: Final[Single[Callable[[], Mapping[str, Message]]]] = Single("policy.categories")
# deadlines (by their institution_id) of the institutions of a town
OF_TOWN: Final[Single[Callable[[Town], Q]]] = Single("policy.of_town")


@dataclass(frozen=True, slots=True)
class Alarm:
    """A deadline that has reached a stage, told once per deadline, due day and stage.

    `days_left` are calendar days from the night's day to `due_on`; negative when overdue. `safe_on` is the workday on
    which the office should be done at the latest.
    """

    deadline_id: int
    kind: DeadlineCode
    subject_kind: str
    subject_id: int
    institution_id: int | None
    due_on: dt.date
    safe_on: dt.date
    days_left: int
    stage: AlarmStage


# Whoever tells people: called inside the night's transaction with new alarms and the business time of the night. What
# it raises leaves the alarms unsaid; they come again with the next try.
ALARMS: Final[Single[Callable[[Sequence[Alarm], dt.datetime], None]]] = Single("policy.alarms")


@dataclass(frozen=True, slots=True)
class Missing:
    """What should have a deadline and has none. `due_on`: the day as entered; `stopped_on`: it was met already."""

    subject_id: int
    institution_id: int | None
    kind: DeadlineCode
    started_on: dt.date
    amount: int
    span: Span
    due_on: dt.date | None = None
    stopped_on: dt.date | None = None
    stopped_why: str = ""


@dataclass(frozen=True, slots=True)
class Backfill:
    """An app's things that entered before there were deadlines, or by a way that began none.

    `bounds` answers the lowest and the highest id of those without one (None where there are none), `missing` those
    within two ids, both included.
    """

    subject_kind: str
    bounds: Callable[[], tuple[int, int] | None]
    missing: Callable[[int, int], Sequence[Missing]]


BACKFILLS: Final[Many[Backfill]] = Many("policy.backfills")
