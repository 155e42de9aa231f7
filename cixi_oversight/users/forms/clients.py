"""Forms and filters of departments' systems."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.permissions import Viewer
from cixi_oversight.users.enums import Resource, ScopeAccess
from cixi_oversight.users.models import ApiClient, Department
from cixi_oversight.users.rules.scopes import ACCESS, RESOURCES, every_scope
from cixi_oversight.web.fields import DayField, PlainCharField
from cixi_oversight.web.filters import PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from cixi_oversight.web.words import worded


def scope_words(name: str) -> str:
    """机构档案:读取"""
    resource, _colon, access = name.partition(":")
    return f"{worded(RESOURCES[Resource(resource)])}：{worded(ACCESS[ScopeAccess(access)])}"


class _TextFilter(django_filters.Filter):
    field_class = PlainCharField


class ClientFilterSet(PageFilterSet):
    name = _TextFilter(label=_("Name or department"), method="called", max_length=60)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[("open", _("in use")), ("revoked", _("revoked"))], method="in_state"
    )

    class Meta:
        model = ApiClient
        fields: list[str] = []

    def called(self, queryset: QuerySet[ApiClient], _name: str, typed: str) -> QuerySet[ApiClient]:
        return queryset.filter(Q(name__icontains=typed) | Q(department__name__icontains=typed)) if typed else queryset

    def in_state(self, queryset: QuerySet[ApiClient], _name: str, state: str) -> QuerySet[ApiClient]:
        return queryset.filter(revoked_at__isnull=state == "open")


class ClientForm(OfficeForm):
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), empty_label=_("Please choose")
    )
    name: Any = PlainCharField(
        label=_("System"), max_length=60, help_text=_("As the department calls it, for example 12345 hotline platform.")
    )
    contact_role: Any = PlainCharField(
        label=_("Whom to ring"), max_length=60, help_text=_("A post, not a person: for example duty desk.")
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Department.objects.filter(county__in=viewer.county_ids).order_by("name")


class ScopesForm(OfficeForm):
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=[], required=False, widget=forms.CheckboxSelectMultiple
    )
    why: Any = PlainCharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scopes"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(name, scope_words(name)) for name in every_scope()]


class KeyForm(OfficeForm):
    expires_on: Any = DayField(label=_("Last day of the key"), help_text=_("Two years from today at most."))


class RotateForm(OfficeForm):
    old_until: Any = DayField(
        label=_("Last day of the old key"), help_text=_("Until then both keys open, so that nothing stands still.")
    )
    expires_on: Any = DayField(label=_("Last day of the new key"), help_text=_("Two years from today at most."))
