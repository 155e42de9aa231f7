"""Filters of a list, kept in its address. Unknown and unreadable ones are refused, applied ones shown as chips."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from cixi_oversight.errors import Message
from cixi_oversight.permissions import Viewer
from cixi_oversight.web.fields import DayField
from cixi_oversight.web.forms import OfficeForm
from cixi_oversight.web.words import worded


class ExtraFilter(Protocol):
    """A filter that a higher app adds to a list (the register by colour)."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> Message: ...
    @property
    def choices(self) -> Callable[[], Iterable[tuple[str, Any]]]: ...
    @property
    def q(self) -> Callable[[str, Viewer], Q]: ...


@dataclass(frozen=True, slots=True)
class Chip:
    """An applied filter, and the address without it."""

    name: str
    label: str
    value: str
    query: str
    is_default: bool = False  # nobody asked for it: the list begins so


@dataclass(frozen=True, slots=True)
class Default:
    """A filter that a list begins with. It shows as a chip; taking it away asks for `lifted`, the filter's choice
    that narrows nothing. A filter of `unless` says better what is wanted, and lifts it too."""

    name: str
    value: str
    lifted: str
    unless: frozenset[str] = frozenset()

    def completed(self, data: QueryDict) -> QueryDict:
        """What was asked for, with the default where nothing else was."""
        if data.get(self.name) not in (None, "", self.value):
            return data
        full = data.copy()
        full[self.name] = self.lifted if any(data.get(name) for name in self.unless) else self.value
        return full


class DayFilter(django_filters.Filter):
    """One day, read as strictly as in forms."""

    field_class = DayField


class PageFilterSet(django_filters.FilterSet):
    """Base of an app's list filters. `extra` are filters of higher apps; `viewer` is whose list it is."""

    default: ClassVar[Default | None] = None

    def __init__(
        self, data: QueryDict, queryset: QuerySet[Any], *, request: Any, extra: Iterable[ExtraFilter] = ()
    ) -> None:
        self.viewer: Viewer = request.viewer
        super().__init__(self.default.completed(data) if self.default else data, queryset, request=request)
        for more in extra:
            self.filters[more.key] = self._extra(more)

    def _extra(self, more: ExtraFilter) -> django_filters.Filter:
        def narrow(queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
            return queryset.filter(more.q(value, self.viewer)) if value else queryset

        choices = [(value, worded(label)) for value, label in more.choices()]
        added = django_filters.ChoiceFilter(label=worded(more.label), choices=choices, method=narrow)
        added.field_name, added.parent, added.model = more.key, self, self.queryset.model
        return added

    def get_form_class(self) -> type[OfficeForm]:
        fields = {name: one.field for name, one in self.filters.items()}
        for field in fields.values():
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = gettext_lazy("This is not in the list. Choose again.")
        form: type[OfficeForm] = type(f"{type(self).__name__}Form", (OfficeForm,), {**fields, "marks_optional": False})
        return form

    @property
    def names(self) -> frozenset[str]:
        """Every name that may stand in the address for this set's sake; ranges have two."""
        found: set[str] = set()
        for name, field in self.form.fields.items():
            suffixes = getattr(field.widget, "suffixes", None)
            found |= {f"{name}_{suffix}" if suffix else name for suffix in suffixes} if suffixes else {name}
        return frozenset(found)

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Label and sentence of each filter that cannot be read."""
        fields = self.form.fields
        return [
            (str(fields[name].label or name) if name in fields else "", str(error))
            for name, errors in self.form.errors.items()
            for error in errors
        ]

    def chips(self, data: QueryDict, without: Callable[..., str]) -> list[Chip]:
        """The applied filters in the order of the form; `without(name, **instead)` gives the address with one taken
        away and others set instead."""
        cleaned: Mapping[str, Any] = getattr(self.form, "cleaned_data", {})
        return [
            self._chip(name, field, cleaned[name], without)
            for name, field in self.form.fields.items()
            if cleaned.get(name) not in (None, "", [], ()) and not self._is_lifted(name, cleaned[name])
        ]

    def _chip(self, name: str, field: forms.Field, value: Any, without: Callable[..., str]) -> Chip:
        begins = self.default is not None and (name, value) == (self.default.name, self.default.value)
        query = without(name, **{name: self.default.lifted}) if self.default and begins else without(name)
        return Chip(name, str(field.label or name), self._shown(field, value), query, begins)

    def _is_lifted(self, name: str, value: Any) -> bool:
        return self.default is not None and (name, value) == (self.default.name, self.default.lifted)

    def _shown(self, field: forms.Field, value: Any) -> str:
        if isinstance(field, forms.ModelChoiceField):
            return str(field.label_from_instance(value))
        if isinstance(field, forms.ChoiceField):
            values = value if isinstance(value, list | tuple) else [value]
            words = dict(field.choices)  # type: ignore[arg-type]
            return "、".join(str(words.get(one, one)) for one in values)
        return str(value)
