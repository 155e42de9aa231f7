"""Pinyin and initials of names, so that three typed letters find an institution. Filled by a follow-up job: an
import of 50,000 rows does not wait for it, and a name whose letters are missing is found by its characters meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from django.db import connection
from django.db.models import Max, Min

from cixi_oversight.errors import msg
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services import registry, wake
from cixi_oversight.permissions import Viewer
from institutions.models import Institution

JOB: Final = "institutions.pinyin"
SLICE: Final = 5_000
_PINYIN_MAX: Final = 600
_INITIALS_MAX: Final = 160
_RUN: Final = re.compile(r"[A-Za-z0-9]+|[^\x00-\x7f]+")
_NONE: Final = "-"  # a name without a letter: filled, and nothing to find


def letters_of(texts: Iterable[str]) -> tuple[str, str]:
    """(pinyin, initials) of the texts, a line each: 青禾艺术 -> "qingheyishu", "qhys". Latin letters and digits stay;
    everything else, brackets and blanks, goes."""
    lines: list[tuple[str, str]] = []
    for text in dict.fromkeys(texts):
        syllables = [_plain(syllable) for run in _RUN.findall(text) for syllable in _syllables(run)]
        if syllables:
            lines.append(("".join(syllables), "".join(syllable[0] for syllable in syllables)))
    pinyin = "\n".join(line for line, _ in lines)[:_PINYIN_MAX]
    initials = "\n".join(line for _, line in lines)[:_INITIALS_MAX]
    return pinyin or _NONE, initials or _NONE


def _syllables(run: str) -> list[str]:
    """What is not Chinese goes letter by letter: the initials of NB365 are all of it."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its dictionary takes memory that only this job needs

    return list(run) if run.isascii() else lazy_pinyin(run, style=Style.NORMAL, errors="ignore")


def _plain(syllable: str) -> str:
    return "".join(c for c in syllable.lower() if c.isascii() and c.isalnum())


def wake_pinyin(*, by: Viewer, institution: Institution | None = None, slot: str = "") -> Job:
    """Start the follow-up for one institution, or under `slot` (an import, a seed) for all that lack letters."""
    if institution is not None:
        slot = f"institution:{institution.pk}:{institution.version}"
        return wake.start(JOB, slot=slot, by=by, payload={"low": institution.pk, "high": institution.pk})
    return wake.start(JOB, slot=slot, by=by)


def plan(job: Job) -> Sequence[tuple[int, int]]:
    """Slices of ids that hold names without letters."""
    if "low" in job.payload:
        return [(job.payload["low"], job.payload["high"])]
    bounds = Institution.objects.filter(pinyin="").aggregate(low=Min("pk"), high=Max("pk"))
    if bounds["low"] is None:
        return []
    return [(low, min(low + SLICE - 1, bounds["high"])) for low in range(bounds["low"], bounds["high"] + 1, SLICE)]


def work(piece: JobSlice) -> registry.SliceResult:
    """Fill one slice. A row renamed meanwhile is left to the job that its renaming started."""
    rows = Institution.objects.filter(pinyin="", pk__gte=piece.low, pk__lte=piece.high)
    names = list(rows.order_by("pk").values_list("pk", "name", "trade_name", "brand"))
    if not names:
        return registry.SliceResult(0)
    letters = [letters_of(filter(None, texts)) for _, *texts in names]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            update institutions_institution i set pinyin = new.pinyin, initials = new.initials
              from unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
                   as new(id, name, trade_name, brand, pinyin, initials)
             where i.id = new.id and i.pinyin = ''
               and i.name = new.name and i.trade_name = new.trade_name and i.brand = new.brand
            """,
            [
                *([row[column] for row in names] for column in range(4)),
                [pinyin for pinyin, _ in letters],
                [initials for _, initials in letters],
            ],
        )
        return registry.SliceResult(cursor.rowcount)


def finish(job: Job) -> None:
    """Nothing to publish: each slice is in force when it commits."""


KIND: Final = registry.JobKind(
    name=JOB, label=msg("Pinyin of institutions' names"), plan=plan, work=work, finish=finish
)
