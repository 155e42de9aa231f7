"""The register's fixtures, a contact, a complainant, and rings of two keys."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Capacity, DocumentType
from cixi_oversight.personal.models import Contact, Person
from cixi_oversight.personal.rules.numbers import check_character
from cixi_oversight.personal.services.contacts import add_contact
from inspections.enums import Channel, Matter
from inspections.models import Complaint
from inspections.services.complaints import receive_complaint
from institutions.models import Institution
from tests.institutions.conftest import AT, ON, as_role, bureau, by, county, institution, make, town, user_in

__all__ = ["AT", "ON", "as_role", "bureau", "by", "county", "institution", "make", "town", "user_in"]

NAME, PHONE = "张三丰", "13812345678"


def key(letter: str, size: int = 32) -> str:
    return base64.b64encode(letter.encode() * size).decode()


def valid_id(seventeen: str) -> str:
    return seventeen + check_character(seventeen)


ID = valid_id("33028219900101123")


@pytest.fixture
def contact(institution: Institution, by: Viewer) -> Contact:
    return add_contact(
        subject=("institution", institution.pk),
        institution_id=institution.pk,
        capacity=Capacity.LEGAL_REPRESENTATIVE,
        values={
            "name": NAME,
            "phone": PHONE,
            "document_type": DocumentType.RESIDENT_ID,
            "document_number": ID,
        },
        from_on=ON - dt.timedelta(days=30),
        by=by,
        at=AT,
    )


@pytest.fixture
def person(contact: Contact) -> Person:
    return contact.person


@pytest.fixture
def complain(institution: Institution, by: Viewer) -> Callable[..., Complaint]:
    def complaint(phone: str = "13900001111", name: str = "李四", **facts: Any) -> Complaint:
        return receive_complaint(
            **{
                "institution": institution,
                "channel": Channel.HOTLINE_12345,
                "matter": Matter.REFUND,
                "received_on": ON - dt.timedelta(days=10),
                "complainant": {"name": name, "phone": phone},
                "by": by,
                "at": AT,
            }
            | facts
        )

    return complaint
