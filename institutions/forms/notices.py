"""Forms and filters of notices, letters and schools."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.users.models import Town
from cixi_oversight.web.fields import DayField, EnumField, PlainCharField
from cixi_oversight.web.filters import PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from cixi_oversight.web.words import worded
from institutions.enums.notices import SchoolKind
from institutions.forms.fields import PhoneField, TownField, offer_places
from institutions.forms.filters import ANY, SetFilter, TextFilter, towns
from institutions.models import School
from institutions.rules.labels.notices import NOTICE_STATE, SCHOOL_KIND, SECTION


class NoticeForm(OfficeForm):
    section = EnumField(SECTION, label=_("Section"))
    title = PlainCharField(label=_("Title"), max_length=100)
    text = PlainCharField(
        label=_("Text"),
        max_length=6000,
        lines=True,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("As it is to be read. No names and no private telephones; office telephones are fine."),
    )
    issuer = PlainCharField(label=_("Signed by"), max_length=80)


class ReasonForm(OfficeForm):
    why = PlainCharField(label=_("Reason"), max_length=300, lines=True)


class PublishForm(OfficeForm):
    is_read = forms.BooleanField(label=_("I have read the text; it may go out."))


class SendForm(OfficeForm):
    """None ticked: all. Schools chosen by hand are told alone, whatever kinds and towns say."""

    kinds = forms.TypedMultipleChoiceField(
        label=_("Kinds of schools"),
        choices=lambda: [(one.value, worded(label)) for one, label in SCHOOL_KIND.items()],
        coerce=SchoolKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all kinds."),
    )
    towns = forms.ModelMultipleChoiceField(
        label=_("Towns"),
        queryset=Town.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all towns."),
    )

    schools = forms.ModelMultipleChoiceField(
        label=_("Single schools"),
        queryset=School.objects.none(),
        required=False,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick any, and only those get the letter, whatever is ticked above."),
    )

    def __init__(self, *args: Any, county_id: int, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["towns"]
        field.queryset = Town.objects.filter(county_id=county_id)
        self.fields["schools"].queryset = schools  # type: ignore[attr-defined]

    def schools_by_town(self) -> list[tuple[str, list[Any], bool]]:
        """The boxes of the single schools under their towns, and whether any of them is ticked."""
        found: dict[str, list[Any]] = {}
        for box in self["schools"]:
            town = box.data["value"].instance.town
            found.setdefault(town.name if town else gettext("Without a town"), []).append(box)
        return [(name, boxes, any(box.data["selected"] for box in boxes)) for name, boxes in found.items()]


class SchoolForm(OfficeForm):
    name = PlainCharField(label=_("Name"), max_length=80)
    kind = EnumField(SCHOOL_KIND, label=_("Kind of school"))
    town = TownField(label=_("Town"), required=False)
    contact_name = PlainCharField(
        label=_("Who answers for it"), max_length=40, required=False, help_text=_("Kept sealed; shown masked.")
    )
    contact_phone = PhoneField(label=_("Telephone of the person"), required=False)

    def __init__(self, *args: Any, county_ids: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_places(self, county_ids)


class CloseSchoolForm(OfficeForm):
    closed_on = DayField(label=_("Closed on"))
    why = PlainCharField(label=_("Reason"), max_length=300, lines=True)


class ReceiptForm(OfficeForm):
    families = forms.IntegerField(
        label=_("Passed on to how many families"), min_value=0, max_value=20_000, required=False
    )


class NoticeFilterSet(PageFilterSet):
    q = TextFilter(label=_("Title"), field_name="title", lookup_expr="icontains", max_length=40)
    section = SetFilter(label=_("Section"), labels=SECTION, blank=ANY)
    state = SetFilter(label=_("State"), labels=NOTICE_STATE, blank=ANY)


class SchoolFilterSet(PageFilterSet):
    """Those that are closed are shown when asked for."""

    q = TextFilter(label=_("Name"), field_name="name", lookup_expr="icontains", max_length=40)
    kind = SetFilter(label=_("Kind of school"), labels=SCHOOL_KIND, blank=ANY)
    town = django_filters.ModelChoiceFilter(label=_("Town"), queryset=towns, to_field_name="code", empty_label=_("Any"))
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("open", _("Open")), ("closed", _("Closed"))],
        method="by_state",
        empty_label=_("Any"),
    )

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(closed_on__isnull=value == "open")
