"""Personal data that a world holds, and whether an answer shows some of it in full."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

from cixi_oversight.personal.enums import Capacity, DocumentType
from cixi_oversight.personal.rules.numbers import check_character
from cixi_oversight.personal.rules.scan import numbers_in
from cixi_oversight.personal.services.contacts import add_contact
from cixi_oversight.users.services.viewer import system_viewer
from inspections.enums import Channel, Matter
from inspections.services.complaints import receive_complaint
from institutions.services.sites import create_site
from tests.people import AT, ON, World, make_world

PUBLISHED = "13700001234"  # a mobile that the institution publishes itself
OPEN = {PUBLISHED, "13500000000"}  # nobody's: the example in the schema
BODY = "33028219900101123"
PLAIN = ("张三丰", "13812345678", BODY + check_character(BODY), "李莫愁", "13900001111")


def world_with_people() -> World:
    """One's own and somebody else's institution alike with a contact and a complainant in the vault."""
    world = make_world()
    by = system_viewer(label="tests")
    for institution in (world.institution, world.foreign):
        create_site(institution=institution, by=by, at=AT, address="青少年宫路1号", business_phone=PUBLISHED)
        add_contact(
            subject=("institution", institution.pk),
            institution_id=institution.pk,
            capacity=Capacity.LEGAL_REPRESENTATIVE,
            values={
                "name": PLAIN[0],
                "phone": PLAIN[1],
                "document_type": DocumentType.RESIDENT_ID,
                "document_number": PLAIN[2],
            },
            from_on=ON,
            by=by,
            at=AT,
        )
        receive_complaint(
            institution=institution,
            channel=Channel.HOTLINE_12345,
            matter=Matter.REFUND,
            received_on=ON - dt.timedelta(days=3),
            complainant={"name": PLAIN[3], "phone": PLAIN[4]},
            by=by,
            at=AT,
        )
    return world


def shown_in_full(answer: Any) -> list[str]:
    """Numbers of persons, and names and numbers of this world's people, that stand in an answer in plain sight."""
    text = read(answer)
    found = [f"{kind} {number}" for kind, number in numbers_in(text) if plain(number) not in OPEN]
    return found + [value for value in PLAIN if value in text]


def read(answer: Any) -> str:
    """The text of an answer, out of a stream or a workbook where it comes as one."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    return str(body.decode("utf-8", errors="replace"))


def plain(number: str) -> str:
    return "".join(character for character in number if character.isdigit())
