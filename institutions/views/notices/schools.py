"""Schools at the bureau: the list, one of them with the letters it got, entering, correcting, closing."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.personal.services.reading import ShownPerson
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded
from institutions.enums.notices import SchoolKind
from institutions.forms.notices import CloseSchoolForm, ReasonForm, SchoolFilterSet, SchoolForm
from institutions.models import School
from institutions.rules.access.notices import KEEP_SCHOOLS, VIEW_NOTICES
from institutions.rules.labels.notices import SCHOOL_KIND
from institutions.services.notices import delivering
from institutions.services.notices.schools import (
    close_school,
    edit_school,
    enter_school,
    reopen_school,
    school_contacts,
)
from institutions.views.notices.keeping import own_county

KEY = "schools"


def school_url(row: School) -> str:
    return reverse("institutions:school", args=[row.public_id])


class SchoolList(ListPage):
    permission = VIEW_NOTICES
    section = KEY
    title = _("Schools")
    filterset_class = SchoolFilterSet
    main_filters = ("q", "kind", "town")
    ordering = ("name",)
    export_name = _("Schools")
    empty_text = _("No school matches.")

    def get_columns(self) -> list[Column]:
        return [
            Column("name", _("Name"), lambda row: row.name, sort="name"),
            Column("kind", _("Kind of school"), lambda row: worded(SCHOOL_KIND[SchoolKind(row.kind)])),
            Column("town", _("Town"), lambda row: row.town and row.town.name),
            Column("contact", _("Who answers for it"), lambda row: row.contact, export=lambda row: None),
            Column("closed", _("Closed on"), lambda row: row.closed_on, default=False),
        ]

    def get_queryset(self) -> Any:
        rows: Any = School.objects.visible_to(self.viewer)
        return rows.select_related("town")

    def annotate_rows(self, rows: list[Any]) -> None:
        """Who answers for each school, masked; a sheet has none of it."""
        found = school_contacts([row.pk for row in rows], self.viewer, self.on)
        for row in rows:
            row.contact = _masked(found[row.pk]) if row.pk in found else None

    def row_url(self, row: Any) -> str:
        return school_url(row)

    def get_primary_action(self) -> tuple[str, Text] | None:
        may = KEEP_SCHOOLS.allows(self.viewer)
        return (reverse("institutions:enter_school"), _("Enter a school")) if may else None


def _masked(person: ShownPerson) -> SafeString:
    """The masked name and telephone, which lead to where they can be asked for."""
    texts = [str(one.text) for one in (person.name, person.phone) if one is not None and one.is_masked]
    shown = " ".join(texts) or gettext("on record")
    return format_html('<a href="{}">{}</a>', person.url, shown) if person.url else format_html("{}", shown)


class EnterSchool(FormPage):
    permission = KEEP_SCHOOLS
    section = KEY
    title = _("Enter a school")
    form_class = SchoolForm

    def form_kwargs(self) -> dict[str, Any]:
        return {"county_ids": self.viewer.county_ids}

    def get_cancel_url(self) -> str:
        return reverse("institutions:schools")

    def act(self, form: SchoolForm) -> str:
        made = enter_school(county=own_county(self), by=self.viewer, at=self.at, **form.cleaned_data)
        messages.success(self.request, gettext("%(name)s was entered.") % {"name": made.name})
        return school_url(made)


class OfSchool(Page):
    section = KEY

    @cached_property
    def school(self) -> School:
        rows: Any = School.objects.visible_to(self.viewer).select_related("town", "county")
        found: School | None = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.school.name, school_url(self.school))]


class SchoolPage(OfSchool):
    """With the letters that went there."""

    permission = VIEW_NOTICES
    template_name = "institutions/notices/school_page.html"

    def get_title(self) -> str:
        return self.school.name

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.school
        contact = school_contacts([row.pk], self.viewer, self.on).get(row.pk)
        deliveries = list(row.deliveries.select_related("notice").order_by("-sent_at", "-pk"))
        opened = delivering.openings_of([one.pk for one in deliveries])
        return super().context(
            school=row,
            kind=worded(SCHOOL_KIND[SchoolKind(row.kind)]),
            contact=_masked(contact) if contact else "",
            letters=[{"row": one, "openings": opened.get(one.pk, 0)} for one in deliveries],
            may_keep=KEEP_SCHOOLS.allows(self.viewer),
            **more,
        )


class _Keep(OfSchool, FormPage):
    permission = KEEP_SCHOOLS

    def get_cancel_url(self) -> str:
        return school_url(self.school)


class EditSchool(_Keep):
    title = _("Change the school")
    form_class = SchoolForm
    intro: Text = _("Whoever answers for it: fill in only what changes; what stays empty stays as it is.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"county_ids": frozenset({self.school.county_id})}

    def get_initial(self) -> dict[str, Any]:
        row = self.school
        town = row.town.code if row.town else None
        return {"name": row.name, "kind": row.kind, "town": town, "version": row.version}

    def act(self, form: SchoolForm) -> str:
        edit_school(school=self.school, expected_version=self.version, by=self.viewer, at=self.at, **form.cleaned_data)
        return self.get_cancel_url()


class CloseSchool(_Keep):
    title = _("Close the school")
    form_class = CloseSchoolForm
    submit_label = _("Close the school")
    intro: Text = _("No letter goes there any more, and what it has not confirmed is no longer due.")

    def get_initial(self) -> dict[str, Any]:
        return {"closed_on": self.on}

    def act(self, form: CloseSchoolForm) -> str:
        close_school(school=self.school, by=self.viewer, at=self.at, **form.cleaned_data)
        return self.get_cancel_url()


class ReopenSchool(_Keep):
    title = _("Open the school again")
    form_class = ReasonForm
    submit_label = _("Open the school again")

    def act(self, form: ReasonForm) -> str:
        reopen_school(school=self.school, by=self.viewer, at=self.at, **form.cleaned_data)
        return self.get_cancel_url()
