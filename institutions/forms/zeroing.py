"""Form and filters of the zeroing plan."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.web.fields import DayField, EnumField, PlainCharField
from cixi_oversight.web.filters import DayFilter, PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from institutions.forms.filters import SetFilter, TextFilter, towns
from institutions.models import Institution
from institutions.rules.labels.zeroing import ZEROING_ROUTE, ZEROING_STATE

ANY = msg("Any")


class ZeroingForm(OfficeForm):
    route = EnumField(ZEROING_ROUTE, label=_("Route"))
    planned_on = DayField(label=_("Until when"))
    why = PlainCharField(
        label=_("Reason"),
        max_length=300,
        lines=True,
        required=False,
        help_text=_("Needed when route or day of an existing plan change. Stays in the plan's history."),
    )


class ZeroingFilterSet(PageFilterSet):
    q = TextFilter(label=_("Institution"), max_length=64, method="find")
    state = SetFilter(label=_("Progress"), field_name="zeroing_state", labels=ZEROING_STATE, blank=ANY)
    route = SetFilter(label=_("Route"), field_name="route", labels=ZEROING_ROUTE, blank=ANY)
    town = django_filters.ModelChoiceFilter(label=_("Town"), queryset=towns, to_field_name="code", empty_label=_("Any"))
    due_to = DayFilter(label=_("Planned until"), field_name="planned_on", lookup_expr="lte")

    def find(self, rows: QuerySet[Institution], _name: str, typed: str) -> QuerySet[Institution]:
        return rows.filter(pk__in=Institution.objects.visible_to(self.viewer).search(typed).values("pk"))
