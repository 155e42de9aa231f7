"""Forgetting: what is no longer needed is erased every night; an officer may erase earlier, or hold for a lawsuit.

The row stays, under a pseudonym: a complaint still says that somebody complained.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from django.db import transaction
from django.db.models import Max, Min, QuerySet

from cixi_oversight import clock
from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import msg
from cixi_oversight.extensions import Many
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services import registry
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Field
from cixi_oversight.personal.errors import AlreadyErased, NotOnHold, OnHold, StillNeeded
from cixi_oversight.personal.models import Contact, Person
from cixi_oversight.personal.models.person import INDEXED
from cixi_oversight.personal.services.words import a_reason
from cixi_oversight.users.services.viewer import system_viewer

JOB: Final = "personal.retention"
SLICE: Final = 2_000
EMPTY: Final[dict[str, str]] = {
    **{f"{field}_{part}": "" for field in Field for part in ("sealed", "masked")},
    **{f"{field}_index": "" for field in INDEXED},
    "document_type": "",
}
# answered by higher apps: which of these subjects (kind, ids) still need their persons on a day
NEEDED: Final[Many[Callable[[str, Sequence[int], dt.date], set[int]]]] = Many("personal.needed")


@transaction.atomic
def erase(*, person: Person, why: str, by: Viewer, at: dt.datetime) -> Person:
    """On request, before its time. Raises ReasonMissing, NumberInText, AlreadyErased, OnHold, StillNeeded."""
    reason = a_reason(why)
    row = _locked(person)
    if row.hold_reason:
        raise OnHold
    if needed([row], at.date()):
        raise StillNeeded
    _erase(row, by=by, at=at, why=reason)
    return row


@transaction.atomic
def hold(*, person: Person, why: str, by: Viewer, at: dt.datetime) -> Person:
    """A legal hold: neither night nor request erases. Raises ReasonMissing, NumberInText, AlreadyErased, OnHold."""
    reason = a_reason(why)
    row = _locked(person)
    if row.hold_reason:
        raise OnHold
    row.hold_reason = reason
    row.save_version(expected=row.version, by=by.actor_id, at=at, fields=["hold_reason"])
    _audit("hold", row, by=by, at=at, why=reason)
    return row


@transaction.atomic
def lift_hold(*, person: Person, why: str, by: Viewer, at: dt.datetime) -> Person:
    """Raises ReasonMissing, NumberInText, AlreadyErased, NotOnHold."""
    reason = a_reason(why)
    row = _locked(person)
    if not row.hold_reason:
        raise NotOnHold
    row.hold_reason = ""
    row.save_version(expected=row.version, by=by.actor_id, at=at, fields=["hold_reason"])
    _audit("lift_hold", row, by=by, at=at, why=reason)
    return row


def needed(rows: Iterable[Person], on: dt.date) -> set[int]:
    """Ids of the persons who are still in use: serving contacts, and those whose subject says so."""
    persons = list(rows)
    serving = Contact.objects.serving(on).filter(person__in=[row.pk for row in persons])
    found = set(serving.values_list("person_id", flat=True))
    subjects: defaultdict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in persons:
        if row.subject_id is not None:
            subjects[row.subject_kind][row.subject_id].append(row.pk)
    for kind, ids in subjects.items():
        for ask in NEEDED.all():
            found |= {person_id for subject_id in ask(kind, list(ids), on) for person_id in ids[subject_id]}
    return found


def _locked(person: Person) -> Person:
    row = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if row.is_erased:
        raise AlreadyErased
    return row


def _erase(row: Person, *, by: Viewer, at: dt.datetime, why: str) -> None:
    for name, value in EMPTY.items():
        setattr(row, name, value)
    row.erased_at, row.pseudonym = at, f"P-{row.public_id[:6].upper()}"
    row.save_version(expected=row.version, by=by.actor_id, at=at, fields=[*EMPTY, "erased_at", "pseudonym"])
    _audit("erase", row, by=by, at=at, why=why)


def _audit(verb: str, row: Person, *, by: Viewer, at: dt.datetime, why: str) -> None:
    record(
        f"personal.{verb}",
        by=by,
        subject=("person", row.pk),
        institution_id=row.institution_id,
        why=why,
        data={"kind": row.kind},
        at=at,
    )


# --- every night ---


def overdue(on: dt.date) -> QuerySet[Person]:
    return Person.objects.kept().filter(retain_until__lt=on, hold_reason="")


def plan(job: Job) -> Sequence[tuple[int, int]]:
    bounds = overdue(_day(job)).aggregate(low=Min("pk"), high=Max("pk"))
    if bounds["low"] is None:
        return []
    return [(low, min(low + SLICE - 1, bounds["high"])) for low in range(bounds["low"], bounds["high"] + 1, SLICE)]


def work(piece: JobSlice) -> registry.SliceResult:
    """Erase what is over in one range of ids; a person who is still in use waits for the next night."""
    on, at = _day(piece.job), clock.now()
    by = system_viewer(label=JOB)
    rows = overdue(on).filter(pk__gte=piece.low, pk__lte=piece.high)
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    kept = needed(found, on)
    gone = [row for row in found if row.pk not in kept]
    for row in gone:
        _erase(row, by=by, at=at, why="")
    return registry.SliceResult(len(gone))


def finish(job: Job) -> None:
    """Nothing is published."""


def _day(job: Job) -> dt.date:
    return dt.date.fromisoformat(job.payload["on"])


KIND: Final = registry.JobKind(
    name=JOB, label=msg("Erasing personal data whose time is over"), plan=plan, work=work, finish=finish
)
