"""Filters of the register's list."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.users.models import Department, Town
from cixi_oversight.web.fields import EnumField, PlainCharField
from cixi_oversight.web.filters import PageFilterSet
from institutions.enums import ACTIVE, ENDED, Gap
from institutions.models import Institution
from institutions.models.institution import AUTHORITIES
from institutions.rules import labels
from institutions.rules.search import MAX_LENGTH

ANY = msg("Any")


class TextFilter(django_filters.Filter):
    field_class = PlainCharField


class SetFilter(django_filters.Filter):
    """One of a closed set."""

    field_class = EnumField


def towns(request: Any) -> QuerySet[Town]:
    return Town.objects.filter(county_id__in=request.viewer.county_ids)


def authorities(request: Any) -> QuerySet[Department]:
    return Department.objects.filter(county_id__in=request.viewer.county_ids, town=None).order_by("pk")


class RegisterFilterSet(PageFilterSet):
    q = TextFilter(label=_("Name, pinyin, code, permit, telephone"), max_length=MAX_LENGTH, method="find")
    town = django_filters.ModelChoiceFilter(label=_("Town"), queryset=towns, to_field_name="code", empty_label=_("Any"))
    category = SetFilter(label=_("Category"), labels=labels.CATEGORY, blank=ANY)
    status = SetFilter(label=_("Status"), labels=labels.STATUS, blank=ANY)
    state = django_filters.ChoiceFilter(
        label=_("On the register"),
        choices=[("active", _("Still there")), ("ended", _("Ended"))],
        method="by_state",
        empty_label=_("Any"),
    )
    authority = django_filters.ModelChoiceFilter(
        label=_("Authority"), queryset=authorities, method="by_authority", empty_label=_("Any")
    )
    legal_form = SetFilter(label=_("Legal form"), labels=labels.LEGAL_FORM, blank=ANY)
    stage = SetFilter(label=_("Stage"), labels=labels.STAGE, blank=ANY)
    gap = SetFilter(label=_("Gaps in the data"), labels=labels.GAP, blank=ANY, method="by_gap")

    def find(self, rows: Any, _name: str, typed: str) -> Any:
        return rows.search(typed)

    def by_state(self, rows: QuerySet[Institution], _name: str, value: str) -> QuerySet[Institution]:
        return rows.filter(status__in=sorted(ACTIVE if value == "active" else ENDED))

    def by_authority(self, rows: QuerySet[Institution], _name: str, value: Department) -> QuerySet[Institution]:
        """In whichever of its four capacities."""
        scope = Q()
        for name in AUTHORITIES:
            scope |= Q(**{f"{name}_authority": value})
        return rows.filter(scope)

    def by_gap(self, rows: Any, _name: str, value: Gap) -> Any:
        return rows.with_gap(value)
