"""Letting a value out of the vault: to a role of the registry, for a reason, so many an hour, and on record."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import connection, transaction
from django.db.models.functions import Now

from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import Forbidden, NotFound
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Act, Field, Kind
from cixi_oversight.personal.errors import ConsentRestricts, NothingOnRecord, PhoneUnreadable, TooManyReveals
from cixi_oversight.personal.models import Person, Reveal
from cixi_oversight.personal.ports import crypto
from cixi_oversight.personal.rules import numbers
from cixi_oversight.personal.rules.access import LOOK_UP_COMPLAINANT, REVEAL
from cixi_oversight.personal.rules.registry import entry_of, may_reveal
from cixi_oversight.personal.services import consents
from cixi_oversight.personal.services.words import a_reason
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.services import parameters

_FOUND_MAX: Final = 200


@transaction.atomic
def reveal(*, person: Person, field: Field, why: str, by: Viewer, at: dt.datetime) -> str:
    """The value in full. Nothing is told unless the record of it is written.

    Raises NotFound (out of scope), Forbidden, ReasonMissing, NumberInText, ConsentRestricts,
    NothingOnRecord, TooManyReveals, SealBroken.
    """
    row = Person.objects.visible_to(by).filter(pk=person.pk).first()
    if row is None:
        raise NotFound
    entry = entry_of(Kind(row.kind), field)
    if entry is None or not (REVEAL.allows(by) and may_reveal(entry, by, is_child=row.is_child)):
        raise Forbidden
    if consents.is_restricted(row, on=at.date()):
        raise ConsentRestricts
    reason = a_reason(why)
    if row.is_erased or not row.sealed(field):
        raise NothingOnRecord
    _count(by, at)
    value = crypto.unseal(row.sealed(field), row=row.public_id, field=field)
    Reveal.objects.create(
        act=Act.REVEAL,
        actor_id=by.actor_id,
        person=row,
        field=field,
        institution_id=row.institution_id,
        why=reason,
        recorded_at=at,
    )
    record(
        "personal.reveal",
        by=by,
        subject=("person", row.pk),
        institution_id=row.institution_id,
        why=reason,
        data={"field": field, "kind": row.kind},
        at=at,
    )
    return value


@transaction.atomic
def look_up(*, kind: Kind, phone: str, by: Viewer, at: dt.datetime) -> list[Person]:
    """Those of a kind, within the viewer's scope, who have this telephone. Opens nothing; counts as one look.

    Raises Forbidden, PhoneUnreadable, TooManyReveals.
    """
    if not LOOK_UP_COMPLAINANT.allows(by):
        raise Forbidden
    number = numbers.read_phone(phone)
    if number is None:
        raise PhoneUnreadable(field="phone")
    _count(by, at)
    rows = Person.objects.visible_to(by).kept().filter(kind=kind)
    found = list(rows.filter(phone_index__in=crypto.indexes_of(number, field=Field.PHONE)).order_by("-pk")[:_FOUND_MAX])
    Reveal.objects.create(
        act=Act.LOOK_UP, actor_id=by.actor_id, field=Field.PHONE, why="", found=len(found), recorded_at=at
    )
    record(
        "personal.look_up",
        by=by,
        subject=("actor", by.actor_id),
        data={"field": Field.PHONE, "kind": kind, "found": len(found)},
        at=at,
    )
    return found


def _count(by: Viewer, at: dt.datetime) -> None:
    """One actor's looks take turns, so that two at once cannot both be the last one. Real time, kept in the database.

    Raises TooManyReveals.
    """
    limit = int(parameters.value(Key.REVEALS_AN_HOUR, on=at.date()))
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"personal.reveal/{by.actor_id}"])
    hour = dt.timedelta(hours=1)
    single = (Act.REVEAL, Act.LOOK_UP)  # what goes with a call list has a limit of its own
    looks = Reveal.objects.filter(actor_id=by.actor_id, act__in=single, happened_at__gt=Now() - hour)
    if looks.count() >= limit:
        raise TooManyReveals(limit=limit)
