"""Which kinds of background work exist. An app registers its kinds in `ready()`; the engine knows none by import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cixi_oversight.errors import Message
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.permissions import Viewer


@dataclass(frozen=True, slots=True)
class SliceResult:
    """What a slice did: rows written or looked at, and rows that failed by themselves and are listed elsewhere."""

    rows: int
    rows_failed: int = 0
    data: dict[str, Any] = field(default_factory=dict)  # what `finish` needs of it


@dataclass(frozen=True, slots=True)
class JobKind:
    """`plan` cuts the work once, `work` does one slice, `finish` closes (publishes). Each runs in one transaction of
    the engine together with its fenced UPDATE, so each happens with effect once.

    `prepare` comes before planning, outside of any transaction: the place to wait. It and `plan` may raise `NotYet`.
    `start_night(day, by)` starts the work of one night, for every county, and returns its jobs; a second call for the
    same day returns the same jobs. Without it a night is one job whose slot is the day.
    """

    name: str
    label: Message
    plan: Callable[[Job], Sequence[tuple[int, int]]]
    work: Callable[[JobSlice], SliceResult]
    finish: Callable[[Job], None]
    lease: dt.timedelta = dt.timedelta(minutes=5)
    attempts_max: int = 5
    prepare: Callable[[Job], None] | None = None
    start_night: Callable[[dt.date, Viewer], Sequence[Job]] | None = None


_KINDS: Final[dict[str, JobKind]] = {}


def register(kind: JobKind) -> None:
    if _KINDS.setdefault(kind.name, kind) is not kind:
        raise RuntimeError(f"job kind {kind.name} is registered twice")


def kind_of(name: str) -> JobKind:
    """Raises KeyError for a kind that no installed app registers."""
    return _KINDS[name]


def label_of(name: str) -> Message:
    """The name of a kind; its bare name where no installed app knows it any more."""
    return _KINDS[name].label if name in _KINDS else Message(name)


def kinds() -> list[JobKind]:
    return list(_KINDS.values())
