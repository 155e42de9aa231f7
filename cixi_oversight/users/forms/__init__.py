"""Filters and forms of accounts."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.permissions import STAFF, Viewer
from cixi_oversight.users.models import Department, SignInAttempt, User
from cixi_oversight.users.rules import labels
from cixi_oversight.users.rules.passwords import LENGTH_MAX
from cixi_oversight.web.fields import DayField, PlainCharField
from cixi_oversight.web.filters import PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from cixi_oversight.web.words import ROLES, worded


def _roles() -> list[tuple[str, str]]:
    return [(role.value, worded(ROLES[role])) for role in sorted(STAFF)]


def _outcomes() -> list[tuple[str, str]]:
    return [(outcome.value, worded(label)) for outcome, label in labels.OUTCOME.items()]


def _providers() -> list[tuple[str, str]]:
    return [(provider.value, worded(label)) for provider, label in labels.PROVIDER.items()]


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


class ReasonForm(CloseForm):
    """What an administrator does to an account says why."""


class AccountForm(OfficeForm):
    username: Any = PlainCharField(
        label=_("User name"),
        max_length=60,
        help_text=_("3 to 60 small letters, digits, dots, hyphens or underscores, beginning with a letter."),
    )
    name: Any = PlainCharField(label=_("Full name"), max_length=60)


class AppointForm(OfficeForm):
    department: Any = forms.ModelChoiceField(Department.objects.none(), label=_("Department"))
    role: Any = forms.ChoiceField(label=_("Role"), choices=_roles)
    from_on: Any = DayField(label=_("From"))
    to_on: Any = DayField(label=_("Last day"), required=False, help_text=_("Leave empty for an open end."))
    why: Any = PlainCharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Department.objects.filter(county__in=viewer.county_ids).order_by("kind", "name")
        self.fields["department"].queryset = rows  # type: ignore[attr-defined]


class IdentityForm(OfficeForm):
    provider: Any = forms.ChoiceField(label=_("Outside sign-in"), choices=_providers)
    subject: Any = PlainCharField(
        label=_("Identity there"),
        max_length=255,
        help_text=_("The fixed identifier (sub) that the outside sign-in gives this person; no phone, no e-mail."),
    )
    why: Any = PlainCharField(label=_("Reason"), max_length=200)


class SignInFilterSet(PageFilterSet):
    name = _TextFilter(label=_("Name or user name"), method="called", max_length=60)
    outcome = django_filters.ChoiceFilter(label=_("Outcome"), choices=_outcomes, method="ended")

    class Meta:
        model = SignInAttempt
        fields: list[str] = []

    def called(self, queryset: QuerySet[SignInAttempt], _name: str, typed: str) -> QuerySet[SignInAttempt]:
        if not typed:
            return queryset
        return queryset.filter(Q(user__name__icontains=typed) | Q(user__username__icontains=typed))

    def ended(self, queryset: QuerySet[SignInAttempt], _name: str, outcome: str) -> QuerySet[SignInAttempt]:
        return queryset.filter(outcome=outcome)


class StaleFilterSet(PageFilterSet):
    name = _TextFilter(label=_("Name or user name"), method="called", max_length=60)
    role = django_filters.ChoiceFilter(label=_("Role"), choices=_roles, method="holding")

    class Meta:
        model = User
        fields: list[str] = []

    called = UserFilterSet.called
    holding = UserFilterSet.holding


class LeaveForm(OfficeForm):
    """The viewer's own leave."""

    deputy: Any = forms.ModelChoiceField(User.objects.none(), label=_("Deputy"))
    from_on: Any = DayField(label=_("First day"))
    to_on: Any = DayField(label=_("Last day"))
    why: Any = PlainCharField(
        label=_("Reason"), max_length=200, help_text=_("Annual leave, training, secondment … Nothing about health.")
    )

    def __init__(self, *args: Any, colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = colleagues  # type: ignore[attr-defined]


class LeaveOfForm(LeaveForm):
    """The chief arranges it for somebody."""

    absent: Any = forms.ModelChoiceField(User.objects.none(), label=_("On leave"))
    field_order = ("absent", "deputy", "from_on", "to_on", "why")

    def __init__(self, *args: Any, colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, colleagues=colleagues, **kwargs)
        self.fields["absent"].queryset = colleagues  # type: ignore[attr-defined]


class FirstPasswordForm(OfficeForm):
    password: Any = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=LENGTH_MAX,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again: Any = forms.CharField(
        label=_("The same again"),
        strip=False,
        max_length=LENGTH_MAX,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise ValidationError(_("The two passwords differ. Type them again."))
        return again
