"""Filters and forms of accounts."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.permissions import STAFF
from cixi_oversight.users.models import User
from cixi_oversight.web.fields import PlainCharField
from cixi_oversight.web.filters import PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from cixi_oversight.web.words import ROLES, worded


def _roles() -> list[tuple[str, str]]:
    return [(role.value, worded(ROLES[role])) for role in sorted(STAFF)]


class _TextFilter(django_filters.Filter):
    field_class = PlainCharField


class UserFilterSet(PageFilterSet):
    name = _TextFilter(label=_("Name or user name"), method="called", max_length=60)
    role = django_filters.ChoiceFilter(label=_("Role"), choices=_roles, method="holding")
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[("open", _("open")), ("closed", _("closed"))], method="in_state"
    )

    class Meta:
        model = User
        fields: list[str] = []

    def called(self, queryset: QuerySet[User], _name: str, typed: str) -> QuerySet[User]:
        return queryset.filter(Q(name__icontains=typed) | Q(username__icontains=typed)) if typed else queryset

    def holding(self, queryset: QuerySet[User], _name: str, role: str) -> QuerySet[User]:
        return queryset.filter(memberships__role=role).distinct()

    def in_state(self, queryset: QuerySet[User], _name: str, state: str) -> QuerySet[User]:
        return queryset.filter(is_active=state == "open")


class CloseForm(OfficeForm):
    why: Any = PlainCharField(label=_("Reason"), max_length=200)
