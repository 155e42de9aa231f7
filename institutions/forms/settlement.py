"""Forms and filters of unfinished courses."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.web.fields import DayField, DocumentField, EnumField, PlainCharField, YuanField
from cixi_oversight.web.filters import PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from institutions.forms.fields import WholeNumberField
from institutions.forms.filters import SetFilter, TextFilter
from institutions.models import CourseSettlement, Institution
from institutions.rules.labels.settlement import COURSE_METHOD, SETTLEMENT_STATE

ANY = msg("Any")


class CourseForm(OfficeForm):
    course = PlainCharField(label=_("Course"), max_length=120, help_text=_("As in the contracts, without names."))
    students = WholeNumberField(label=_("Students who have not finished it"))
    unconsumed_fen = YuanField(label=_("Fees not consumed (yuan)"))
    method = EnumField(COURSE_METHOD, label=_("Settled by"), required=False, blank=msg("Not settled yet"))
    settled_on = DayField(label=_("Settled on"), required=False)
    settled_fen = YuanField(label=_("Paid back or handed over (yuan)"), required=False)
    receiver = PlainCharField(
        label=_("Institution that goes on with it"),
        max_length=120,
        required=False,
        help_text=_("Full name or social credit code, as in the register."),
    )
    consents = WholeNumberField(label=_("Consents of parents"), required=False)
    note = PlainCharField(label=_("Note"), max_length=300, lines=True, required=False)

    @property
    def facts(self) -> dict[str, Any]:
        """All but the receiver, whom the view looks up."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "receiver"}
        return values | {"consents": values["consents"] or 0}


class ConsentForm(OfficeForm):
    file = DocumentField(label=_("Consents of parents, or receipts of refunds"))


class MoveForm(OfficeForm):
    why = PlainCharField(
        label=_("Reason"),
        max_length=300,
        lines=True,
        help_text=_("What was looked at and what it shows. The institution reads it. No names, no telephones."),
    )


class DeclareForm(OfficeForm):
    why = PlainCharField(label=_("Note"), max_length=300, lines=True, required=False)


class SettlementFilterSet(PageFilterSet):
    q = TextFilter(label=_("Institution"), max_length=64, method="find")
    state = SetFilter(label=_("State"), labels=SETTLEMENT_STATE, blank=ANY)

    def find(self, rows: QuerySet[CourseSettlement], _name: str, typed: str) -> QuerySet[CourseSettlement]:
        return rows.filter(institution__in=Institution.objects.visible_to(self.viewer).search(typed))
