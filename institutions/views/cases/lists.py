"""The bureau's list of cases: what waits for whom, how long already."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.web.badges import badge
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.views import Text
from cixi_oversight.web.words import worded
from institutions.enums.cases import CaseKind, CaseOrigin, CaseState
from institutions.forms.cases import CaseFilterSet
from institutions.models import RegistrationCase
from institutions.rules.access.cases import VIEW_CASES, WINDOW_WORK
from institutions.rules.labels.cases import CASE_KIND, CASE_STATE, ORIGIN
from institutions.services.cases.links import SECTION, case_url
from institutions.services.cases.reading import waits_of


class CaseList(ListPage):
    permission = VIEW_CASES
    section = SECTION
    title = _("Admission cases")
    filterset_class = CaseFilterSet
    main_filters = ("q", "kind", "state", "waits_for")
    ordering = ("-since",)
    export_name = _("Admission cases")
    empty_text = _("No case matches. Institutions apply on their own pages, others at the counter.")

    def get_primary_action(self) -> tuple[str, Text] | None:
        if not WINDOW_WORK.allows(self.viewer):
            return None
        return reverse("institutions:case_entry"), _("New entry at the counter")

    def get_columns(self) -> list[Column]:
        return [
            Column("title", _("Institution"), self._title, export=lambda row: row.title),
            Column("number", _("Case number"), lambda row: row.number, sort="number", default=False),
            Column("kind", _("Kind of case"), lambda row: worded(CASE_KIND[CaseKind(row.kind)])),
            Column(
                "state",
                _("State"),
                lambda row: badge("registration_case", row.state),
                export=lambda row: worded(CASE_STATE[CaseState(row.state)]),
            ),
            Column("waits", _("Waits for"), self._waits, export=self._waits_plain),
            Column("since", _("Since"), lambda row: row.since, sort="since"),
            Column("due", _("Due on"), self._due, export=self._first_due),
            Column("town", _("Town"), lambda row: row.town and row.town.name),
            Column("origin", _("Came in"), lambda row: worded(ORIGIN[CaseOrigin(row.origin)]), default=False),
            Column("submitted", _("Submitted"), lambda row: row.submitted_at, sort="submitted_at", default=False),
            Column("decided", _("Decided on"), lambda row: row.decided_on, default=False),
            Column("result", _("Result paper"), lambda row: row.result and row.result.number, default=False),
        ]

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = RegistrationCase.objects.visible_to(self.viewer)
        return rows.select_related("town", "result")

    def annotate_rows(self, rows: list[Any]) -> None:
        waits = waits_of(rows)
        for row in rows:
            row.waits = waits.get(row.pk, [])

    def row_url(self, row: RegistrationCase) -> str:
        return case_url(row)

    def _title(self, row: RegistrationCase) -> SafeString:
        return format_html(
            '{}<span class="second d-block">{}</span>', row.title, row.number or gettext("No number yet")
        )

    def _waits(self, row: Any) -> SafeString:
        return format_html_join(
            "",
            '<span class="d-block">{} <span class="second">{}</span></span>',
            ((worded(one.who), worded(one.what)) for one in row.waits),
        )

    def _waits_plain(self, row: Any) -> str:
        return "；".join(f"{worded(one.who)} {worded(one.what)}" for one in getattr(row, "waits", []))

    def _first_due(self, row: Any) -> Any:
        return min((one.due_on for one in getattr(row, "waits", []) if one.due_on), default=None)

    def _due(self, row: Any) -> Any:
        due = self._first_due(row)
        if due is None or due >= self.on:
            return due
        days = (self.on - due).days
        late = gettext("overdue by %(days)s days") % {"days": days}
        return format_html('<span class="num">{}</span> <span class="state state-refused">{}</span>', due, late)
