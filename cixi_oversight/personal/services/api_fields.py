"""Personal values as machines send them: the plain form only. Full-width digits, blanks, +86 and small letters are
refused, where a form would put them right: a system that sends them sends other things wrong, too.

Every field is write-only: no answer repeats a value. Here and not among the doors, since the API of a higher app uses
them in its bodies.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework.serializers import ValidationError

from cixi_oversight.api import values
from cixi_oversight.api.fields import Choice, StrictSerializer, TextField
from cixi_oversight.api.handler import FieldRefused
from cixi_oversight.errors import DomainError
from cixi_oversight.personal.enums import DocumentType
from cixi_oversight.personal.errors import (
    AccountUnreadable,
    DocumentTypeMissing,
    DocumentUnreadable,
    NameUnreadable,
    NothingGiven,
    PhoneUnreadable,
)
from cixi_oversight.personal.rules import numbers
from cixi_oversight.personal.rules.scan import has_number
from cixi_oversight.personal.services.people import ADDRESS_MAX, NAME_MAX

_WIDE: Final = re.compile(r"[\u3000\uff00-\uffef]")


class _Sealed(TextField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(write_only=True, **kwargs)


@extend_schema_field({"type": "string", "minLength": 1, "maxLength": NAME_MAX, "example": "令狐冲"})
class PersonName(_Sealed):
    """No blanks around or doubled, nothing full-width, no number of a person in it."""

    def read_text(self, text: str) -> str:
        return _line(text, NAME_MAX)


@extend_schema_field({"type": "string", "minLength": 1, "maxLength": ADDRESS_MAX})
class PersonAddress(_Sealed):
    def read_text(self, text: str) -> str:
        return _line(text, ADDRESS_MAX)


@extend_schema_field(
    {
        "type": "string",
        "pattern": r"^(1[0-9]{10}|0[0-9]{9,11}|\+[1-9][0-9]{6,14})$",
        "example": "13500000000",
        "description": "A mobile of 11 digits, a line with its area code, or + and the country's code (not 86).",
    }
)
class PersonPhone(_Sealed):
    def read_text(self, text: str) -> str:
        found = numbers.read_phone(text, strict=True)
        if found is None:
            raise PhoneUnreadable
        return found


@extend_schema_field({"type": "string", "pattern": "^[A-Z0-9]{5,20}$", "example": "110101199003071938"})
class PersonDocument(_Sealed):
    """Read with its type by the body that holds both (`PersonBody`)."""

    def read_text(self, text: str) -> str:
        return values.plain(text, limit=20)


@extend_schema_field({"type": "string", "pattern": "^[0-9]{8,30}$"})
class PayeeAccount(_Sealed):
    def read_text(self, text: str) -> str:
        found = numbers.read_account(text, strict=True)
        if found is None:
            raise AccountUnreadable
        return found


class PersonBody(StrictSerializer):
    """A person: a name or a telephone at least. `validated_data` is what `people.enter_person` takes as `values`."""

    name = PersonName(required=False)
    phone = PersonPhone(required=False)

    def validate(self, attrs: Mapping[str, Any]) -> dict[str, Any]:
        if not attrs.get("name") and not attrs.get("phone"):
            raise _at("name", NothingGiven())
        return dict(attrs)


class DocumentedPersonBody(PersonBody):
    """A person with the number of an identity paper, as contacts of an institution have one."""

    document_type = Choice(DocumentType, required=False, write_only=True)
    document_number = PersonDocument(required=False)

    def validate(self, attrs: Mapping[str, Any]) -> dict[str, Any]:
        number, kind = attrs.get("document_number"), attrs.get("document_type")
        if number and kind is None:
            raise _at("document_type", DocumentTypeMissing())
        if number and kind is not None and numbers.read_document(kind, number, strict=True) is None:
            raise _at("document_number", DocumentUnreadable())
        return super().validate(attrs)


def _line(text: str, limit: int) -> str:
    line = values.plain(text, limit=limit)
    if line != text.strip() or "  " in line or _WIDE.search(line) or has_number(line):
        raise NameUnreadable
    return line


def _at(field: str, problem: DomainError) -> ValidationError:
    error = ValidationError("")
    error.detail = {field: FieldRefused(problem).detail}
    return error
