"""Forms and filters of the annual inspection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import Town
from cixi_oversight.web.fields import DayField, DocumentField, EnumField, PlainCharField, YuanField
from cixi_oversight.web.filters import PageFilterSet
from cixi_oversight.web.forms import OfficeForm, dress
from cixi_oversight.web.words import worded
from institutions.enums.yearly import CheckItem, Conclusion
from institutions.models import AnnualInspection, Institution
from institutions.rules import labels
from institutions.rules.labels.yearly import BATCH_STATE, CHECK_ITEM, CONCLUSION, YEARLY_STATE
from institutions.rules.yearly.report import COUNT_MAX, FIELDS, Part, ReportField

_CONCLUSIONS: Any = CONCLUSION  # a mapping to the field, whatever the set


class ChoicesField(forms.TypedMultipleChoiceField):
    """Several of a closed set, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, table: Mapping[Any, Message], **kwargs: Any) -> None:
        kind: Any = type(next(iter(table)))
        super().__init__(
            choices=lambda: [(one.value, worded(label)) for one, label in table.items()], coerce=kind, **kwargs
        )


class OpenForm(OfficeForm):
    year = forms.IntegerField(
        label=_("Year inspected"), min_value=2000, max_value=2100, help_text=_("For example 2025, inspected in 2026.")
    )
    title = PlainCharField(
        label=_("Title"),
        max_length=80,
        help_text=_("Stands on the announcement: 2025年度校外培训机构年检."),
    )
    categories = ChoicesField(
        labels.CATEGORY, label=_("Categories"), required=False, help_text=_("None ticked: all categories.")
    )
    legal_forms = ChoicesField(
        labels.LEGAL_FORM, label=_("Legal forms"), required=False, help_text=_("None ticked: all legal forms.")
    )
    report_by = DayField(label=_("Self-reports by"))
    check_by = DayField(label=_("First checks of the towns by"))
    decide_by = DayField(label=_("Decisions by"))


class ReasonForm(OfficeForm):
    why = PlainCharField(label=_("Reason"), max_length=300, lines=True)


class ReturnForm(OfficeForm):
    why = PlainCharField(
        label=_("What has to be put right"), max_length=300, lines=True, help_text=_("The institution reads this.")
    )


class CheckForm(OfficeForm):
    faults = ChoicesField(
        CHECK_ITEM, label=_("Found wanting"), required=False, help_text=_("Nothing ticked: the first check is passed.")
    )
    opinion = PlainCharField(
        label=_("Opinion of the town"),
        max_length=600,
        lines=True,
        required=False,
        help_text=_("Needed where something is wanting. Without names and telephones of persons."),
    )


