"""Forms and filters of the star rating."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.web.context import business_time
from cixi_oversight.web.fields import DocumentField, EnumField, PlainCharField
from cixi_oversight.web.filters import PageFilterSet
from cixi_oversight.web.forms import OfficeForm, dress
from cixi_oversight.web.words import worded
from institutions.enums.stars import StarField
from institutions.models import Institution, StarApplication, StarItem
from institutions.rules.labels.stars import STAR_FIELD, STAR_STATE
from institutions.services.stars.reading import to_reconsider


class ApplicationForm(OfficeForm):
    """What the institution says on each field; a draft may be empty."""

    marks_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one, label in STAR_FIELD.items():
            self.fields[one.value] = PlainCharField(label=worded(label), max_length=1500, lines=True, required=False)
            dress(self.fields[one.value])


class EvidenceForm(OfficeForm):
    field = EnumField(STAR_FIELD, label=_("Field"))
    file = DocumentField(label=_("File"))


class ReviewForm(OfficeForm):
    """Points for every item of the standard, and words on each field."""

    marks_optional = False

    def __init__(self, *args: Any, items: Sequence[StarItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one, label in STAR_FIELD.items():
            for item in items:
                if item.field == one.value:
                    self._add_item(item)
            words = msg("%(field)s: remarks", field=worded(label))
            self._add(f"comment_{one.value}", PlainCharField(label=worded(words), max_length=500, required=False))

    def _add_item(self, item: StarItem) -> None:
        label = msg("%(number)s. %(text)s (0 to %(most)s)", number=item.number, text=item.text, most=item.points)
        box = forms.IntegerField(label=worded(label), min_value=0, max_value=item.points)
        self._add(f"item_{item.number}", box)

    def _add(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field
        dress(field)

    @property
    def given(self) -> dict[str, Any]:
        """What the service takes."""
        said = self.cleaned_data
        return {
            "points": {int(name[5:]): value for name, value in said.items() if name.startswith("item_")},
            "comments": {one.value: said[f"comment_{one.value}"] for one in StarField},
        }


class StandBackForm(OfficeForm):
    why = PlainCharField(label=_("Reason"), max_length=200, help_text=_("For example a relative works there."))


class ReasonForm(OfficeForm):
    why = PlainCharField(label=_("Reason"), max_length=300, lines=True, help_text=_("The institution reads this."))


class AwardForm(OfficeForm):
    stars = forms.TypedChoiceField(
        label=_("Stars awarded"),
        choices=[("5", "★★★★★"), ("4", "★★★★"), ("3", "★★★"), ("0", _("No stars"))],
        coerce=int,
        widget=forms.RadioSelect,
    )
    grounds = PlainCharField(label=_("Grounds"), max_length=600, lines=True)


class ChangeForm(OfficeForm):
    stars = forms.TypedChoiceField(
        label=_("From now on"),
        choices=[("4", "★★★★"), ("3", "★★★"), ("0", _("No stars"))],
        coerce=int,
        widget=forms.RadioSelect,
    )
    why = PlainCharField(
        label=_("Breach"), max_length=300, lines=True, help_text=_("The institution reads this, with how to appeal.")
    )


class _TextFilter(django_filters.Filter):
    field_class = PlainCharField


class _SetFilter(django_filters.Filter):
    field_class = EnumField


class ApplicationFilterSet(PageFilterSet):
    q = _TextFilter(label=_("Institution"), max_length=64, method="find")
    state = _SetFilter(label=_("State"), labels=STAR_STATE, blank=msg("Any"))
    year = django_filters.NumberFilter(label=_("Year"))

    def find(self, rows: QuerySet[StarApplication], _name: str, typed: str) -> QuerySet[StarApplication]:
        return rows.filter(institution__in=Institution.objects.search(typed))


class RatingFilterSet(PageFilterSet):
    q = _TextFilter(label=_("Institution"), max_length=64, method="find")
    annual = django_filters.ChoiceFilter(
        label=_("Annual inspection"), choices=[("failed", _("Not passed since"))], method="by_annual"
    )
    stars = django_filters.ChoiceFilter(label=_("Stars"), choices=[("5", "★★★★★"), ("4", "★★★★"), ("3", "★★★")])

    def by_annual(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        return rows.filter(pk__in=to_reconsider(business_time(self.request).date()).values("pk"))

    def find(self, rows: QuerySet[Any], _name: str, typed: str) -> QuerySet[Any]:
        return rows.filter(institution__in=Institution.objects.search(typed))
