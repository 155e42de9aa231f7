"""Persuasion: all records in one's scope, one of them, a new one from an institution's file, its next step done."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.personal.enums import Capacity
from cixi_oversight.personal.rules.labels import CAPACITY
from cixi_oversight.web.badges import badge
from cixi_oversight.web.forms import FormPage, OfficeForm
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded
from institutions.forms.guidance import FinishStepForm, PersuasionFilterSet, PersuasionForm
from institutions.models import Persuasion
from institutions.rules.access.guidance import RECORD_PERSUASION, VIEW_GUIDANCE
from institutions.rules.labels.guidance import PERSUASION_WAY, STANCE
from institutions.rules.labels.zeroing import ZEROING_ROUTE
from institutions.services.guidance.persuasion import finish_step, record_persuasion
from institutions.services.links import file_url
from institutions.views.common import InstitutionForm
from institutions.views.transition.common import SECTION, TransitionPage, left_pill
from institutions.views.words import in_words


def page_url(row: Persuasion) -> str:
    return reverse("institutions:persuasion", args=[row.public_id])


class Persuasions(TransitionPage, ListPage):
    permission = VIEW_GUIDANCE
    section_tab = "persuasions"
    template_name = "institutions/transition/list.html"
    title = _("Persuasion of institutions that hesitate")
    filterset_class = PersuasionFilterSet
    main_filters = ("q", "stance", "step", "town")
    ordering = ("-met_on",)
    export_name = _("Persuasion")
    empty_text = _("No record matches. A contact is recorded from an institution's file.")

    def get_columns(self) -> list[Column]:
        return [
            Column(
                "institution",
                _("Institution"),
                lambda row: format_html(
                    '{}<span class="second d-block">{}</span>', row.institution.name, row.institution.town or ""
                ),
                export=lambda row: row.institution.name,
            ),
            Column("met_on", _("Day"), lambda row: row.met_on, sort="met_on"),
            Column("way", _("How"), lambda row: in_words(PERSUASION_WAY, row.way), sort="way"),
            Column("our_side", _("Who went"), lambda row: row.our_side, default=False),
            Column(
                "stance",
                _("Where the institution stands"),
                lambda row: badge("persuasion", row.stance),
                sort="stance",
                export=lambda row: in_words(STANCE, row.stance),
            ),
            Column("agreed", _("What was agreed"), lambda row: row.agreed or None),
            Column("next_step", _("Next step"), lambda row: row.next_step or None, default=False),
            Column("next_on", _("Next step by"), lambda row: row.next_on),
            Column("left", _("Time left"), self.left),
        ]

    def left(self, row: Persuasion) -> Any:
        return left_pill(row.next_on, self.on, done_on=row.done_on, near=3) if row.next_on else None

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = Persuasion.objects
        found: QuerySet[Any] = rows.visible_to(self.viewer).select_related("institution__town")
        return found

    def row_url(self, row: Persuasion) -> str:
        return page_url(row)


class OfPersuasion(Page):
    section = SECTION

    @cached_property
    def persuasion(self) -> Persuasion:
        rows: Any = Persuasion.objects
        rows = rows.visible_to(self.viewer).select_related("institution__county", "created_by", "talk")
        found = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return cast("Persuasion", found)


class PersuasionPage(OfPersuasion):
    permission = VIEW_GUIDANCE
    template_name = "institutions/guidance/persuasion.html"

    def get_title(self) -> str:
        return gettext("Persuasion of %(name)s") % {"name": self.persuasion.institution.name}

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.persuasion
        return super().context(
            row=row,
            institution_url=file_url(row.institution, "transition"),
            way=in_words(PERSUASION_WAY, row.way),
            capacities=gettext(", ").join(worded(CAPACITY[Capacity(one)]) for one in row.capacities),
            leans_to=in_words(ZEROING_ROUTE, row.leans_to),
            left=left_pill(row.next_on, self.on, done_on=row.done_on, near=3) if row.next_on else "",
            finish_url=reverse("institutions:finish_persuasion", args=[row.public_id])
            if row.next_on and row.done_on is None and RECORD_PERSUASION.allows(self.viewer)
            else "",
            again_url=reverse("institutions:persuade", args=[row.institution.public_id])
            if RECORD_PERSUASION.allows(self.viewer)
            else "",
            **more,
        )


class Persuade(InstitutionForm):
    permission = RECORD_PERSUASION
    section = SECTION
    tab = "transition"
    title = _("Record a persuasion")
    form_class = PersuasionForm
    intro: Text = _("Who talked with whom, what was agreed, and who does what by when. No names, no telephones.")

    def get_initial(self) -> dict[str, Any]:
        return {"met_on": self.on, "capacities": [Capacity.PRINCIPAL]}

    def get_form(self, **kwargs: Any) -> OfficeForm:
        form: Any = super().get_form(**kwargs)
        form.offer(self.institution)
        return cast("OfficeForm", form)

    def act(self, form: OfficeForm) -> str:
        made = record_persuasion(institution=self.institution, by=self.viewer, at=self.at, **form.cleaned_data)
        return page_url(made)


class FinishStep(OfPersuasion, FormPage):
    permission = RECORD_PERSUASION
    title = _("Next step done")
    form_class = FinishStepForm

    @property
    def intro(self) -> str:  # type: ignore[override]
        return self.persuasion.next_step

    def get_initial(self) -> dict[str, Any]:
        return {"done_on": self.on}

    def get_cancel_url(self) -> str:
        return page_url(self.persuasion)

    def act(self, form: OfficeForm) -> str:
        finish_step(persuasion=self.persuasion, by=self.viewer, at=self.at, **form.cleaned_data)
        return self.get_cancel_url()
