"""Forms and filters of regulatory talks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight import clock
from cixi_oversight.errors import msg
from cixi_oversight.personal.enums import Capacity
from cixi_oversight.personal.rules.labels import CAPACITY
from cixi_oversight.web.fields import DayField, EnumField, PlainCharField
from cixi_oversight.web.filters import DayFilter, PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from cixi_oversight.web.words import worded
from institutions.models import Institution, RegulatoryTalk
from institutions.rules import labels


class CapacitiesField(forms.TypedMultipleChoiceField):
    """Whom the institution sends, by capacity."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=lambda: [(one.value, worded(label)) for one, label in CAPACITY.items()], coerce=Capacity, **kwargs
        )


class TalkForm(OfficeForm):
    """`day` and `time` make the moment."""

    occasion = EnumField(labels.OCCASION, label=_("Occasion of the talk"))
    occasion_on = DayField(
        label=_("Code adopted on"),
        required=False,
        help_text=_("With a yellow code only: the talk is due within ten days of that day."),
    )
    day = DayField(label=_("Day of the talk"))
    time = forms.TimeField(
        label=_("Time of the talk"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        input_formats=["%H:%M"],
        error_messages={"invalid": _("Write the time as 14:30.")},
    )
    place = PlainCharField(label=_("Place"), max_length=120, help_text=_("For example 慈溪市教育局三楼会议室."))
    capacities = CapacitiesField(label=_("Who has to come"), help_text=_("By capacity; the notice names no person."))
    grounds = PlainCharField(
        label=_("What was found"),
        max_length=400,
        lines=True,
        help_text=_("Begins the notice: 近期，你单位…… Without names and telephones of persons."),
    )
    legal_basis = PlainCharField(label=_("Legal basis"), max_length=200)
    matter = PlainCharField(label=_("What is to be talked about"), max_length=300, lines=True)
    contact = PlainCharField(
        label=_("Whom to ask"),
        max_length=80,
        required=False,
        help_text=_("The office and its telephone, for example 联系科室：民办教育科，电话：0574-63000000."),
    )

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        values = dict(self.cleaned_data)
        day, time = values.pop("day"), values.pop("time")
        return values | {"starts_at": dt.datetime.combine(day, time, tzinfo=clock.SHANGHAI)}


class ChangeTalkForm(TalkForm):
    """The occasion stays as it was planned."""

    occasion = None  # type: ignore[assignment]
    occasion_on = None  # type: ignore[assignment]


class HoldForm(OfficeForm):
    held_on = DayField(label=_("Held on"))
    record_text = PlainCharField(
        label=_("Record of the talk"),
        max_length=2000,
        lines=True,
        help_text=_("Who came by capacity, what was put to them, what they said. No names, no telephones."),
    )
    demands = PlainCharField(label=_("What is demanded"), max_length=600, lines=True, required=False)
    demands_due_on = DayField(label=_("To be done by"), required=False)


class CancelForm(OfficeForm):
    why = PlainCharField(label=_("Reason"), max_length=200, lines=True)


class NotifyForm(OfficeForm):
    """The signatory's word: from now on it is a paper of the bureau."""

    is_read = forms.BooleanField(label=_("I have read the notice above; it may go out."))


class _TextFilter(django_filters.Filter):
    field_class = PlainCharField


class _SetFilter(django_filters.Filter):
    field_class = EnumField


class TalkFilterSet(PageFilterSet):
    q = _TextFilter(label=_("Institution or number of the notice"), max_length=64, method="find")
    state = _SetFilter(label=_("State"), labels=labels.TALK_STATE, blank=msg("Any"))
    occasion = _SetFilter(label=_("Occasion of the talk"), labels=labels.OCCASION, blank=msg("Any"))
    day_from = DayFilter(label=_("Day from"), field_name="starts_at", lookup_expr="date__gte")
    day_to = DayFilter(label=_("Day until"), field_name="starts_at", lookup_expr="date__lte")

    def find(self, rows: QuerySet[RegulatoryTalk], _name: str, typed: str) -> QuerySet[RegulatoryTalk]:
        mine = Institution.objects.visible_to(self.viewer).search(typed)
        return rows.filter(institution__in=mine) | rows.filter(notice__number__contains=typed.strip())
