"""Filters of the white list, and the form that publishes."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.users.models import Town
from cixi_oversight.web.fields import EnumField, PlainCharField
from cixi_oversight.web.filters import DayFilter, PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from institutions.enums.whitelist import Criterion
from institutions.models import LookupEntry
from institutions.rules.labels import CATEGORY
from institutions.rules.labels.whitelist import CHANGE, UNMET
from institutions.rules.lookup import read_lookup


class _TextFilter(django_filters.Filter):
    field_class = PlainCharField


class _SetFilter(django_filters.Filter):
    field_class = EnumField


def by_name(rows: QuerySet[Any], typed: str) -> QuerySet[Any]:
    """Rows of institutions found as the public look-up finds them."""
    term = read_lookup(typed)
    if not term.text:
        return rows
    hit = Q(text__contains=term.text)
    if term.pairs:
        hit &= Q(pairs__contains=list(term.pairs))
    return rows.filter(institution__in=LookupEntry.objects.filter(hit).values("institution_id"))


class WhitelistFilterSet(PageFilterSet):
    q = _TextFilter(label=_("Name, shop sign or street"), max_length=40, method="find")
    town = django_filters.ModelChoiceFilter(
        label=_("Town"), field_name="institution__town", queryset=Town.objects.all(), empty_label=_("Any")
    )
    category = _SetFilter(label=_("Category"), labels=CATEGORY, blank=msg("Any"), field_name="institution__category")
    since = DayFilter(label=_("On the list since"), field_name="entered_on", lookup_expr="gte")

    def find(self, rows: QuerySet[Any], _name: str, typed: str) -> QuerySet[Any]:
        return by_name(rows, typed)


class ProposalFilterSet(PageFilterSet):
    q = _TextFilter(label=_("Institution"), max_length=40, method="find")
    change = _SetFilter(label=_("Entry or exit"), labels=CHANGE, blank=msg("Any"))
    reason = _SetFilter(label=_("Reason"), labels=UNMET, blank=msg("Any"), method="by_reason")
    since = DayFilter(label=_("Proposed until"), field_name="since_on", lookup_expr="lte")

    def find(self, rows: QuerySet[Any], _name: str, typed: str) -> QuerySet[Any]:
        return by_name(rows, typed)

    def by_reason(self, rows: QuerySet[Any], _name: str, value: Criterion | None) -> QuerySet[Any]:
        return rows.filter(unmet__contains=[value]) if value else rows


class PublishForm(OfficeForm):
    """`rows` are proposals, all ticked to begin with."""

    chosen = forms.MultipleChoiceField(label=_("To be published"), widget=forms.CheckboxSelectMultiple, required=False)
    note = PlainCharField(
        label=_("Note for the public"),
        max_length=300,
        lines=True,
        required=False,
        help_text=_("Stands in the history."),
    )
    is_read = forms.BooleanField(label=_("I have looked at the list; it may be published."))

    def __init__(self, *args: Any, rows: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chosen"]
        field.choices = [(f"{row.pk}:{row.change}", row.institution.name) for row in rows]
