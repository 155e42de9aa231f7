"""Filters from the address: declared ones only, each once, each read by `values`.

A mistyped filter that is ignored answers with everything, so it is refused instead.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field

from cixi_oversight.api import errors, values
from cixi_oversight.api.answers import shown
from cixi_oversight.errors import DomainError, Problems

VALUE_LIMIT: Final = 64
LOOKS_LIKE_A_KEY: Final = re.compile(r"\s*(?:Api-Key\s+)?cx_[a-z]+_", re.IGNORECASE)


class StrictFilterSet(django_filters.FilterSet):
    """`request` is the framework's; a filter that depends on who asks reads `self.request.viewer`."""

    def refusals(self) -> list[DomainError]:
        return [_of(error, name) for name, found in self.form.errors.as_data().items() for error in found]


class StrictFilterBackend(DjangoFilterBackend):
    """Applies the view's `filterset_class`."""

    def filter_queryset(self, request: Any, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            problems = filterset.refusals()
            raise problems[0] if len(problems) == 1 else Problems(problems)
        return filterset.qs


def check_no_key(query: QueryDict) -> None:
    """Addresses stand in logs, histories and proxies: a key that came in one is no secret any more."""
    for name, found in query.lists():
        if any(LOOKS_LIKE_A_KEY.match(value) for value in found):
            raise errors.KeyInAddress(field=shown(name))


def check_parameters(query: QueryDict, known: Mapping[str, int]) -> None:
    """Each parameter is known, stands once, and is no longer than its limit. Raises a DomainError or Problems."""
    problems: list[DomainError] = []
    for name, found in query.lists():
        problem = _check_parameter(name, found, known)
        if problem is not None:
            problem.field = shown(name)
            problems.append(problem)
    if problems:
        raise problems[0] if len(problems) == 1 else Problems(problems[:20])


def _check_parameter(name: str, found: list[str], known: Mapping[str, int]) -> DomainError | None:
    if name not in known:
        return errors.ParameterUnknown(name=shown(name), known=", ".join(sorted(known)) or "-")
    if len(found) > 1:
        return errors.ParameterRepeated(name=name, times=len(found))
    if len(found[0]) > known[name]:
        return errors.ParameterTooLong(limit=known[name])
    for character in found[0]:
        # U+FFFD is what became of bytes that are not UTF-8
        if not character.isprintable() or character == "\ufffd":
            return errors.CharacterRefused(character=f"U+{ord(character):04X}")
    return None


def _of(error: ValidationError, name: str) -> DomainError:
    problem = (error.params or {}).get("problem") or errors.ValueRefused()
    problem.field = name
    return problem


class _Field(forms.Field):
    """A form field that reads by one of the functions of `values`."""

    def __init__(self, *, read: Callable[[str], Any], **kwargs: Any) -> None:
        for unused in ("lookup_expr", "label", "help_text", "required"):
            kwargs.pop(unused, None)
        super().__init__(required=False)
        self.read = read

    def clean(self, value: Any) -> Any:
        if value is None:
            return None
        try:
            if value == "":
                raise errors.FieldBlank
            return self.read(value)
        except DomainError as problem:
            raise ValidationError("", params={"problem": problem}) from None


class _Filter(django_filters.Filter):
    field_class = _Field

    def filter(self, queryset: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return queryset if value is None else super().filter(queryset, value)


def member_of(members: type[StrEnum], **kwargs: Any) -> _Filter:
    """One of a closed set."""
    declared = _Filter(read=lambda text: values.choice(text, members), **kwargs)
    return extend_schema_field({"type": "string", "enum": [member.value for member in members]})(declared)


def text(*, limit: int = VALUE_LIMIT, **kwargs: Any) -> _Filter:
    declared = _Filter(read=lambda text: values.plain(text, limit=limit), **kwargs)
    return extend_schema_field({"type": "string", "minLength": 1, "maxLength": limit})(declared)


def code(pattern: str, read: Callable[[str], Any], **kwargs: Any) -> _Filter:
    """A code of a fixed form, such as a town's."""
    return extend_schema_field({"type": "string", "pattern": pattern})(_Filter(read=read, **kwargs))


def uscc(**kwargs: Any) -> _Filter:
    return code("^[0-9A-HJ-NPQRTUWXY]{18}$", values.uscc, **kwargs)


def day(**kwargs: Any) -> _Filter:
    return extend_schema_field({"type": "string", "format": "date"})(_Filter(read=_day, **kwargs))


def moment(**kwargs: Any) -> _Filter:
    """A point in time with its zone; a plus sign in an address is `%2B`."""
    return extend_schema_field({"type": "string", "format": "date-time"})(_Filter(read=_moment, **kwargs))


def _day(text: str) -> dt.date:
    return values.day(text)


def _moment(text: str) -> dt.datetime:
    return values.moment(text)
