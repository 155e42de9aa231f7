"""Forms and filters of suspected sites."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.users.models import Town
from cixi_oversight.web.context import business_time
from cixi_oversight.web.fields import DayField, DocumentField, EnumField, PlainCharField
from cixi_oversight.web.filters import DayFilter, PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from institutions.models import SuspectedSite
from institutions.rules.labels.suspected import SITE_ORIGIN, SITE_STATE
from institutions.rules.suspected import address_key


class _Where(OfficeForm):
    address = PlainCharField(
        label=_("Where is it?"),
        max_length=200,
        help_text=_("Street and house number, floor, or what stands beside it."),
    )
    town = forms.ModelChoiceField(
        label=_("Town or sub-district"), queryset=Town.objects.none(), required=False, empty_label=_("I do not know")
    )
    sign = PlainCharField(label=_("What does the shop sign say?"), max_length=120, required=False)
    taught = PlainCharField(
        label=_("What is taught there?"), max_length=200, help_text=_("For example maths for primary school, dancing.")
    )
    seen_on = DayField(label=_("When did you see it?"), required=False)
    note = PlainCharField(
        label=_("Anything else"),
        max_length=600,
        lines=True,
        required=False,
        help_text=_("Times of teaching, fees, how many children. Please no names and no telephone numbers here."),
    )

    def __init__(self, *args: Any, county_ids: frozenset[int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = Town.objects.select_related("county").order_by("county__code", "code")
        if county_ids is not None:
            towns = towns.filter(county_id__in=county_ids)
        field: Any = self.fields["town"]
        field.queryset = towns


class PublicReportForm(_Where):
    """No account. `website` stays empty where a person fills the form in: it is not shown."""

    photo = DocumentField(
        label=_("A photo"), required=False, help_text=_("Of the sign or the door, not of children. JPEG or PNG.")
    )
    reporter_name = PlainCharField(
        label=_("Your name"), max_length=60, required=False, help_text=_("Only if we may ask you back.")
    )
    reporter_phone = PlainCharField(
        label=_("Your telephone"),
        max_length=20,
        required=False,
        help_text=_("Kept sealed. Only the officers who handle this report may see it, with a reason."),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))


class EnterForm(_Where):
    """An officer's own observation."""


class FoundForm(OfficeForm):
    visited_on = DayField(label=_("Visited on"))
    finding = PlainCharField(
        label=_("What was found"),
        max_length=600,
        lines=True,
        help_text=_("Who was there by capacity, what was taught, how many children. No names, no telephones."),
    )


class LicensedForm(FoundForm):
    institution = PlainCharField(
        label=_("Which licensed institution"),
        max_length=120,
        help_text=_("Its name as on the permit, its permit number or its credit code."),
    )


class ReopenForm(OfficeForm):
    finding = PlainCharField(label=_("Why look again"), max_length=300, lines=True)


class PlaceForm(OfficeForm):
    town = forms.ModelChoiceField(label=_("Town or sub-district"), queryset=Town.objects.none())

    def __init__(self, *args: Any, county_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["town"]
        field.queryset = Town.objects.filter(county_id=county_id)


class _TextFilter(django_filters.Filter):
    field_class = PlainCharField


class _SetFilter(django_filters.Filter):
    field_class = EnumField


def _towns(request: Any) -> QuerySet[Town]:
    viewer = request.viewer
    return Town.objects.filter(Q(county_id__in=viewer.county_ids) if viewer.county_wide else Q(pk__in=viewer.town_ids))


class SuspectedFilterSet(PageFilterSet):
    q = _TextFilter(label=_("Address, sign or number"), max_length=64, method="find")
    state = _SetFilter(label=_("State"), labels=SITE_STATE, blank=msg("Any"))
    town = django_filters.ModelChoiceFilter(label=_("Town"), queryset=_towns, empty_label=_("Any"))
    open = django_filters.ChoiceFilter(
        label=_("Still to do"),
        choices=[("open", _("Open")), ("overdue", _("Overdue")), ("ended", _("Ended"))],
        method="by_open",
        empty_label=_("Any"),
    )
    origin = _SetFilter(label=_("Reported by"), labels=SITE_ORIGIN, blank=msg("Any"), method="by_origin")
    reported_from = DayFilter(label=_("Reported from"), field_name="first_reported_on", lookup_expr="gte")
    reported_to = DayFilter(label=_("Reported until"), field_name="first_reported_on", lookup_expr="lte")

    def find(self, rows: QuerySet[SuspectedSite], _name: str, typed: str) -> QuerySet[SuspectedSite]:
        key = address_key(typed)
        hit = Q(number__icontains=typed.strip()) | Q(sign__icontains=typed.strip())
        return rows.filter(hit | Q(address_key__contains=key)) if key else rows.filter(hit)

    def by_open(self, rows: Any, _name: str, value: str) -> Any:
        if value == "overdue":
            return rows.overdue(self.on)
        return rows.open() if value == "open" else rows.exclude(pk__in=rows.open().values("pk"))

    def by_origin(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(reports__origin=value).distinct() if value else rows

    @property
    def on(self) -> Any:
        return business_time(self.request).date()
