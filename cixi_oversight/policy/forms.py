"""Forms of policy."""

from __future__ import annotations

from typing import Any, cast

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import Unit
from cixi_oversight.policy.models import DeadlineMove
from cixi_oversight.policy.rules.labels import DEADLINES, MODES, PERIODS, UNITS
from cixi_oversight.policy.services import calendar
from cixi_oversight.policy.services.calendar import FIRST_YEAR, LAST_YEAR
from cixi_oversight.policy.services.extensions import OF_TOWN
from cixi_oversight.policy.services.reading import categories, kinds_in_use, of_team, own
from cixi_oversight.users.models import County, Town
from cixi_oversight.web.fields import DayField, EnumField, PlainCharField, YuanField
from cixi_oversight.web.filters import DayFilter, PageFilterSet
from cixi_oversight.web.forms import OfficeForm, dress
from cixi_oversight.web.words import worded


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


class SuspendForm(OfficeForm):
    from_on = DayField(label=_("Rests from"), help_text=_("The first day of rest, later than the day it began."))
    reason = PlainCharField(label=_("Reason"), max_length=300, lines=True)
    law = PlainCharField(
        label=_("Legal basis"),
        max_length=200,
        help_text=_("The law, regulation or rule that allows it, with the article."),
    )


class ResumeForm(OfficeForm):
    to_on = DayField(label=_("Last day of rest"))
    why = PlainCharField(label=_("Reason"), max_length=300)


class ExtendForm(OfficeForm):
    why = PlainCharField(label=_("Reason"), max_length=200, lines=True)
    law = PlainCharField(
        label=_("Approved by, and legal basis"), max_length=90, help_text=_("Who approved it, by which article.")
    )


class TimeOfDayField(forms.TimeField):
    """21:00 as typed; minutes after midnight in `cleaned_data`."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def clean(self, value: Any) -> int | None:
        time = super().clean(value)
        return None if time is None else time.hour * 60 + time.minute


def value_field(unit: str) -> forms.Field:
    """Typed as people write it: yuan, 21:00, yes or no, else a plain number of what the unit says."""
    label = _("Value")
    if unit == Unit.FEN:
        return YuanField(label=label, help_text=_("In yuan."))
    if unit == Unit.TIME_OF_DAY:
        return TimeOfDayField(label=label, help_text=_("For example 21:00."))
    if unit == Unit.YES_NO:
        return forms.TypedChoiceField(
            label=label,
            choices=[("1", _("yes")), ("0", _("no"))],
            coerce=int,
            widget=forms.RadioSelect,
            empty_value=None,
        )
    counted = _("Unit: %(unit)s") % {"unit": worded(UNITS[Unit(unit)])} if unit else ""
    return NumberField(label=label, min_value=0, max_value=10**12, help_text=counted)


class ValueForm(OfficeForm):
    """`county`, `category` and `mode` say where the value holds; the most specific one counts."""

    value = NumberField(label=_("Value"), min_value=0, max_value=10**12)
    effective_from = DayField(label=_("In force from"))
    effective_to = DayField(label=_("In force until"), required=False, help_text=_("Empty: until another value."))
    county = forms.ModelChoiceField(
        County.objects.none(), label=_("County"), required=False, empty_label=_("everywhere"), to_field_name="code"
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    mode = forms.ChoiceField(label=_("Mode of custody"), required=False)
    source = PlainCharField(label=_("Legal source"), max_length=200)
    confirmed = forms.BooleanField(label=_("Confirmed by the bureau"), required=False)
    why = PlainCharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, viewer: Viewer, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = value_field(unit)
        dress(self.fields["value"])
        everywhere = [("", worded(msg("all")))]
        cast("forms.ModelChoiceField[County]", self.fields["county"]).queryset = County.objects.filter(
            pk__in=viewer.county_ids
        )
        known = {"category": categories(), "mode": {mode.value: label for mode, label in MODES.items()}}
        for name, labels in known.items():
            choices = [(value, worded(label)) for value, label in labels.items()]
            cast("forms.ChoiceField", self.fields[name]).choices = everywhere + choices


class DecideForm(OfficeForm):
    accept = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Put in force")), ("no", _("Refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        empty_value=None,
    )
    why = PlainCharField(label=_("Reason"), max_length=200)


class OnForm(OfficeForm):
    """A page as of a day."""

    marks_optional = False
    on = DayField(label=_("As of"), required=False)


class PeriodForm(OfficeForm):
    school_year = forms.RegexField(
        r"^20\d\d-20\d\d$", label=_("School year"), max_length=9, help_text=_("For example 2025-2026.")
    )
    kind = EnumField(PERIODS, label=_("Kind"))
    name = PlainCharField(label=_("Name"), max_length=40)
    from_on = DayField(label=_("First day"))
    to_on = DayField(label=_("Last day"))
    source = PlainCharField(label=_("Source"), max_length=200)
    confirmed = forms.BooleanField(label=_("Confirmed by the bureau"), required=False)
    why = PlainCharField(label=_("Reason"), max_length=200, required=False)


class WhyForm(OfficeForm):
    why = PlainCharField(label=_("Reason"), max_length=200)


class KindFilter(django_filters.Filter):
    field_class = EnumField


def towns(request: Any) -> QuerySet[Town]:
    return Town.objects.filter(county_id__in=request.viewer.county_ids)


class MonthFilterSet(PageFilterSet):
    """Whose deadlines: the viewer's own, the department's, all of the town or county; of which kind; where."""

    whose = django_filters.ChoiceFilter(
        label=_("For whom"),
        choices=[("mine", _("Mine: my work ends it")), ("team", _("My department's"))],
        method="by_duty",
        empty_label=_("All I see"),
    )
    kind = KindFilter(label=_("Kind"), labels=DEADLINES, blank=msg("Any"))
    town = django_filters.ModelChoiceFilter(
        label=_("Town"), queryset=towns, to_field_name="code", empty_label=_("Any"), method="by_town"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = kinds_in_use()
        self.filters["kind"].extra["labels"] = {kind: words for kind, words in DEADLINES.items() if kind in used}
        self.filters["whose"].extra["empty_label"] = widest(self.viewer)

    def by_duty(self, rows: Any, _name: str, value: str) -> Any:
        on = self.request.business_at.date()
        return rows.filter(own(self.viewer) if value == "mine" else of_team(self.viewer, on))

    def by_town(self, rows: Any, _name: str, town: Town) -> Any:
        of_town = OF_TOWN.ask()
        return rows.filter(of_town(town)) if of_town else rows.none()


def widest(viewer: Viewer) -> Any:
    """What "all" is for this viewer."""
    if viewer.county_wide:
        return _("All of my county")
    return _("All of my town") if viewer.town_ids else _("All I see")


class DeadlineFilterSet(MonthFilterSet):
    """`left` counts workdays from today: the office's, whatever the period itself is counted in."""

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
    due = DayFilter(label=_("Due on"), field_name="due_on")
    moved = django_filters.ChoiceFilter(
        label=_("Moved"), choices=[("yes", _("Moved since it began"))], method="by_move", empty_label=_("Any")
    )

    def by_time(self, rows: Any, _name: str, value: str) -> Any:
        on = self.request.business_at.date()
        if value == "overdue":
            return rows.overdue(on)
        last = on if value == "today" else calendar.add_workdays(on, int(value))
        return rows.filter(due_on__gte=on, due_on__lte=last)

    def by_move(self, rows: Any, _name: str, _value: str) -> Any:
        return rows.filter(pk__in=DeadlineMove.objects.values("deadline_id"))
