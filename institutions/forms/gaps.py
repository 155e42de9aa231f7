"""Forms and filters of gap lists and entry standards."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.web.context import business_time
from cixi_oversight.web.fields import DayField, DocumentField, EnumField, PlainCharField
from cixi_oversight.web.filters import Default, PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from cixi_oversight.web.words import worded
from institutions.enums.gaps import GapListState, StandardKey, StandardUnit
from institutions.forms.fields import AreaField, WhyForm
from institutions.forms.filters import SetFilter, TextFilter, authorities, towns
from institutions.models import GapList, Institution
from institutions.rules import labels
from institutions.rules.labels.gaps import STANDARD_KEY, STANDARD_UNIT

ANY = msg("Any")
_SCALE = {StandardUnit.AREA_PER_STUDENT: 100, StandardUnit.FEN: 100}


class GapFilterSet(PageFilterSet):
    q = TextFilter(label=_("Institution"), max_length=64, method="find")
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[
            ("open", _("In transition")),
            ("overdue", _("Transition over, gaps left")),
            ("waiting", _("Evidence waits")),
            ("closed", _("All gaps closed")),
            ("ended", _("Transition ended")),
            ("all", _("All")),
        ],
        method="by_state",
        empty_label=None,
    )
    receiver = django_filters.ModelChoiceFilter(label=_("Receiver"), queryset=authorities, empty_label=_("Any"))
    category = SetFilter(label=_("Category"), labels=labels.CATEGORY, blank=ANY)
    town = django_filters.ModelChoiceFilter(
        label=_("Town"), field_name="institution__town", queryset=towns, to_field_name="code", empty_label=_("Any")
    )

    default = Default("state", "open", lifted="all")

    def find(self, rows: QuerySet[GapList], _name: str, typed: str) -> QuerySet[GapList]:
        return rows.filter(institution__in=Institution.objects.visible_to(self.viewer).search(typed))

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        match value:
            case "overdue":
                return rows.filter(state=GapListState.OPEN, due_on__lt=business_time(self.request).date())
            case "waiting":
                return rows.filter(state=GapListState.OPEN, gaps_waiting__gt=0)
            case "all":
                return rows
            case _:
                return rows.filter(state=value)


class OpenListForm(OfficeForm):
    """Which standards are not met; those of which the register knows that they are met come unticked."""

    keys = forms.TypedMultipleChoiceField(
        label=_("Standards that are not met"), coerce=StandardKey, widget=forms.CheckboxSelectMultiple
    )

    def offer(self, standards: list[Any]) -> None:
        field: Any = self.fields["keys"]
        field.choices = [(one.key, f"{worded(STANDARD_KEY[StandardKey(one.key)])}：{one.demand}") for one in standards]


class DecideForm(OfficeForm):
    why = PlainCharField(
        label=_("Reason"),
        max_length=300,
        lines=True,
        help_text=_("What was looked at and what it shows. The institution reads it. No names, no telephones."),
    )


class HandInForm(OfficeForm):
    answer = PlainCharField(
        label=_("What has been done"),
        max_length=600,
        lines=True,
        required=False,
        help_text=_("In a few sentences, without names and telephones of persons."),
    )
    file = DocumentField(label=_("Evidence"), required=False)
    second_file = DocumentField(label=_("Second file"), required=False)

    @property
    def evidence(self) -> list[Any]:
        return [one for one in (self.cleaned_data["file"], self.cleaned_data["second_file"]) if one]


class StandardForm(WhyForm):
    """The figure is typed in the unit's own words: yuan, square metres."""

    key = EnumField(STANDARD_KEY, label=_("Standard"))
    category = EnumField(labels.CATEGORY, label=_("Category"))
    demand = PlainCharField(label=_("Demand of the standard"), max_length=300, lines=True)
    unit = EnumField(STANDARD_UNIT, label=_("Unit of the figure"), required=False, blank=msg("no figure"))
    amount = AreaField(label=_("Figure"), required=False, help_text=_("For example 3 m² a student, or 300000 yuan."))
    effective_from = DayField(label=_("In force from"))
    effective_to = DayField(label=_("In force until"), required=False)
    source = PlainCharField(
        label=_("Where it stands"), max_length=300, lines=True, help_text=_("Document, number, article.")
    )
    confirmed = forms.BooleanField(
        label=_("I have the document before me"), required=False, help_text=_("Otherwise it is marked as unconfirmed.")
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if bool(values.get("unit")) != (values.get("amount") is not None):
            raise ValidationError({"amount": _("A figure and its unit go together.")})
        return values

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes: the figure in whole units."""
        values = dict(self.cleaned_data)
        unit = values["unit"] or StandardUnit.NONE
        amount: Decimal | None = values["amount"]
        values["unit"] = unit
        values["amount"] = None if amount is None else int(amount * _SCALE.get(unit, 1))
        return values
