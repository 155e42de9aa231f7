"""What the bureau does with a collection that is out: take answers over, send them back, remind, close, withdraw."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from cixi_oversight.errors import ReasonMissing
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.services import deadlines
from institutions.enums.collections import CollectionState, CollectionVerb, PartState, PartVerb
from institutions.errors.collections import DueInPast, NotOpenForAnswers, RemindedToday, SameDueDay
from institutions.models import Collection, CollectionPart
from institutions.services.collections import telling
from institutions.services.collections.common import PART_SUBJECT, audited, move, move_part
from institutions.services.words import clean, day_of


@transaction.atomic
def return_part(*, part: CollectionPart, why: str, by: Viewer, at: dt.datetime) -> CollectionPart:
    """Send an answer back to be put right; it is due again, by the collection's day or within three days of today.

    Raises ReasonMissing, NumberInText, WrongState, Forbidden, NotOpenForAnswers.
    """
    row = _locked(part)
    reason = without_numbers(clean(why), field="why")
    if not reason:
        raise ReasonMissing(field="why")
    if row.collection.state != CollectionState.SENT:
        raise NotOpenForAnswers
    move_part(row, PartVerb.RETURN, by=by, at=at, why=reason, note=reason[:400])
    due_on = max(row.collection.due_on, day_of(at) + dt.timedelta(days=3))
    deadlines.start_again(
        subject=(PART_SUBJECT, row.pk),
        kind=DeadlineCode.COLLECTION_DUE,
        due_on=due_on,
        why=reason,
        by=by,
        at=at,
    )
    telling.returned(row.collection, row, reason, at=at)
    return row


@transaction.atomic
def accept_part(*, part: CollectionPart, by: Viewer, at: dt.datetime) -> CollectionPart:
    """Raises WrongState, Forbidden."""
    row = _locked(part)
    move_part(row, PartVerb.ACCEPT, by=by, at=at)
    return row


@transaction.atomic
def accept_all(*, collection: Collection, by: Viewer, at: dt.datetime) -> int:
    """Take over whatever is handed in; how many. Raises Forbidden."""
    rows: Any = CollectionPart.objects.select_for_update(of=("self",)).select_related("collection").order_by("pk")
    found = list(rows.filter(collection=collection, state=PartState.SUBMITTED))
    for row in found:
        move_part(row, PartVerb.ACCEPT, by=by, at=at)
    return len(found)


@transaction.atomic
def remind(*, collection: Collection, by: Viewer, at: dt.datetime) -> int:
    """Those who still owe an answer, once a day; how many. Raises RemindedToday."""
    row = Collection.objects.select_for_update(of=("self",)).get(pk=collection.pk)
    on = day_of(at)
    parts = list(CollectionPart.objects.filter(collection=row).owed().exclude(reminded_on=on).order_by("pk"))
    if not parts:
        raise RemindedToday
    CollectionPart.objects.filter(pk__in=[part.pk for part in parts]).update(reminded_on=on)
    telling.reminded(row, parts, at=at)
    audited("institutions.remind_collection", row, by=by, at=at, parts=len(parts))
    return len(parts)


@transaction.atomic
def move_collection(
    *, collection: Collection, verb: CollectionVerb, why: str, by: Viewer, at: dt.datetime
) -> Collection:
    """Close, open again or withdraw. What nobody has answered by then is no longer due; opened again, it is.

    Raises WrongState, Forbidden, ReasonMissing, NumberInText.
    """
    row = Collection.objects.select_for_update(of=("self",)).get(pk=collection.pk)
    reason = without_numbers(clean(why), field="why")
    owed = list(CollectionPart.objects.filter(collection=row).exclude(state__in=_ANSWERED).values_list("pk", flat=True))
    move(row, verb, by=by, at=at, why=reason)
    on = day_of(at)
    if verb is CollectionVerb.REOPEN:
        for pk in owed:
            deadlines.start_again(
                subject=(PART_SUBJECT, pk),
                kind=DeadlineCode.COLLECTION_DUE,
                due_on=max(row.due_on, on),
                why=reason,
                by=by,
                at=at,
            )
    else:
        terms = Deadline.objects.filter(subject_kind=PART_SUBJECT, subject_id__in=owed, stopped_on=None)
        terms.update(stopped_on=on, stopped_by_id=by.actor_id, stopped_why=(reason or "摸底填报已截止")[:300])
    return row


@transaction.atomic
def move_due(*, collection: Collection, due_on: dt.date, why: str, by: Viewer, at: dt.datetime) -> Collection:
    """Another due day while it is out, later or earlier. Who still owes an answer is told; a part that was sent back
    and has a later day of its own keeps that one.

    Raises WrongState, Forbidden, ReasonMissing, NumberInText, DueInPast, SameDueDay.
    """
    row = Collection.objects.select_for_update(of=("self",)).get(pk=collection.pk)
    reason = without_numbers(clean(why), field="why")
    was = row.due_on
    move(row, CollectionVerb.MOVE_DUE, by=by, at=at, why=reason, due_on=due_on)
    if due_on < day_of(at):
        raise DueInPast(field="due_on")
    if due_on == was:
        raise SameDueDay(field="due_on")
    parts = list(CollectionPart.objects.filter(collection=row).owed().order_by("pk"))
    deadlines.move_many(
        subject_kind=PART_SUBJECT,
        ids=[part.pk for part in parts],
        kind=DeadlineCode.COLLECTION_DUE,
        was=was,
        due_on=due_on,
        why=reason,
        by=by,
        at=at,
    )
    telling.due_moved(row, parts, was, reason, at=at)
    return row


_ANSWERED = [PartState.SUBMITTED, PartState.ACCEPTED]


def _locked(part: CollectionPart) -> CollectionPart:
    rows = CollectionPart.objects.select_for_update(of=("self",)).select_related("collection")
    row: CollectionPart = rows.get(pk=part.pk)
    return row
