"""Invented people for the vault: contacts of institutions, complainants. Sealed like real ones, by the demo's own key.

Nonces come from the seed, so that the same plan gives the same rows; outside the demo they are drawn. Telephones begin
with 120, which no subscriber's number does; identity numbers begin with 99, which is no place.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from cixi_oversight import clock
from cixi_oversight.demo.chance import pick, public_id
from cixi_oversight.demo.names import PAIRS
from cixi_oversight.demo.profiles import Profile
from cixi_oversight.demo.register import REGISTRAR, Writer, entered_on
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.personal.enums import Capacity, DocumentType, Field, Kind
from cixi_oversight.personal.models import Contact, Person
from cixi_oversight.personal.rules.numbers import check_character
from cixi_oversight.personal.rules.registry import REGISTRY
from cixi_oversight.personal.services.people import columns
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.services import parameters
from inspections.enums import Channel

_SURNAMES: Final = "沈陆施岑胡罗余孙陈王徐马戚邹潘龚裘柴宓励"
_KEPT_BY: Final = {(entry.kind, entry.field): entry for entry in REGISTRY}
# of a hundred institutions, how many name such a contact
_CAPACITIES: Final = (
    (Capacity.LEGAL_REPRESENTATIVE, 97),
    (Capacity.PRINCIPAL, 94),
    (Capacity.SPONSOR, 60),
    (Capacity.FINANCE, 55),
)
# of a hundred complaints of a channel, how many say who complains
_NAMED: Final = {
    Channel.HOTLINE_12345: 85,
    Channel.PORTAL: 70,
    Channel.VISIT: 90,
    Channel.TRANSFER: 40,
    Channel.MEDIA: 0,
}


class People:
    """Writes persons of one county. Callers repeat: one in eight complainants has complained before."""

    def __init__(self, writer: Writer, code: str) -> None:
        self.writer = writer
        self.draw = writer.chance.stream("people", code)
        self.kept_days = int(parameters.value(Key.COMPLAINANT_KEPT, on=writer.plan.as_of))
        self._callers: list[dict[Field, str]] = []

    def write_contacts(self, profile: Profile) -> None:
        """Who answers for an institution that is still there."""
        if not profile.is_active:
            return
        since = entered_on(profile)
        for capacity, percent in _CAPACITIES:
            if self.draw.randint(1, 100) > percent:
                continue
            found = {Field.NAME: made_up_name(self.draw), Field.PHONE: _phone(self.draw)}
            if capacity is Capacity.LEGAL_REPRESENTATIVE:
                found[Field.DOCUMENT_NUMBER] = _identity(self.draw)
            made = self._made(since)
            subject = {"subject_kind": "institution", "subject_id": profile.pk, "institution_id": profile.pk}
            person_id = self._person(Kind.CONTACT, found, made, **subject)
            self.writer.sheets.add(
                Contact, person_id=person_id, capacity=capacity, from_on=since, to_on=None, **subject, **made
            )

    def complainant(self, *, channel: Channel, complaint_id: int, institution_id: int, on: dt.date) -> int | None:
        """The row of who complained, or None for an anonymous one."""
        if self.draw.randint(1, 100) > _NAMED[channel]:
            return None
        if self._callers and self.draw.randint(1, 8) == 1:
            found = self.draw.choice(self._callers)
        else:
            found = {Field.NAME: made_up_name(self.draw), Field.PHONE: _phone(self.draw)}
            self._callers.append(found)
        return self._person(
            Kind.COMPLAINANT,
            found,
            self._made(on),
            subject_kind="complaint",
            subject_id=complaint_id,
            institution_id=institution_id,
            retain_until=on + dt.timedelta(days=self.kept_days),
        )

    def staff(self, profile: Profile, found: Mapping[Field, str]) -> int:
        """A member of an institution's staff: the name, or the number of the certificate."""
        subject = {"subject_kind": "institution", "subject_id": profile.pk, "institution_id": profile.pk}
        return self._person(Kind.STAFF, found, self._made(entered_on(profile)), **subject)

    def _person(self, kind: Kind, found: Mapping[Field, str], made: dict[str, Any], **more: Any) -> int:
        row = public_id(self.draw)
        entry = _KEPT_BY[kind, Field.NAME]
        sealed = columns(
            row,
            kind,
            found,
            DocumentType.RESIDENT_ID,
            on=self.writer.plan.as_of,
            nonce=lambda field: self._nonce(row, field),
        )
        return self.writer.sheets.add(
            Person, public_id=row, kind=kind, purpose=entry.purpose, basis=entry.basis, **sealed, **made, **more
        )

    def _nonce(self, row: str, field: Field) -> bytes:
        return _nonce_of(self.writer.plan, row, field)

    def _made(self, day: dt.date) -> dict[str, Any]:
        at, by = clock.at(day, 11), self.writer.actors[REGISTRAR]
        return {"created_at": at, "created_by_id": by, "changed_at": at, "changed_by_id": by}


def write_contacts_of(
    kind: str, ids: Sequence[int], *, plan: Plan, since: dt.date, by_actor: int | None, draw: random.Random
) -> None:
    """One person each who answers for things of a kind, such as schools; by two statements."""
    entry = _KEPT_BY[Kind.CONTACT, Field.NAME]
    at = clock.at(since, 11)
    made = {"created_at": at, "created_by_id": by_actor, "changed_at": at, "changed_by_id": by_actor}
    people = []
    for pk in ids:
        row = public_id(draw)
        found = {Field.NAME: made_up_name(draw), Field.PHONE: _phone(draw)}
        sealed = columns(row, Kind.CONTACT, found, None, on=plan.as_of, nonce=partial(_nonce_of, plan, row))
        people.append(
            Person(
                public_id=row,
                kind=Kind.CONTACT,
                purpose=entry.purpose,
                basis=entry.basis,
                subject_kind=kind,
                subject_id=pk,
                **sealed,
                **made,
            )
        )
    Contact.objects.bulk_create(
        Contact(
            public_id=public_id(draw),
            person=one,
            capacity=Capacity.PRINCIPAL,
            subject_kind=kind,
            subject_id=pk,
            from_on=since,
            **made,
        )
        for pk, one in zip(ids, Person.objects.bulk_create(people), strict=True)
    )


def seal_again(person: Person, found: Mapping[Field, str], plan: Plan) -> None:
    """A row that a service has written, sealed by nonces of the seed."""
    nonce = partial(_nonce_of, plan, person.public_id)
    sealed = columns(person.public_id, Kind(person.kind), found, None, on=plan.as_of, nonce=nonce)
    Person.objects.filter(pk=person.pk).update(**sealed)


def _nonce_of(plan: Plan, row: str, field: Field) -> bytes:
    return hashlib.sha256(f"{plan.seed}/{row}/{field}".encode()).digest()[:12]


def made_up_name(draw: random.Random) -> str:
    given = draw.choice(PAIRS)
    return draw.choice(_SURNAMES) + pick(draw, ((given, 3), (given[0], 1)))


def _phone(draw: random.Random) -> str:
    return f"120{draw.randrange(100_000_000):08d}"


def _identity(draw: random.Random) -> str:
    born = dt.date(1965, 1, 1) + dt.timedelta(days=draw.randrange(30 * 365))
    body = f"990000{born:%Y%m%d}{draw.randrange(1_000):03d}"
    return body + check_character(body)
