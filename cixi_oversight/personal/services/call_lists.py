"""Call lists: three hundred families of an institution that fails are called, not looked up one by one.

A list is put together from the vault by ids; its numbers are taken in one act with a reason, noted for each person,
and counted by the hour apart from single looks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction
from django.db.models.functions import Now

from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import Forbidden, NotFound
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Act, Call, Field, Kind
from cixi_oversight.personal.errors import ListTooLong, NobodyToCall, TooManyListed
from cixi_oversight.personal.models import CallEntry, CallList, Person, Reveal
from cixi_oversight.personal.ports import crypto
from cixi_oversight.personal.rules.access import CALL
from cixi_oversight.personal.rules.registry import entry_of, may_reveal
from cixi_oversight.personal.services import consents
from cixi_oversight.personal.services.words import a_reason
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.services import parameters

LIST_MAX: Final = 1_000
CALLABLE: Final = (Kind.CONTACT, Kind.COMPLAINANT, Kind.PARENT, Kind.PAYEE)


@dataclass(frozen=True, slots=True)
class Number:
    """One line of a list that was taken. `name` is empty where the role may not see it."""

    entry: CallEntry
    name: str
    phone: str


@transaction.atomic
def make_list(*, institution_id: int, kinds: Collection[Kind], why: str, by: Viewer, at: dt.datetime) -> CallList:
    """Everybody of these kinds at an institution who has a telephone, each number once. Opens nothing.

    Raises Forbidden, ReasonMissing, NumberInText, NobodyToCall, ListTooLong.
    """
    if not CALL.allows(by):
        raise Forbidden
    reason = a_reason(why)
    persons = _persons(institution_id, kinds, by=by, on=at.date())
    if not persons:
        raise NobodyToCall(field="kinds")
    if len(persons) > LIST_MAX:
        raise ListTooLong(field="kinds", found=len(persons), limit=LIST_MAX)
    made = CallList.objects.create(institution_id=institution_id, why=reason, created_at=at, created_by_id=by.actor_id)
    CallEntry.objects.bulk_create([CallEntry(call_list=made, person=person) for person in persons], batch_size=500)
    data = {"kinds": sorted(kinds), "persons": len(persons)}
    _audit("make_list", made, by=by, at=at, why=reason, data=data)
    return made


@transaction.atomic
def take(*, call_list: CallList, why: str, by: Viewer, at: dt.datetime, shape: str = "page") -> list[Number]:
    """Names and numbers of everybody on the list who is still on record and may be called; each is noted for itself.

    Raises NotFound (out of scope), Forbidden, ReasonMissing, NumberInText, NobodyToCall, TooManyListed, SealBroken.
    """
    row = CallList.objects.visible_to(by).filter(pk=call_list.pk).first()
    if row is None:
        raise NotFound
    if not CALL.allows(by):
        raise Forbidden
    reason = a_reason(why)
    entries = callable_entries(row, by=by, on=at.date())
    if not entries:
        raise NobodyToCall
    _count(len(entries), by, at)
    found = [_opened(entry, by) for entry in entries]
    _note(row, entries, reason, by=by, at=at, shape=shape)
    return found


@transaction.atomic
def note_call(*, entry: CallEntry, state: Call, by: Viewer, at: dt.datetime) -> CallEntry:
    """How the call went; may be corrected. Raises NotFound, Forbidden."""
    row = CallEntry.objects.select_for_update(of=("self",)).select_related("call_list").get(pk=entry.pk)
    if not CallList.objects.visible_to(by).filter(pk=row.call_list_id).exists():
        raise NotFound
    if not CALL.allows(by):
        raise Forbidden
    row.state, row.noted_at, row.noted_by_id = state, at, by.actor_id
    row.save(update_fields=["state", "noted_at", "noted_by"])
    _audit("note_call", row.call_list, by=by, at=at, why="", data={"entry": row.pk, "state": state})
    return row


def callable_entries(call_list: CallList, *, by: Viewer, on: dt.date) -> list[CallEntry]:
    """Those whose number this role may take now: not erased since, not shut by a missing consent."""
    entries = list(call_list.entries.select_related("person").order_by("pk"))
    allowed = {row.pk for row in _allowed((entry.person for entry in entries), by=by, on=on)}
    return [entry for entry in entries if entry.person_id in allowed]


def _persons(institution_id: int, kinds: Collection[Kind], *, by: Viewer, on: dt.date) -> list[Person]:
    """The newest row of each number."""
    rows = Person.objects.visible_to(by).kept().filter(institution_id=institution_id, kind__in=sorted(kinds))
    newest: dict[str, Person] = {}
    for row in rows.exclude(phone_sealed="").order_by("-pk")[: LIST_MAX * 4]:
        newest.setdefault(row.phone_index, row)
    return sorted(_allowed(newest.values(), by=by, on=on), key=lambda row: row.pk)


def _allowed(persons: Iterable[Person], *, by: Viewer, on: dt.date) -> list[Person]:
    rows = [row for row in persons if row.phone_sealed and _may(row, Field.PHONE, by)]
    shut = consents.restricted(rows, on=on)
    return [row for row in rows if row.pk not in shut]


def _may(row: Person, field: Field, by: Viewer) -> bool:
    entry = entry_of(Kind(row.kind), field)
    return entry is not None and may_reveal(entry, by, is_child=row.is_child)


def _opened(entry: CallEntry, by: Viewer) -> Number:
    row = entry.person
    phone = crypto.unseal(row.phone_sealed, row=row.public_id, field=Field.PHONE)
    name = ""
    if row.name_sealed and _may(row, Field.NAME, by):
        name = crypto.unseal(row.name_sealed, row=row.public_id, field=Field.NAME)
    return Number(entry, name, phone)


def _count(wanted: int, by: Viewer, at: dt.datetime) -> None:
    """As of single looks: one actor's lists take turns, real time, kept in the database. Raises TooManyListed."""
    limit = int(parameters.value(Key.LISTED_AN_HOUR, on=at.date()))
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"personal.list/{by.actor_id}"])
    hour = dt.timedelta(hours=1)
    taken = Reveal.objects.filter(actor_id=by.actor_id, act=Act.LIST, happened_at__gt=Now() - hour).count()
    if taken + wanted > limit:
        raise TooManyListed(limit=limit, left=max(0, limit - taken))


def _note(row: CallList, entries: list[CallEntry], why: str, *, by: Viewer, at: dt.datetime, shape: str) -> None:
    """Of each person by itself, and of the list as a whole."""
    Reveal.objects.bulk_create(
        [
            Reveal(
                act=Act.LIST,
                actor_id=by.actor_id,
                person=entry.person,
                field=Field.PHONE,
                institution_id=row.institution_id,
                why=why,
                recorded_at=at,
            )
            for entry in entries
        ],
        batch_size=500,
    )
    for entry in entries:
        record(
            "personal.take_number",
            by=by,
            subject=("person", entry.person_id),
            institution_id=row.institution_id,
            why=why,
            data={"field": Field.PHONE, "kind": entry.person.kind, "list": row.public_id},
            at=at,
        )
    _audit("take_list", row, by=by, at=at, why=why, data={"persons": len(entries), "shape": shape})


def _audit(verb: str, row: CallList, *, by: Viewer, at: dt.datetime, why: str, data: dict[str, object]) -> None:
    record(
        f"personal.{verb}",
        by=by,
        subject=("call_list", row.pk),
        institution_id=row.institution_id,
        why=why,
        data=data,
        at=at,
    )
