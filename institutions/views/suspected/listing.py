"""The work list of suspected sites, oldest day first."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cixi_oversight.web.badges import badge
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.tags import day
from cixi_oversight.web.views import Text
from cixi_oversight.web.words import worded
from institutions.forms.suspected import SuspectedFilterSet
from institutions.models import SuspectedSite
from institutions.rules.access.suspected import ENTER_SITE, VIEW_SITES
from institutions.rules.labels.suspected import SITE_STATE
from institutions.views.suspected.common import SECTION, site_url


class SiteList(ListPage):
    permission = VIEW_SITES
    section = SECTION
    title = _("Suspected unlicensed sites")
    filterset_class = SuspectedFilterSet
    main_filters = ("q", "open", "town", "state")
    ordering = ("-reported",)
    export_name = _("Suspected unlicensed sites")
    empty_text = _("No suspected site matches. Parents report them on the public page; officers enter their own.")

    def get_queryset(self) -> QuerySet[Any]:
        rows = SuspectedSite.objects.visible_to(self.viewer).with_due()
        return rows.select_related("town", "institution")

    def get_columns(self) -> list[Column]:
        return [
            Column("address", _("Address"), _where, export=lambda row: row.address),
            Column("number", _("Number"), lambda row: row.number, sort="number", default=False),
            Column("town", _("Town"), lambda row: row.town and row.town.name, sort="town__code"),
            Column("taught", _("What is taught"), lambda row: row.taught),
            Column("reports", _("Times reported"), lambda row: row.reports_count, sort="reports_count", numeric=True),
            Column("reported", _("First reported"), lambda row: row.first_reported_on, sort="first_reported_on"),
            Column("due", _("Look by"), self.due, export=lambda row: row.due_on),
            Column(
                "state",
                _("State"),
                lambda row: badge("suspected_site", row.state),
                export=lambda row: worded(SITE_STATE[row.state]),
            ),
            Column("finding", _("What the officer found"), lambda row: row.finding, default=False),
        ]

    def due(self, row: Any) -> SafeString | str:
        if row.due_on is None:
            return ""
        return format_html('<span class="{}">{}</span>', "is-late" if row.due_on < self.on else "", day(row.due_on))

    def row_url(self, row: SuspectedSite) -> str:
        return site_url(row)

    def get_primary_action(self) -> tuple[str, Text] | None:
        return (reverse("institutions:enter_site"), _("Enter a site")) if ENTER_SITE.allows(self.viewer) else None


def _where(row: SuspectedSite) -> SafeString:
    return format_html('{}<span class="second d-block">{}</span>', row.address, row.sign or row.number)
