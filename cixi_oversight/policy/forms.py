"""Forms of policy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cixi_oversight.policy.services.calendar import FIRST_YEAR, LAST_YEAR
from cixi_oversight.web.fields import DayField, PlainCharField
from cixi_oversight.web.forms import OfficeForm


class NumberField(forms.IntegerField):
    """ASCII digits and nothing else: no 1_000, no full-width digits, no 12.0."""

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str) and value.strip() and not (value.strip().isascii() and value.strip().isdigit()):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        number: int | None = super().to_python(value)
        return number


class DayForm(OfficeForm):
    day = DayField(label=_("Day"))
    is_workday = forms.TypedChoiceField(
        label=_("This day is"),
        choices=[("off", _("off")), ("worked", _("worked"))],
        coerce=lambda value: value == "worked",
        widget=forms.RadioSelect,
    )
    name = PlainCharField(
        label=_("Name"), max_length=40, help_text=_("For example National Day, or worked instead of Monday.")
    )
    why = PlainCharField(label=_("Reason"), max_length=200)


class YearForm(OfficeForm):
    year = NumberField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    source = PlainCharField(
        label=_("Notice"), max_length=200, help_text=_("Title and number of the State Council's notice.")
    )
    why = PlainCharField(label=_("Reason"), max_length=200)


class ValueForm(OfficeForm):
    value = NumberField(label=_("Value"), min_value=0, max_value=10**12)
    effective_from = DayField(label=_("In force from"))
    source = PlainCharField(label=_("Legal source"), max_length=200)
    confirmed = forms.BooleanField(label=_("Confirmed by the bureau"), required=False)
    why = PlainCharField(label=_("Reason"), max_length=200)
