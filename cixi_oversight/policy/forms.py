"""Forms of policy."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.policy.models import DeadlineMove
from cixi_oversight.policy.rules.labels import DEADLINES
from cixi_oversight.policy.services import calendar
from cixi_oversight.policy.services.calendar import FIRST_YEAR, LAST_YEAR
from cixi_oversight.policy.services.extensions import OF_TOWN
from cixi_oversight.policy.services.reading import kinds_in_use, own_kinds
from cixi_oversight.users.models import Town
from cixi_oversight.web.fields import DayField, EnumField, PlainCharField
from cixi_oversight.web.filters import PageFilterSet
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


class KindFilter(django_filters.Filter):
    field_class = EnumField


def towns(request: Any) -> QuerySet[Town]:
    return Town.objects.filter(county_id__in=request.viewer.county_ids)


class DeadlineFilterSet(PageFilterSet):
    """`left` counts workdays from today: the office's, whatever the period itself is counted in."""

    whose = django_filters.ChoiceFilter(
        label=_("For whom"), choices=[("mine", _("What my work ends"))], method="by_duty", empty_label=_("All I see")
    )
    kind = KindFilter(label=_("Kind"), labels=DEADLINES, blank=msg("Any"))
    left = django_filters.ChoiceFilter(
        label=_("Time left"),
        choices=[
            ("overdue", _("Overdue")),
            ("today", _("Due today")),
            ("3", _("Within 3 workdays")),
            ("10", _("Within 10 workdays")),
        ],
        method="by_time",
        empty_label=_("Any"),
    )
    town = django_filters.ModelChoiceFilter(
        label=_("Town"), queryset=towns, to_field_name="code", empty_label=_("Any"), method="by_town"
    )
    moved = django_filters.ChoiceFilter(
        label=_("Moved"), choices=[("yes", _("Moved since it began"))], method="by_move", empty_label=_("Any")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = kinds_in_use()
        self.filters["kind"].extra["labels"] = {kind: words for kind, words in DEADLINES.items() if kind in used}

    def by_duty(self, rows: Any, _name: str, _value: str) -> Any:
        return rows.filter(kind__in=own_kinds(self.viewer))

    def by_time(self, rows: Any, _name: str, value: str) -> Any:
        on = self.request.business_at.date()
        if value == "overdue":
            return rows.overdue(on)
        last = on if value == "today" else calendar.add_workdays(on, int(value))
        return rows.filter(due_on__gte=on, due_on__lte=last)

    def by_town(self, rows: Any, _name: str, town: Town) -> Any:
        of_town = OF_TOWN.ask()
        return rows.filter(of_town(town)) if of_town else rows.none()

    def by_move(self, rows: Any, _name: str, _value: str) -> Any:
        return rows.filter(pk__in=DeadlineMove.objects.values("deadline_id"))
