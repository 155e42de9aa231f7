"""What pages draw of a person: masked forms as the viewer's roles allow, and where to ask for more. Opens nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Capacity, Field, Kind, MaskLevel
from cixi_oversight.personal.models import Contact, Person
from cixi_oversight.personal.rules import labels
from cixi_oversight.personal.rules.access import REVEAL, VIEW_PERSON
from cixi_oversight.personal.rules.registry import entry_of, mask_level, may_reveal

ON_RECORD = msg("on record")


@dataclass(frozen=True, slots=True)
class Shown:
    """One field as this viewer sees it. `reveal_url` is empty where it cannot be asked for."""

    person: Person
    field: Field
    label: Message
    text: str | Message
    is_masked: bool  # a masked form, to be set in figures of one width
    reveal_url: str = ""

    @property
    def key(self) -> str:
        return f"{self.person.public_id}-{self.field}"


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """`fields` are those on record, in the order of the enum; empty for an erased one or an outsider."""

    person: Person
    fields: tuple[Shown, ...]
    url: str

    def of(self, field: Field) -> Shown | None:
        return next((one for one in self.fields if one.field is field), None)

    @property
    def name(self) -> Shown | None:
        return self.of(Field.NAME)

    @property
    def phone(self) -> Shown | None:
        return self.of(Field.PHONE)

    @property
    def document(self) -> Shown | None:
        return self.of(Field.DOCUMENT_NUMBER)


@dataclass(frozen=True, slots=True)
class ShownContact:
    contact: Contact
    capacity: Message
    person: ShownPerson


def shown_field(person: Person, field: Field, viewer: Viewer) -> Shown | None:
    """None where nothing is on record, or nothing of it is for this viewer."""
    entry = entry_of(Kind(person.kind), field)
    masked = person.masked(field)
    if entry is None or not masked:
        return None
    level = mask_level(entry, viewer)
    if level is MaskLevel.NOTHING:
        return None
    if level is MaskLevel.PRESENCE:
        return Shown(person, field, labels.FIELD[field], ON_RECORD, is_masked=False)
    may = REVEAL.allows(viewer) and may_reveal(entry, viewer, is_child=person.is_child)
    url = reverse("personal:reveal", args=[person.public_id, field.value]) if may else ""
    return Shown(person, field, labels.FIELD[field], masked, is_masked=True, reveal_url=url)


def shown(person: Person, viewer: Viewer) -> ShownPerson:
    fields = [shown_field(person, field, viewer) for field in Field]
    url = reverse("personal:person", args=[person.public_id]) if VIEW_PERSON.allows(viewer) else ""
    return ShownPerson(person, tuple(one for one in fields if one is not None), url)


def contacts_of(kind: str, pk: int, viewer: Viewer) -> list[ShownContact]:
    """Those of one thing whose scope the caller has checked; serving ones first. One query."""
    return [
        ShownContact(row, labels.CAPACITY[Capacity(row.capacity)], shown(row.person, viewer))
        for row in Contact.objects.of(kind, pk)
    ]
