"""Whether a paper holds: withdrawn by a person, lapsed because what it says is no longer so, or in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from cixi_oversight.documents.enums import PaperKind, PaperState
from cixi_oversight.documents.models import Paper, PaperVoid
from cixi_oversight.documents.rules.papers import read_code, read_number
from cixi_oversight.documents.services.extensions import STANDING, Standing
from cixi_oversight.errors import Message

_CHUNK: Final = 1_000


@dataclass(frozen=True, slots=True)
class Held:
    """`since` and `why` of one that is withdrawn or lapsed; `why` of a person is a text, of a rule a message."""

    state: PaperState
    since: dt.date | None = None
    why: Message | str = ""
    by: str = ""


def states(papers: Sequence[Paper], on: dt.date) -> dict[int, Held]:
    """By the paper's id; a fixed number of queries for any number of papers."""
    found = {paper.pk: Held(PaperState.IN_FORCE) for paper in papers}
    for row in PaperVoid.objects.filter(paper__in=found).select_related("recorded_by"):
        found[row.paper_id] = Held(PaperState.VOID, row.voided_on, row.why, row.recorded_by.label)
    for ask in STANDING.all():
        open_ones = [p for p in papers if p.kind == ask.kind and found[p.pk].state is PaperState.IN_FORCE]
        for pk, lapse in ask.lapsed(open_ones, on).items() if open_ones else ():
            found[pk] = Held(PaperState.LAPSED, lapse.since, lapse.why)
    return found


def in_state(papers: Any, state: PaperState, on: dt.date) -> Any:
    """Those of a queryset that are so on a day. What has lapsed is asked in chunks, only of kinds that can lapse."""
    if state is PaperState.VOID:
        return papers.withdrawn()
    standing = papers.not_void()
    lapsed = [pk for ask in STANDING.all() for pk in _lapsed(standing.filter(kind=ask.kind), ask, on)]
    return standing.filter(pk__in=lapsed) if state is PaperState.LAPSED else standing.exclude(pk__in=lapsed)


def _lapsed(papers: Any, ask: Standing, on: dt.date) -> Iterator[int]:
    rows = papers.order_by("pk").defer("facts").iterator(chunk_size=_CHUNK)
    while chunk := list(islice(rows, _CHUNK)):
        yield from ask.lapsed(chunk, on)


def state(paper: Paper, on: dt.date) -> Held:
    return states([paper], on)[paper.pk]


def by_token(token: str) -> Paper | None:
    return Paper.objects.filter(token=token).first() if token.isascii() and len(token) <= 32 else None


def by_number(number: str, code: str) -> Paper | None:
    """The paper of that number whose check code was typed; None for a wrong one as for a missing one."""
    wanted, typed = read_number(number), read_code(code)
    if wanted is None or not typed:
        return None
    return Paper.objects.filter(number=wanted, check_code=typed[:12]).first()


def current(kind: PaperKind, subject: tuple[str, int]) -> Paper | None:
    """The newest paper of that kind about a thing that nobody has withdrawn."""
    return Paper.objects.of(kind, subject).not_void().order_by("-pk").first()
