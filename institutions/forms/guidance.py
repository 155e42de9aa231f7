"""Forms and filters of persuasion and guidance."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.web.context import business_time
from cixi_oversight.web.fields import DayField, EnumField, PlainCharField
from cixi_oversight.web.filters import DayFilter, PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from cixi_oversight.web.tags import moment
from institutions.enums.guidance import Rung
from institutions.forms.fields import DepartmentField
from institutions.forms.filters import SetFilter, TextFilter, towns
from institutions.forms.talks import CapacitiesField
from institutions.models import Institution, RegulatoryTalk
from institutions.rules.guidance.ladder import FITTING
from institutions.rules.labels.guidance import OUTCOME, PERSUASION_WAY, STANCE, WRITTEN_RUNG
from institutions.rules.labels.zeroing import ZEROING_ROUTE

ANY = msg("Any")


class _TalkField(forms.ModelChoiceField):
    def label_from_instance(self, obj: RegulatoryTalk) -> str:
        return f"{moment(obj.starts_at)} {obj.matter[:30]}"


class PersuasionForm(OfficeForm):
    met_on = DayField(label=_("Day"))
    way = EnumField(PERSUASION_WAY, label=_("How"))
    our_side = PlainCharField(
        label=_("Who went"), max_length=80, help_text=_("Offices, no names: 民办教育科、浒山街道教育办.")
    )
    capacities = CapacitiesField(label=_("Whom they met"), required=False, help_text=_("By capacity, no names."))
    stance = EnumField(STANCE, label=_("Where the institution stands"))
    leans_to = EnumField(ZEROING_ROUTE, label=_("Which way it leans"), required=False, blank=msg("Not said"))
    said = PlainCharField(label=_("What was said"), max_length=1000, lines=True)
    agreed = PlainCharField(label=_("What was agreed"), max_length=600, lines=True, required=False)
    next_step = PlainCharField(label=_("Next step"), max_length=300, required=False)
    next_on = DayField(label=_("Next step by"), required=False)
    talk = _TalkField(
        RegulatoryTalk.objects.none(),
        label=_("Regulatory talk it belongs to"),
        required=False,
        to_field_name="public_id",
        empty_label=_("None"),
    )

    def offer(self, institution: Institution) -> None:
        field: Any = self.fields["talk"]
        field.queryset = institution.talks.order_by("-starts_at")


class FinishStepForm(OfficeForm):
    done_on = DayField(label=_("Done on"))
    note = PlainCharField(label=_("What came of it"), max_length=300, lines=True)


class StepForm(OfficeForm):
    rung = EnumField(WRITTEN_RUNG, label=_("Step of guidance"))
    taken_on = DayField(label=_("Day"))
    matter = PlainCharField(label=_("What for"), max_length=400, lines=True, help_text=_("The institution reads it."))
    legal_basis = PlainCharField(label=_("Legal basis"), max_length=200, required=False)
    paper_number = PlainCharField(label=_("Number of the paper"), max_length=40, required=False)
    due_on = DayField(label=_("To be rectified by"), required=False, help_text=_("With an order to rectify only."))
    to_department = DepartmentField(
        label=_("Referred to"), required=False, empty_label=_("None"), help_text=_("With a referral only.")
    )


class OutcomeForm(OfficeForm):
    outcome = EnumField(OUTCOME, label=_("What came of it"))
    known_on = DayField(label=_("Day"))
    paper_number = PlainCharField(label=_("Number of the paper"), max_length=40, required=False)
    note = PlainCharField(label=_("Note"), max_length=400, lines=True, required=False)

    def offer(self, rung: Rung) -> None:
        fitting = {outcome.value for outcome in FITTING[rung]}
        field: Any = self.fields["outcome"]
        field.choices = [choice for choice in field.choices if choice[0] in fitting]


class PersuasionFilterSet(PageFilterSet):
    q = TextFilter(label=_("Institution"), max_length=64, method="find")
    stance = SetFilter(label=_("Where the institution stands"), labels=STANCE, blank=ANY)
    step = django_filters.ChoiceFilter(
        label=_("Next step"),
        choices=[("waiting", _("Not done yet")), ("late", _("Overdue"))],
        method="by_step",
        empty_label=_("Any"),
    )
    town = django_filters.ModelChoiceFilter(
        label=_("Town"), field_name="institution__town", queryset=towns, to_field_name="code", empty_label=_("Any")
    )
    met_from = DayFilter(label=_("Day from"), field_name="met_on", lookup_expr="gte")
    met_to = DayFilter(label=_("Day until"), field_name="met_on", lookup_expr="lte")

    def find(self, rows: QuerySet[Any], _name: str, typed: str) -> QuerySet[Any]:
        return rows.filter(institution__in=Institution.objects.visible_to(self.viewer).search(typed))

    def by_step(self, rows: Any, _name: str, value: str) -> Any:
        waiting = rows.waiting()
        return waiting.filter(next_on__lt=business_time(self.request).date()) if value == "late" else waiting


class StepFilterSet(PageFilterSet):
    q = TextFilter(label=_("Institution"), max_length=64, method="find")
    rung = SetFilter(label=_("Step of guidance"), labels=WRITTEN_RUNG, blank=ANY)
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("open", _("Open")), ("late", _("Overdue"))],
        method="by_state",
        empty_label=_("Any"),
    )
    town = django_filters.ModelChoiceFilter(
        label=_("Town"), field_name="institution__town", queryset=towns, to_field_name="code", empty_label=_("Any")
    )

    def find(self, rows: QuerySet[Any], _name: str, typed: str) -> QuerySet[Any]:
        return rows.filter(institution__in=Institution.objects.visible_to(self.viewer).search(typed))

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        waiting = rows.unanswered()
        return waiting.filter(due_on__lt=business_time(self.request).date()) if value == "late" else waiting
