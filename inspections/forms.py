"""Forms and filters of complaints."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import Town
from cixi_oversight.web.fields import DayField, EnumField, PlainCharField, YuanField
from cixi_oversight.web.filters import DayFilter, PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from inspections.models import Complaint
from inspections.models.remark import REMARK_MAX
from inspections.rules import labels
from institutions.models import Institution
from institutions.services.reading import find

ANY = msg("Any")
_CANDIDATES_MAX = 6


class InstitutionField(PlainCharField):
    """An institution of the viewer's scope: its code, or enough of its name to mean one. Several: they are named."""

    viewer: Viewer

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        rows = Institution.objects.visible_to(self.viewer)
        exact = rows.filter(public_id=text).first() or rows.filter(uscc=text.upper()).first()
        if exact is not None:
            return exact
        found = find(rows, text, _CANDIDATES_MAX + 1)
        same_name = [row for row in found if row.name == text]
        if len(same_name) == 1 or len(found) == 1:
            return (same_name or found)[0]
        if not found:
            raise ValidationError(_("No institution found. Write a part of its name, or its code."), code="none")
        names = "、".join(row.name for row in found[:_CANDIDATES_MAX])
        raise ValidationError(
            _("Several institutions fit: %(names)s. Write the whole name or the code."),
            code="several",
            params={"names": names},
        )

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Institution) else value


class ReceiveForm(OfficeForm):
    institution = InstitutionField(
        label=_("Institution"), max_length=120, help_text=_("Whole name, or unified social credit code.")
    )
    channel = EnumField(labels.CHANNEL, label=_("Came in by"))
    matter = EnumField(labels.MATTER, label=_("Matter"))
    received_on = DayField(label=_("Received on"))
    amount_fen = YuanField(
        label=_("Amount in dispute in yuan"), required=False, help_text=_("Empty if no money is in dispute.")
    )
    summary = PlainCharField(
        label=_("What it is about"),
        max_length=500,
        lines=True,
        required=False,
        help_text=_("Without names and telephones: these have fields of their own below."),
    )
    complainant_name = PlainCharField(
        label=_("Complainant's name"),
        max_length=60,
        required=False,
        help_text=_("Kept sealed; never shown to the institution."),
    )
    complainant_phone = PlainCharField(
        label=_("Complainant's telephone"),
        max_length=30,
        required=False,
        help_text=_("To call back and answer. Kept sealed and shown as 138****5678."),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["institution"]
        if isinstance(field, InstitutionField):
            field.viewer = viewer

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes: the complainant's values apart from the complaint's."""
        own = {name: value for name, value in self.cleaned_data.items() if not name.startswith("complainant_")}
        person = {name: self.cleaned_data[f"complainant_{name}"] for name in ("name", "phone")}
        return own | {"complainant": person}


class RemarkForm(OfficeForm):
    text = PlainCharField(
        label=_("What the office should know"),
        max_length=REMARK_MAX,
        lines=True,
        help_text=_("Once, at most 500 characters, without telephone or card numbers. It is added to your complaint."),
    )


class WhyForm(OfficeForm):
    why = PlainCharField(label=_("Reason"), max_length=300)


class ByPhoneForm(OfficeForm):
    phone = PlainCharField(
        label=_("Complainant's telephone"), max_length=30, help_text=_("The whole number: a part finds nothing.")
    )


class ValidityForm(OfficeForm):
    """`standing` is the judgement that the form was made from: whoever was faster is not overruled unseen."""

    judgement = forms.TypedChoiceField(
        label=_("Judgement"),
        choices=[("yes", _("Valid complaint")), ("no", _("Not valid"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        empty_value=None,
    )
    decided_on = DayField(label=_("Decided on"))
    reason = PlainCharField(
        label=_("Reason"), max_length=300, lines=True, help_text=_("What was found, by what proof.")
    )
    standing = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)


class ResolutionForm(OfficeForm):
    outcome = EnumField(labels.OUTCOME, label=_("Outcome"))
    resolved_on = DayField(label=_("Closed on"))
    reason = PlainCharField(label=_("Reason"), max_length=300, lines=True, help_text=_("How it ended."))
    standing = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)


class TextFilter(django_filters.Filter):
    field_class = PlainCharField


class SetFilter(django_filters.Filter):
    field_class = EnumField


def towns(request: Any) -> QuerySet[Town]:
    return Town.objects.filter(county_id__in=request.viewer.county_ids)


class ComplaintFilterSet(PageFilterSet):
    q = TextFilter(label=_("Number or institution"), max_length=64, method="find")
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("open", _("Being handled")), ("overdue", _("Overdue")), ("closed", _("Concluded"))],
        method="by_state",
        empty_label=_("Any"),
    )
    matter = SetFilter(label=_("Matter"), labels=labels.MATTER, blank=ANY)
    validity = django_filters.ChoiceFilter(
        label=_("Judgement"),
        choices=[("open", _("Not judged yet")), ("yes", _("Valid complaint")), ("no", _("Not valid"))],
        method="by_validity",
        empty_label=_("Any"),
    )
    channel = SetFilter(label=_("Came in by"), labels=labels.CHANNEL, blank=ANY)
    town = django_filters.ModelChoiceFilter(
        label=_("Town"), queryset=towns, field_name="institution__town", to_field_name="code", empty_label=_("Any")
    )
    received_from = DayFilter(label=_("Received from"), field_name="received_on", lookup_expr="gte")
    received_to = DayFilter(label=_("Received until"), field_name="received_on", lookup_expr="lte")

    def find(self, rows: QuerySet[Complaint], _name: str, typed: str) -> QuerySet[Complaint]:
        mine = Institution.objects.visible_to(self.viewer).search(typed)
        return rows.filter(number__iexact=typed.strip()) | rows.filter(institution__in=mine)

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        on = self.request.business_at.date()
        if value == "overdue":
            return rows.overdue(on)
        return rows.open() if value == "open" else rows.closed()

    def by_validity(self, rows: Any, _name: str, value: str) -> Any:
        return rows.judged(None if value == "open" else value == "yes")
