"""The bureau's lists where cases wait: training material to be reviewed, checks of criminal records overdue."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.personal.enums import Field
from cixi_oversight.personal.services.reading import shown_field
from cixi_oversight.policy.enums import Key
from cixi_oversight.web.badges import badge
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.words import worded
from institutions.enums.filings import FilingState
from institutions.enums.teaching import ACADEMIC_SUBJECTS
from institutions.forms.teaching import MaterialFilterSet, RecordCheckFilterSet
from institutions.models import Filing, StaffMember
from institutions.rules.access.teaching import VIEW_MATERIALS, VIEW_RECORD_CHECKS
from institutions.rules.labels.filings import FILING_STATE
from institutions.rules.labels.teaching import MATERIAL_KIND, POST, SUBJECT
from institutions.rules.teaching.people import check_valid_until
from institutions.services.links import file_url
from institutions.services.teaching import figures, waiting
from institutions.services.teaching.materials import has_sector_authority
from institutions.views.words import in_words


def _two_lines(first: Any, second: Any) -> SafeString:
    return format_html('{}<span class="second d-block">{}</span>', first, second or "")


class MaterialList(ListPage):
    permission = VIEW_MATERIALS
    section = "materials"
    title = _("Training material")
    filterset_class = MaterialFilterSet
    main_filters = ("q", "state", "decides", "subject")
    ordering = ("-submitted",)
    export_name = _("Training material")
    empty_text = _("No material matches. Institutions hand it in on their pages.")

    def get_columns(self) -> list[Column]:
        return [
            Column(
                "title",
                _("Material"),
                lambda row: _two_lines(row.payload.get("title", ""), row.institution.name),
                export=lambda row: str(row.payload.get("title", "")),
            ),
            Column("institution", _("Institution"), lambda row: row.institution.name, default=False),
            Column("subject", _("Subject of teaching"), lambda row: in_words(SUBJECT, row.payload.get("subject"))),
            Column("kind", _("Kind of material"), lambda row: in_words(MATERIAL_KIND, row.payload.get("kind"))),
            Column("edition", _("Edition"), lambda row: row.payload.get("edition"), numeric=True),
            Column("decides", _("Who decides"), self.decider),
            Column("submitted", _("Handed in at"), lambda row: row.submitted_at, sort="submitted_at"),
            Column(
                "state",
                _("State"),
                lambda row: badge("filing", row.state),
                export=lambda row: worded(FILING_STATE[FilingState(row.state)]),
            ),
        ]

    def decider(self, row: Filing) -> str:
        sector = row.institution.sector_authority
        if (
            sector is None
            or row.payload.get("subject") in ACADEMIC_SUBJECTS
            or not has_sector_authority(row.institution)
        ):
            return gettext("The education bureau")
        return str(sector.name)

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = waiting.materials(self.viewer).select_related("institution__sector_authority")
        return rows

    def row_url(self, row: Filing) -> str:
        return reverse("institutions:filing", args=[row.public_id])


class RecordCheckList(ListPage):
    permission = VIEW_RECORD_CHECKS
    section = "record_checks"
    title = _("Checks of criminal records overdue")
    filterset_class = RecordCheckFilterSet
    main_filters = ("q", "town", "post", "missing")
    ordering = ("checked",)
    export_name = _("Checks of criminal records overdue")
    empty_text = _("Nobody's check is overdue.")

    def get_columns(self) -> list[Column]:
        return [
            Column(
                "institution",
                _("Institution"),
                lambda row: _two_lines(row.institution.name, row.institution.town and row.institution.town.name),
                export=lambda row: row.institution.name,
            ),
            Column("person", _("Person"), self.person),
            Column("post", _("Post held"), lambda row: in_words(POST, row.post)),
            Column("hired", _("Hired on"), lambda row: row.hired_on, default=False),
            Column("checked", _("Last check"), lambda row: row.checked_on, sort="checked_on"),
            Column("late", _("Overdue"), self.overdue),
        ]

    def person(self, row: StaffMember) -> str:
        """Posted names in full, others as the viewer's roles allow."""
        found = None if row.posted_name else shown_field(row.person, Field.NAME, self.viewer)
        if found is None:
            return row.posted_name or row.code
        return found.text if isinstance(found.text, str) else worded(found.text)

    def overdue(self, row: StaffMember) -> str:
        if row.checked_on is None:
            return gettext("no check on record")
        days = (self.on - check_valid_until(row.checked_on, self.months)).days
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}

    @cached_property
    def months(self) -> int:
        county_id = min(self.viewer.county_ids, default=0)
        return figures.values((Key.RECORD_CHECK,), on=self.on, county_id=county_id)[Key.RECORD_CHECK]

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = waiting.checks_overdue(self.viewer, self.on)
        return rows.select_related("institution__town", "person")

    def row_url(self, row: StaffMember) -> str:
        return file_url(row.institution, "teaching")
