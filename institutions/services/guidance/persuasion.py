"""Persuasion of those who hesitate (敦促、面谈劝导): each contact on record, its next step with a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final, TypedDict, Unpack

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import ReasonMissing
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Capacity
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.policy.enums import DeadlineCode, Span
from cixi_oversight.policy.services import deadlines
from institutions.enums.guidance import PersuasionWay, Stance
from institutions.enums.zeroing import ZeroingRoute
from institutions.errors import NobodyInvited
from institutions.errors.guidance import DayBeforeStep, NextStepNeedsDay, OtherTalk, StepDone
from institutions.models import Institution, Persuasion, RegulatoryTalk
from institutions.services.words import clean, day_of, lock, not_in_future

SUBJECT: Final = "persuasion"
_TEXTS: Final = ("our_side", "said", "agreed", "next_step")


class Contact(TypedDict):
    """What is on record of one contact. Persons by capacity, offices by name."""

    met_on: dt.date
    way: PersuasionWay
    our_side: str
    capacities: Sequence[Capacity]
    stance: Stance
    leans_to: ZeroingRoute | None
    said: str
    agreed: str
    next_step: str
    next_on: dt.date | None
    talk: RegulatoryTalk | None


@transaction.atomic
def record_persuasion(
    *, institution: Institution, by: Viewer, at: dt.datetime, **contact: Unpack[Contact]
) -> Persuasion:
    """Put a contact on record; a next step gets its deadline.

    Raises DateInFuture, ReasonMissing (nothing said), NobodyInvited (nobody met), NextStepNeedsDay, DayBeforeStep,
    OtherTalk, NumberInText.
    """
    row = lock(institution)
    values = _checked(contact, row, at)
    made = Persuasion.objects.create(
        institution=row,
        created_at=at,
        created_by_id=by.actor_id,
        changed_at=at,
        changed_by_id=by.actor_id,
        **values,
    )
    if made.next_on is not None:
        amount, due = deadlines.by_hand(DeadlineCode.PERSUASION_STEP, made.met_on, made.next_on)
        deadlines.start_deadline(
            subject=(SUBJECT, made.pk),
            institution_id=row.pk,
            kind=DeadlineCode.PERSUASION_STEP,
            started_on=made.met_on,
            by=by,
            at=at,
            amount=amount,
            span=Span.CALENDAR_DAYS,
            due=due,
        )
    _audit("record_persuasion", made, by=by, at=at, data={"way": made.way, "stance": made.stance})
    return made


@transaction.atomic
def finish_step(*, persuasion: Persuasion, done_on: dt.date, note: str, by: Viewer, at: dt.datetime) -> Persuasion:
    """The next step that was agreed has been done, or has come to nothing: `note` says which.

    Raises StepDone, NextStepNeedsDay, DateInFuture, DayBeforeStep, ReasonMissing, NumberInText.
    """
    row = Persuasion.objects.select_for_update(of=("self",)).get(pk=persuasion.pk)
    if row.done_on is not None:
        raise StepDone
    if row.next_on is None:
        raise NextStepNeedsDay
    words = without_numbers(clean(note), field="note")
    if not words:
        raise ReasonMissing(field="note")
    not_in_future(done_on, at, "done_on")
    if done_on < row.met_on:
        raise DayBeforeStep(field="done_on", day=row.met_on.isoformat())
    row.done_on, row.done_note = done_on, words[:300]
    row.save_version(expected=row.version, by=by.actor_id, at=at, fields=["done_on", "done_note"])
    deadlines.stop_deadline(
        subject=(SUBJECT, row.pk), kind=DeadlineCode.PERSUASION_STEP, on=done_on, why=words, by=by, at=at
    )
    _audit("finish_persuasion_step", row, by=by, at=at, data={"done_on": done_on.isoformat()}, why=words)
    return row


def _checked(contact: Contact, row: Institution, at: dt.datetime) -> dict[str, Any]:
    values: dict[str, Any] = dict(contact)
    for name in _TEXTS:
        values[name] = without_numbers(clean(values[name]), field=name)
    for name in ("our_side", "said"):
        if not values[name]:
            raise ReasonMissing(field=name)
    values["capacities"] = [one for one in Capacity if one in set(contact["capacities"])]
    if not values["capacities"] and contact["stance"] is not Stance.UNREACHABLE:
        raise NobodyInvited(field="capacities")
    not_in_future(contact["met_on"], at, "met_on")
    if bool(values["next_step"]) != (contact["next_on"] is not None):
        raise NextStepNeedsDay(field="next_on")
    if contact["next_on"] is not None and contact["next_on"] < contact["met_on"]:
        raise DayBeforeStep(field="next_on", day=contact["met_on"].isoformat())
    if contact["talk"] is not None and contact["talk"].institution_id != row.pk:
        raise OtherTalk(field="talk")
    return values | {"leans_to": contact["leans_to"] or ""}


def _audit(verb: str, row: Persuasion, *, by: Viewer, at: dt.datetime, data: dict[str, Any], why: str = "") -> None:
    record(
        f"institutions.{verb}",
        by=by,
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        why=why,
        data=data | {"day": day_of(at).isoformat()},
        at=at,
    )
