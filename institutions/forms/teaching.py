"""Filters of the bureau's lists of teaching."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.users.models import Town
from cixi_oversight.web.fields import EnumField, PlainCharField
from cixi_oversight.web.filters import DayFilter, PageFilterSet
from institutions.enums.filings import FilingState
from institutions.models import Filing, Institution, StaffMember
from institutions.rules.labels.filings import FILING_STATE
from institutions.rules.labels.teaching import POST, SUBJECT
from institutions.services.teaching.waiting import for_sector

_HANDED_IN = {
    state: FILING_STATE[state]
    for state in (FilingState.SUBMITTED, FilingState.RETURNED, FilingState.ACCEPTED, FilingState.SUPERSEDED)
}


class _TextFilter(django_filters.Filter):
    field_class = PlainCharField


class _SetFilter(django_filters.Filter):
    field_class = EnumField


def towns(request: Any) -> QuerySet[Town]:
    return Town.objects.filter(county_id__in=request.viewer.county_ids)


class MaterialFilterSet(PageFilterSet):
    q = _TextFilter(label=_("Institution or title"), max_length=64, method="find")
    state = _SetFilter(label=_("State"), labels=_HANDED_IN, blank=msg("Any"))
    decides = django_filters.ChoiceFilter(
        label=_("Who decides"),
        choices=[("bureau", _("The education bureau")), ("sector", _("The sector authority"))],
        method="by_decider",
        empty_label=_("Any"),
    )
    subject = _SetFilter(
        label=_("Subject of teaching"), labels=SUBJECT, blank=msg("Any"), field_name="payload__subject"
    )
    since = DayFilter(label=_("Handed in from"), field_name="submitted_at", lookup_expr="date__gte")

    def find(self, rows: QuerySet[Filing], _name: str, typed: str) -> QuerySet[Filing]:
        mine = Institution.objects.visible_to(self.viewer).search(typed)
        return rows.filter(Q(institution__in=mine) | Q(payload__title__icontains=typed.strip()))

    def by_decider(self, rows: QuerySet[Filing], _name: str, value: str) -> QuerySet[Filing]:
        return rows.filter(for_sector()) if value == "sector" else rows.exclude(for_sector())


class RecordCheckFilterSet(PageFilterSet):
    q = _TextFilter(label=_("Institution"), max_length=64, method="find")
    town = django_filters.ModelChoiceFilter(
        label=_("Town"),
        queryset=towns,
        to_field_name="code",
        field_name="institution__town",
        empty_label=_("Any"),
    )
    post = _SetFilter(label=_("Post held"), labels=POST, blank=msg("Any"))
    missing = django_filters.ChoiceFilter(
        label=_("Check"),
        choices=[("none", _("None on record")), ("late", _("More than a year old"))],
        method="by_check",
        empty_label=_("Any"),
    )

    def find(self, rows: QuerySet[StaffMember], _name: str, typed: str) -> QuerySet[StaffMember]:
        return rows.filter(institution__in=Institution.objects.visible_to(self.viewer).search(typed))

    def by_check(self, rows: QuerySet[StaffMember], _name: str, value: str) -> QuerySet[StaffMember]:
        return rows.filter(checked_on=None) if value == "none" else rows.exclude(checked_on=None)
