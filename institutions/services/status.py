"""The one way to change an institution's status (decision 8)."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.db import transaction

from cixi_oversight.audit.rules.feed import EventKind
from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.services.contacts import end_all
from cixi_oversight.transitions import apply
from institutions.enums import ENDED, Status, Verb
from institutions.errors import DateBeforeLast
from institutions.models import Institution, InstitutionTransition
from institutions.rules.status import STATUS
from institutions.services.feed import announce
from institutions.services.words import a_reason, day_of, lock, not_in_future


@transaction.atomic
def change_status(
    *,
    institution: Institution,
    verb: Verb,
    by: Viewer,
    why: str,
    at: dt.datetime,
    effective_on: dt.date | None = None,
    cause: tuple[str, int] | None = None,
) -> InstitutionTransition:
    """Move the institution by `verb`. `effective_on` (default: today) is the day it holds from; `cause` is the case,
    penalty or import that brought it about, as (kind, id). With its end its contacts end, and their data in time.

    Raises WrongState, Forbidden, ReasonMissing, DateInFuture, DateBeforeLast.
    """
    reason = a_reason(why)
    row = lock(institution)
    since = effective_on or day_of(at)
    not_in_future(since, at, "effective_on")
    with pghistory.context(actor=by.actor_id, why=reason):
        made = apply(
            row,
            verb,
            workflow=STATUS,
            history=InstitutionTransition,
            owner="institution",
            by=by,
            why=reason,
            at=at,
            effective_on=since,
            cause=cause,
        )
        _not_before_last(row, made)
        _note_finding(row, Status(made.target), since)
    record(
        "institutions.change_status",
        by=by,
        subject=("institution", row.pk),
        institution_id=row.pk,
        why=reason,
        data={"verb": verb, "source": made.source, "target": made.target, "effective_on": since.isoformat()},
        at=at,
    )
    announce(
        EventKind.INSTITUTION_STATUS,
        row,
        at=at,
        source=made.source,
        status=made.target,
        effective_on=since.isoformat(),
    )
    if Status(made.target) in ENDED:
        end_all(subject=("institution", row.pk), to_on=since, why=reason, by=by, at=at)
    institution.status, institution.version = row.status, row.version
    institution.not_found_on = row.not_found_on
    return made


def _not_before_last(row: Institution, made: InstitutionTransition) -> None:
    """History runs forward: as of any day the status has one answer."""
    last = (
        InstitutionTransition.objects.filter(institution=row)
        .exclude(pk=made.pk)
        .order_by("-effective_on")
        .values_list("effective_on", flat=True)
        .first()
    )
    if last is not None and made.effective_on < last:
        raise DateBeforeLast(field="effective_on", day=last.isoformat())


def _note_finding(row: Institution, target: Status, since: dt.date) -> None:
    """The day an officer met nobody stands while the institution cannot be found, and no longer."""
    found_out = since if target is Status.VANISHED else None
    if row.not_found_on != found_out:
        row.not_found_on = found_out
        Institution.objects.filter(pk=row.pk).update(not_found_on=found_out)
