"""Forms and filters of register changes."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from cixi_oversight.web.fields import PlainCharField
from cixi_oversight.web.filters import DayFilter, PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from institutions.forms.filters import ANY, SetFilter, TextFilter, towns
from institutions.models import Institution
from institutions.rules.labels.changes import CHANGE_KIND, CHANGE_OUTCOME, CHANGE_STATE


class DecideForm(OfficeForm):
    """`candidates`: which institutions could be meant, where there are several."""

    institution = forms.ModelChoiceField(label=_("Which institution is meant"), queryset=Institution.objects.none())
    why = PlainCharField(
        label=_("What was done, or why nothing is"), max_length=300, lines=True, help_text=_("Stays in the record.")
    )

    def __init__(self, *args: Any, candidates: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if candidates:
            field: Any = self.fields["institution"]
            field.queryset = Institution.objects.filter(pk__in=candidates)
        else:
            del self.fields["institution"]


class ChangeFilterSet(PageFilterSet):
    q = TextFilter(label=_("Name of the business"), field_name="name", lookup_expr="icontains", max_length=40)
    state = SetFilter(label=_("State"), labels=CHANGE_STATE, blank=ANY)
    kind = SetFilter(label=_("Kind of change"), labels=CHANGE_KIND, blank=ANY)
    outcome = SetFilter(label=_("What it was matched with"), labels=CHANGE_OUTCOME, blank=ANY)
    sheet = django_filters.NumberFilter(
        label=_("Sheet that it came with (number)"), field_name="batch_id", min_value=1, max_value=2**31
    )
    town = django_filters.ModelChoiceFilter(label=_("Town"), queryset=towns, to_field_name="code", empty_label=_("Any"))
    day_from = DayFilter(label=_("Day from"), field_name="changed_on", lookup_expr="gte")
    day_to = DayFilter(label=_("Day until"), field_name="changed_on", lookup_expr="lte")
