"""The mobile of an account's holder: entered by the holder, sealed, opened only to be handed to a message gateway."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from cixi_oversight.errors import Forbidden
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Field, Kind
from cixi_oversight.personal.errors import PhoneUnreadable
from cixi_oversight.personal.models import Person
from cixi_oversight.personal.ports import crypto
from cixi_oversight.personal.rules import numbers
from cixi_oversight.personal.services import retention
from cixi_oversight.personal.services.people import Values, change_person, enter_person
from cixi_oversight.users.models import User

SUBJECT: Final = "user"


@transaction.atomic
def set_phone(*, phone: str, by: Viewer, at: dt.datetime, prefix: str = "") -> Person:
    """Enter one's own mobile, or replace it. The same number again changes nothing.

    Raises Forbidden (no account), PhoneUnreadable (also for a line that is no mobile).
    """
    if by.user_id is None:
        raise Forbidden
    User.objects.select_for_update(of=("self",)).get(pk=by.user_id)  # one row an account
    number = numbers.read_phone(phone)
    if number is None or not (len(number) == 11 and number[0] == "1"):
        raise PhoneUnreadable(field=f"{prefix}phone")
    row = _rows([by.user_id]).first()
    values: Values = {"phone": phone}
    if row is None:
        return enter_person(
            kind=Kind.ACCOUNT,
            subject_kind=SUBJECT,
            subject_id=by.user_id,
            institution_id=None,
            values=values,
            by=by,
            at=at,
            prefix=prefix,
        )
    if row.phone_index in crypto.indexes_of(number, field=Field.PHONE):
        return row
    return change_person(
        person=row, expected_version=row.version, values=values, by=by, at=at, why="own mobile", prefix=prefix
    )


@transaction.atomic
def remove_phone(*, by: Viewer, at: dt.datetime) -> bool:
    """Forget one's own mobile; False where none is on record. Raises OnHold."""
    row = _rows([by.user_id or 0]).select_for_update(of=("self",)).first()
    if row is None:
        return False
    retention.erase(person=row, why="withdrawn by the holder of the account", by=by, at=at)
    return True


def masked_phone(user_id: int) -> str:
    """What the holder is shown; empty where none is on record."""
    row = _rows([user_id]).first()
    return row.phone_masked if row is not None else ""


def phones(user_ids: Collection[int]) -> dict[int, str]:
    """In full, for the gateway at the moment of sending: never kept, shown or logged. Raises SealBroken."""
    return {
        row.subject_id: crypto.unseal(row.phone_sealed, row=row.public_id, field=Field.PHONE)
        for row in _rows(user_ids)
        if row.subject_id is not None and row.phone_sealed
    }


def _rows(user_ids: Collection[int]) -> QuerySet[Person]:
    rows: QuerySet[Person] = Person.objects.kept().filter(
        kind=Kind.ACCOUNT, subject_kind=SUBJECT, subject_id__in=user_ids
    )
    return rows.order_by("-pk")
