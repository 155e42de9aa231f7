"""What documents ask of the apps whose things papers are about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.models import Paper
from cixi_oversight.errors import Message
from cixi_oversight.extensions import Many


@dataclass(frozen=True, slots=True)
class Lapse:
    """What a paper says is no longer so: since when, and why."""

    since: dt.date
    why: Message


@dataclass(frozen=True, slots=True)
class Standing:
    """Answers for one kind of paper which of them no longer hold on a day, by the paper's id.

    Asked whenever a paper is shown or checked, so that no writer of the facts can forget to withdraw it.
    """

    kind: PaperKind
    lapsed: Callable[[Sequence[Paper], dt.date], dict[int, Lapse]]


@dataclass(frozen=True, slots=True)
class LivePage:
    """Where everybody reads today what a paper of this kind once said; empty where that is shown to nobody any more."""

    kind: PaperKind
    url: Callable[[Paper], str]


LIVE_PAGES: Final[Many[LivePage]] = Many("documents.live_pages")
STANDING: Final[Many[Standing]] = Many("documents.standing")
