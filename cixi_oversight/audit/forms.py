"""Filters of the audit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.audit.services.institutions import INSTITUTIONS
from cixi_oversight.audit.services.verbs import known_verbs
from cixi_oversight.web.fields import DayField, PlainCharField
from cixi_oversight.web.filters import DayFilter, PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from cixi_oversight.web.words import worded


def _verbs() -> list[tuple[str, str]]:
    return sorted(((verb, worded(label)) for verb, label in known_verbs().items()), key=lambda pair: pair[1])


class TextFilter(django_filters.Filter):
    """Text without control characters, at most 60 of them."""

    field_class = PlainCharField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, max_length=60, **kwargs)


class EventFilterSet(PageFilterSet):
    actor = TextFilter(label=_("Who"), field_name="actor__label", lookup_expr="icontains")
    verb = django_filters.ChoiceFilter(label=_("What"), choices=_verbs)
    institution = TextFilter(label=_("Institution"), method="about")
    from_on = DayFilter(label=_("From"), method="since")
    to_on = DayFilter(label=_("To"), method="until")
    subject = django_filters.CharFilter(label=_("Subject, for example job:17"), method="of_subject", max_length=60)

    class Meta:
        model = Event
        fields: list[str] = []

    def about(self, queryset: QuerySet[Event], _name: str, typed: str) -> QuerySet[Event]:
        register = INSTITUTIONS.ask()
        found = register.found(self.viewer, typed) if register is not None and typed else []
        return queryset.filter(institution_id__in=found)

    def since(self, queryset: QuerySet[Event], _name: str, day: dt.date) -> QuerySet[Event]:
        return queryset.filter(recorded_at__gte=clock.at(day))

    def until(self, queryset: QuerySet[Event], _name: str, day: dt.date) -> QuerySet[Event]:
        return queryset.filter(recorded_at__lt=clock.at(day + dt.timedelta(days=1)))

    def of_subject(self, queryset: QuerySet[Event], _name: str, typed: str) -> QuerySet[Event]:
        """`kind` or `kind:number`; anything else is found nowhere."""
        kind, _colon, number = typed.partition(":")
        if number and not (number.isascii() and number.isdigit() and len(number) < 19):
            return queryset.none()
        found = queryset.filter(subject_kind=kind)
        return found.filter(subject_id=int(number)) if number else found


class RangeForm(OfficeForm):
    from_on = DayField(label=_("From"))
    to_on = DayField(label=_("To"))

    def clean_to_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["to_on"]
        if day < self.cleaned_data.get("from_on", day):
            raise ValidationError(_("The end lies before the beginning."))
        return day
