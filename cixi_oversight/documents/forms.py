"""Forms and filters of documents."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from cixi_oversight.documents.enums import FileKind, FileState, PaperState, Purpose
from cixi_oversight.documents.models import Paper, StoredFile
from cixi_oversight.documents.rules import labels
from cixi_oversight.documents.rules.files import labels as file_labels
from cixi_oversight.documents.rules.papers import read_number
from cixi_oversight.documents.services import checking
from cixi_oversight.errors import msg
from cixi_oversight.web.fields import EnumField, PlainCharField
from cixi_oversight.web.filters import DayFilter, PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from cixi_oversight.web.words import worded

_worded = lazy(worded, str)


class CheckForm(OfficeForm):
    number = PlainCharField(
        label=_("Number of the paper"), max_length=40, help_text=_("As printed, for example 慈教约〔2026〕3号.")
    )
    code = PlainCharField(
        label=_("Check code"), max_length=16, help_text=_("Eight letters and figures beside the QR code.")
    )


class WithdrawForm(OfficeForm):
    why = PlainCharField(
        label=_("Reason"),
        max_length=300,
        lines=True,
        help_text=_("Stays in the record beside the number. Whoever checks the paper sees that it is void."),
    )


class SeriesForm(OfficeForm):
    word = PlainCharField(
        label=_("Word of the number"), max_length=12, help_text=_("What stands before the year, for example 慈教约.")
    )
    office = PlainCharField(
        label=_("Issuing office"), max_length=60, help_text=_("As it signs, for example 慈溪市教育局.")
    )
    why = PlainCharField(label=_("Reason"), max_length=300, lines=True)


class _TextFilter(django_filters.Filter):
    field_class = PlainCharField


class _SetFilter(django_filters.Filter):
    field_class = EnumField


class PaperFilterSet(PageFilterSet):
    q = _TextFilter(label=_("Number or institution"), max_length=64, method="find")
    kind = _SetFilter(label=_("Kind"), labels=labels.PAPER_KIND, blank=msg("Any"))
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("standing", _("Not void")), ("lapsed", _("Lapsed")), ("void", _("Void"))],
        method="by_state",
        empty_label=_("Any"),
    )
    issued_from = DayFilter(label=_("Issued from"), field_name="issued_on", lookup_expr="gte")
    issued_to = DayFilter(label=_("Issued until"), field_name="issued_on", lookup_expr="lte")

    def find(self, rows: QuerySet[Paper], _name: str, typed: str) -> QuerySet[Paper]:
        text = typed.strip()
        number = read_number(text)
        return (
            rows.filter(number=number) if number else rows.filter(Q(holder__contains=text) | Q(number__contains=text))
        )

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        if value == "standing":
            return rows.not_void()
        return checking.in_state(rows, PaperState(value), self.request.business_at.date())


class FileFilterSet(PageFilterSet):
    """Uploads by name, the scanner's word, kind and what they were handed in as."""

    q = django_filters.CharFilter(label=_("Name of the file"), field_name="original_name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(
        label=_("Virus scan"), choices=[(each.value, _worded(file_labels.STATES[each])) for each in FileState]
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=[(each.value, _worded(file_labels.KINDS[each])) for each in FileKind]
    )
    purpose = django_filters.ChoiceFilter(
        label=_("Handed in as"), choices=[(each.value, _worded(file_labels.PURPOSES[each])) for each in Purpose]
    )

    class Meta:
        model = StoredFile
        fields = ["q", "state", "kind", "purpose"]
