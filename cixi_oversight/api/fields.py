"""Fields of request bodies: the JSON type must be the right one, and the values are read by `values`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cixi_oversight.api import errors, values
from cixi_oversight.api.answers import shown
from cixi_oversight.api.handler import FieldRefused, collected
from cixi_oversight.errors import DomainError
from cixi_oversight.money import FEN_MAX


class StrictField(serializers.Field):
    """Turns our refusals into the framework's, which files them under the field's name."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return self.read(data)
        except DomainError as problem:
            raise FieldRefused(problem) from None

    def read(self, data: Any) -> Any:
        raise NotImplementedError

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field({"type": "integer", "format": "int64", "minimum": -FEN_MAX, "maximum": FEN_MAX})
class Fen(StrictField):
    """Integer fen. `lowest` 1 for a payment, 0 for a balance."""

    def __init__(self, *, lowest: int = -FEN_MAX, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lowest = lowest

    def read(self, data: Any) -> int:
        return values.between(values.fen(data), self.lowest, FEN_MAX)


@extend_schema_field({"type": "integer", "format": "int64"})
class Whole(StrictField):
    def __init__(self, *, lowest: int, highest: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lowest, self.highest = lowest, highest

    def read(self, data: Any) -> int:
        if type(data) is not int:
            raise errors.NotWhole
        return values.between(data, self.lowest, self.highest)


class TextField(StrictField):
    def read(self, data: Any) -> Any:
        if not isinstance(data, str):
            raise errors.NotText
        return self.read_text(data)

    def read_text(self, text: str) -> Any:
        raise NotImplementedError


@extend_schema_field({"type": "string", "format": "date"})
class Day(TextField):
    def read_text(self, text: str) -> dt.date:
        return values.day(text)


@extend_schema_field({"type": "string", "format": "date-time"})
class Moment(TextField):
    def read_text(self, text: str) -> dt.datetime:
        return values.moment(text)


@extend_schema_field({"type": "string", "pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$"})
class Uscc(TextField):
    def read_text(self, text: str) -> str:
        return values.uscc(text)


@extend_schema_field({"type": "string", "minLength": 1})
class ShortText(TextField):
    def __init__(self, *, limit: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = limit

    def read_text(self, text: str) -> str:
        return values.plain(text, limit=self.limit)


@extend_schema_field({"type": "string"})
class Choice(TextField):
    def __init__(self, members: type[StrEnum], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.members = members

    def read_text(self, text: str) -> StrEnum:
        return values.choice(text, self.members)


@extend_schema_field({"type": "string"})
class PublicIdField(TextField):
    def read_text(self, text: str) -> str:
        return values.public_id(text)


class StrictSerializer(serializers.Serializer[Any]):
    """A body: a field that is not declared, or that only we set, is refused; `accepted()` gives the values."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            raise FieldRefused(errors.BodyNotObject())
        writable = {name for name, field in self.fields.items() if not field.read_only}
        unknown = {
            shown(name): FieldRefused(errors.FieldUnknown(name=shown(name))).detail
            for name in data
            if name not in writable
        }
        try:
            found = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if isinstance(error.detail, dict):
                raise _with(error.detail | unknown) from None
            raise
        if unknown:
            raise _with(unknown)
        return found

    def accepted(self) -> dict[str, Any]:
        """What the body says. Raises one DomainError, or Problems, each with its field."""
        if not self.is_valid():
            raise collected(self.errors)
        return dict(self.validated_data)


def _with(detail: dict[str, Any]) -> serializers.ValidationError:
    error = serializers.ValidationError("")
    error.detail = detail
    return error
