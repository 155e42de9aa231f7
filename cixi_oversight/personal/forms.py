"""Forms and filters of the vault's own pages. Forms that enter persons belong to whoever knows the thing."""

from __future__ import annotations

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.personal.rules import labels
from cixi_oversight.personal.services.call_lists import CALLABLE
from cixi_oversight.web.fields import DayField, EnumField, PlainCharField
from cixi_oversight.web.filters import DayFilter, PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from cixi_oversight.web.words import worded


class ReasonForm(OfficeForm):
    why = PlainCharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("For example: call back on complaint 330282-2026-00012. It stays in the record."),
    )


class SetFilter(django_filters.Filter):
    field_class = EnumField


class RevealFilterSet(PageFilterSet):
    act = SetFilter(label=_("What was done"), labels=labels.ACT, blank=msg("Any"))
    field = SetFilter(label=_("Field"), labels=labels.FIELD, blank=msg("Any"))
    since = DayFilter(label=_("Looked at from"), field_name="recorded_at", lookup_expr="date__gte")
    until = DayFilter(label=_("Looked at until"), field_name="recorded_at", lookup_expr="date__lte")


class CallListFilterSet(PageFilterSet):
    since = DayFilter(label=_("Made from"), field_name="created_at", lookup_expr="date__gte")
    until = DayFilter(label=_("Made until"), field_name="created_at", lookup_expr="date__lte")


class CallListForm(OfficeForm):
    institution = PlainCharField(
        label=_("Institution"), max_length=120, help_text=_("Whole name, or unified social credit code.")
    )
    kinds = forms.MultipleChoiceField(
        label=_("Whom"),
        choices=lambda: [(kind.value, worded(labels.KIND[kind])) for kind in CALLABLE],
        widget=forms.CheckboxSelectMultiple,
    )
    why = PlainCharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("For example: tell families of the closure. It stays on record."),
    )


class TakeForm(OfficeForm):
    why = PlainCharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("For example: tell families of the closure. It stays on record."),
    )


class GivenForm(OfficeForm):
    form = EnumField(labels.CONSENT_FORM, label=_("How it was given"))
    on = DayField(label=_("Given on"))


class WithdrawForm(OfficeForm):
    on = DayField(label=_("Withdrawn on"))
    why = PlainCharField(label=_("Reason"), max_length=300)