class DecideForm(OfficeForm):
    conclusion = EnumField(_CONCLUSIONS, label=_("Conclusion"), widget=forms.RadioSelect)
    grounds = PlainCharField(
        label=_("Grounds"),
        max_length=600,
        lines=True,
        required=False,
        help_text=_("Not needed for a pass without findings. They stand on the notice."),
    )
    legal_basis = PlainCharField(label=_("Legal basis"), max_length=200)
    demands = PlainCharField(
        label=_("What has to be rectified"),
        max_length=600,
        lines=True,
        required=False,
        help_text=_("For basically pass and fail."),
    )
    rectify_by = DayField(label=_("To be rectified by"), required=False)

    def __init__(self, *args: Any, only_fail: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conclusion: Any = self.fields["conclusion"]
        if only_fail:  # nothing was reported: there is nothing that could pass
            conclusion.choices = [(Conclusion.FAIL.value, worded(CONCLUSION[Conclusion.FAIL]))]
        else:
            conclusion.choices = [choice for choice in conclusion.choices if choice[0]]


class RecheckForm(OfficeForm):
    conclusion = EnumField(_CONCLUSIONS, label=_("Conclusion after the re-check"), widget=forms.RadioSelect)
    record_text = PlainCharField(
        label=_("What the re-check found"), max_length=600, lines=True, help_text=_("Without names of persons.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conclusion: Any = self.fields["conclusion"]
        conclusion.choices = [choice for choice in conclusion.choices if choice[0]]


class AgainForm(OfficeForm):
    demands = PlainCharField(label=_("What is still to be rectified"), max_length=600, lines=True)
    rectify_by = DayField(label=_("To be rectified by"))


class PublishForm(OfficeForm):
    is_read = forms.BooleanField(label=_("I have looked the results through; they may be published."))


class RectifiedForm(OfficeForm):
    text = PlainCharField(
        label=_("What has been put right"),
        max_length=2000,
        lines=True,
        help_text=_("Point by point. Hand in photographs and papers as files beforehand."),
    )


class FileForm(OfficeForm):
    file = DocumentField(label=_("File"))


class RegistrarForm(OfficeForm):
    reported_on = DayField(label=_("Reported to civil affairs on"))


class ReportForm(OfficeForm):
    """The self-report; nothing is required of a draft, the service says what is missing when it is sent."""

    marks_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in FIELDS:
            self.fields[one.key] = _input(one)
        for field in self.fields.values():
            dress(field)


def _input(one: ReportField) -> forms.Field:
    label = worded(one.label) if one.required else worded(msg("%(label)s (optional)", label=worded(one.label)))
    if one.part is Part.COUNT:
        return forms.IntegerField(label=label, required=False, min_value=0, max_value=COUNT_MAX)
    if one.part is Part.FEN:
        return YuanField(label=worded(msg("%(label)s in yuan", label=label)), required=False)
    if one.part is Part.TEXT:
        return PlainCharField(label=label, required=False, max_length=one.length, lines=True)
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=[("yes", worded(msg("Yes"))), ("no", worded(msg("No")))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )


class _TextFilter(django_filters.Filter):
    field_class = PlainCharField


class _SetFilter(django_filters.Filter):
    field_class = EnumField


class _TownField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


def towns_of(viewer: Viewer) -> QuerySet[Town]:
    """Those of the viewer's counties; a town officer's own."""
    rows = Town.objects.filter(county_id__in=viewer.county_ids).order_by("code")
    return rows if viewer.county_wide or not viewer.town_ids else rows.filter(pk__in=viewer.town_ids)


class BatchFilterSet(PageFilterSet):
    year = django_filters.NumberFilter(label=_("Year inspected"))
    state = _SetFilter(label=_("State"), labels=BATCH_STATE, blank=msg("Any"))


class RowFilterSet(PageFilterSet):
    q = _TextFilter(label=_("Institution"), max_length=64, method="find")
    state = _SetFilter(label=_("State"), labels=YEARLY_STATE, blank=msg("Any"))
    town = django_filters.ModelChoiceFilter(
        label=_("Town"), field_name="institution__town", queryset=lambda request: towns_of(request.viewer)
    )
    conclusion = _SetFilter(label=_("Conclusion"), labels=CONCLUSION, blank=msg("Any"))
    fault = _SetFilter(label=_("Found wanting"), labels=CHECK_ITEM, blank=msg("Any"), method="with_fault")
    doubtful = django_filters.ChoiceFilter(
        label=_("Remarks of the portal"),
        choices=[("yes", _("With remarks")), ("no", _("Without remarks"))],
        method="with_doubts",
    )
    category = _SetFilter(
        label=_("Category"), labels=labels.CATEGORY, blank=msg("Any"), field_name="institution__category"
    )
    legal_form = _SetFilter(
        label=_("Legal form"), labels=labels.LEGAL_FORM, blank=msg("Any"), field_name="institution__legal_form"
    )

    def find(self, rows: QuerySet[AnnualInspection], _name: str, typed: str) -> QuerySet[AnnualInspection]:
        return rows.filter(institution__in=Institution.objects.visible_to(self.viewer).search(typed))

    def with_fault(self, rows: QuerySet[AnnualInspection], _name: str, item: CheckItem) -> QuerySet[AnnualInspection]:
        return rows.filter(faults__contains=[item.value])

    def with_doubts(self, rows: QuerySet[AnnualInspection], _name: str, wanted: str) -> QuerySet[AnnualInspection]:
        return rows.exclude(doubts=[]) if wanted == "yes" else rows.filter(doubts=[])
