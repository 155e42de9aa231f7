"""The register's list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cixi_oversight.web.badges import badge
from cixi_oversight.web.filters import ExtraFilter
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.views import Text
from cixi_oversight.web.words import worded
from institutions.forms.filters import RegisterFilterSet
from institutions.models import Institution
from institutions.models.institution import AUTHORITIES
from institutions.rules import labels
from institutions.rules.access import CREATE_INSTITUTION, VIEW_REGISTER
from institutions.services.extensions import LIST_COLUMNS, LIST_FILTERS, ListColumn
from institutions.services.links import file_url
from institutions.views.common import SECTION
from institutions.views.words import in_words


def _name(row: Institution) -> SafeString:
    second = row.uscc or getattr(row, "permit_number", None) or ""
    more = f" · {row.trade_name}" if row.trade_name and row.trade_name != row.name else ""
    return format_html('{}<span class="second d-block">{}{}</span>', row.name, second, more)


def _authority(name: str, label: Text) -> Column:
    path = f"{name}_authority"
    return Column(path, label, lambda row: str(getattr(row, path) or "") or None, default=False)


_AUTHORITY_LABELS = {
    "approval": _("Approval authority"),
    "registration": _("Registration authority"),
    "sector": _("Sector authority"),
    "supervising": _("Supervising authority"),
}


class RegisterList(ListPage):
    permission = VIEW_REGISTER
    section = SECTION
    title = _("Register of institutions")
    filterset_class = RegisterFilterSet
    main_filters = ("q", "town", "category", "status")
    ordering = ("name",)
    export_name = _("Register of institutions")
    empty_text = _("No institution matches. Remove a filter, or search by another part of the name or its initials.")
    columns = (
        Column("name", _("Name"), _name, sort="name", export=lambda row: row.name),
        Column("town", _("Town"), lambda row: row.town.name if row.town else None),
        Column("category", _("Category"), lambda row: in_words(labels.CATEGORY, row.category), sort="category"),
        Column(
            "status",
            _("Status"),
            lambda row: badge("institution", row.status),
            sort="status",
            export=lambda row: worded(labels.STATUS[row.status]),
        ),
        Column("uscc", _("Unified social credit code"), lambda row: row.uscc, sort="uscc", default=False),
        Column("permit_number", _("Permit number"), lambda row: row.permit_number),
        Column("permit_expires_on", _("Permit valid until"), lambda row: row.permit_expires_on, default=False),
        Column("address", _("Address"), lambda row: row.main_address),
        Column("phone", _("Published telephone"), lambda row: row.main_phone or None, default=False),
        Column("legal_form", _("Legal form"), lambda row: in_words(labels.LEGAL_FORM, row.legal_form), default=False),
        Column("stage", _("Stage"), lambda row: in_words(labels.STAGE, row.stage), default=False),
        Column("trade_name", _("Trade name"), lambda row: row.trade_name or None, default=False),
        Column("brand", _("Brand"), lambda row: row.brand or None, default=False),
        *(_authority(name, _AUTHORITY_LABELS[name]) for name in AUTHORITIES),
        Column("changed", _("Last changed"), lambda row: row.changed_at.date(), sort="changed_at", default=False),
    )

    def get_queryset(self) -> QuerySet[Any]:
        return Institution.objects.visible_to(self.viewer).with_register_facts()

    def get_extra_filters(self) -> Iterable[ExtraFilter]:
        return LIST_FILTERS.all()

    def get_columns(self) -> Sequence[Column]:
        """Ours, and those of higher apps after the status."""
        more = [_extra(column) for column in LIST_COLUMNS.all()]
        return [*self.columns[:4], *more, *self.columns[4:]]

    def annotate_rows(self, rows: list[Any]) -> None:
        ids = [row.pk for row in rows]
        shown = {column.key for column in self.shown_columns}
        exporting = bool(self.request.GET.get("format"))
        for column in LIST_COLUMNS.all():
            if column.key in shown:
                answers = (column.export if exporting else column.values)(ids, self.viewer)
                for row in rows:
                    row.__dict__.setdefault("extra", {})[column.key] = answers.get(row.pk)

    def row_url(self, row: Institution) -> str:
        return file_url(row)

    def get_primary_action(self) -> tuple[str, Text] | None:
        if not CREATE_INSTITUTION.allows(self.viewer):
            return None
        return reverse("institutions:create"), _("Enter an institution")


def _extra(column: ListColumn) -> Column:
    def answer(row: Any) -> Any:
        return row.extra.get(column.key)

    return Column(column.key, column.label, answer, export=answer)
