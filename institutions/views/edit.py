"""Forms that enter an institution and change its facts. Each calls one service."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import Forbidden, NotFound
from cixi_oversight.users.models import County
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.words import worded
from cixi_oversight.workflows import Move
from institutions.enums import Status, Verb
from institutions.forms.register import CategoryForm, CreateForm, FactsForm, LegalFormForm, OverrideForm, StatusForm
from institutions.models.institution import AUTHORITIES
from institutions.rules import labels
from institutions.rules.access import CHANGE_STATUS, CREATE_INSTITUTION, EDIT_REGISTER, OVERRIDE_USCC
from institutions.rules.status import STATUS
from institutions.services import dated, register, status
from institutions.services.links import file_url
from institutions.services.uscc import override_uscc
from institutions.views.common import SECTION, InstitutionForm


class Create(FormPage):
    permission = CREATE_INSTITUTION
    section = SECTION
    title = _("Enter an institution")
    form_class = CreateForm
    submit_label = _("Enter in the register")
    intro = _("What is not known may stay empty: it is shown as a gap and can be completed later.")

    def get_initial(self) -> dict[str, Any]:
        return {"status": Status.APPLYING}

    def form_kwargs(self) -> dict[str, Any]:
        return {"county_ids": self.viewer.county_ids}

    def get_cancel_url(self) -> str:
        return reverse("institutions:list")

    def act(self, form: CreateForm) -> str:
        county = County.objects.filter(pk__in=self.viewer.county_ids).order_by("pk").first()
        if county is None:
            raise Forbidden
        made = register.create_institution(
            county=county,
            by=self.viewer,
            at=self.at,
            why=form.cleaned_data["why"],
            status=form.cleaned_data["status"],
            effective_on=form.cleaned_data["effective_on"],
            category=form.cleaned_data["category"],
            legal_form=form.cleaned_data["legal_form"],
            **form.facts,
        )
        messages.success(self.request, gettext("Entered in the register. Add the site, permit and registration next."))
        return file_url(made)


class EditFacts(InstitutionForm):
    permission = EDIT_REGISTER
    title = _("Correct facts")
    form_class = FactsForm

    def get_initial(self) -> dict[str, Any]:
        row = self.institution
        names = ("name", "uscc", "trade_name", "brand", "stage", "not_found_on", "version")
        places = {f"{name}_authority": getattr(row, f"{name}_authority_id") for name in AUTHORITIES}
        return {name: getattr(row, name) for name in names} | places | {"town": row.town.code if row.town else None}

    def form_kwargs(self) -> dict[str, Any]:
        return {"county_ids": self.county_ids}

    def act(self, form: FactsForm) -> str:
        register.edit_facts(
            institution=self.institution,
            expected_version=self.version,
            by=self.viewer,
            at=self.at,
            why=form.cleaned_data["why"],
            authorities_from=form.cleaned_data["authorities_from"],
            **form.facts,
        )
        return self.done()


class Override(InstitutionForm):
    permission = OVERRIDE_USCC
    title = _("Accept an old code")
    form_class = OverrideForm
    submit_label = _("Accept this code")

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.institution.version}

    def act(self, form: OverrideForm) -> str:
        override_uscc(
            institution=self.institution,
            uscc=form.cleaned_data["uscc"],
            by=self.viewer,
            at=self.at,
            why=form.cleaned_data["why"],
            expected_version=self.version,
        )
        return self.done()


class ChangeStatus(InstitutionForm):
    """One verb of the workflow table; absent where the table or the role does not give it."""

    permission = CHANGE_STATUS
    form_class = StatusForm

    @cached_property
    def move(self) -> Move:
        """Shown only while it can be done; on sending, the service decides again."""
        found = next((move for move in STATUS.moves if move.verb == self.kwargs["verb"]), None)
        if found is None:
            raise NotFound
        return STATUS.move(self.institution.status, found.verb) if self.request.method == "GET" else found

    def get_title(self) -> str:
        return worded(labels.VERB[Verb(self.move.verb)])

    def get_initial(self) -> dict[str, Any]:
        return {"effective_on": self.on}

    def show(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.method == "GET" and self.move not in STATUS.open_to(self.institution.status, self.viewer):
            raise Forbidden
        self.submit_label = labels.VERB[Verb(self.move.verb)]
        return super().show(*args, **kwargs)

    def act(self, form: StatusForm) -> str:
        status.change_status(
            institution=self.institution,
            verb=Verb(self.move.verb),
            by=self.viewer,
            why=form.cleaned_data["why"],
            at=self.at,
            effective_on=form.cleaned_data["effective_on"],
        )
        return self.done()


class SetCategory(InstitutionForm):
    permission = EDIT_REGISTER
    title = _("Set the category")
    form_class = CategoryForm
    intro = _("The earlier category stays on record for the time before.")

    def get_initial(self) -> dict[str, Any]:
        return {"category": self.institution.category, "from_on": self.on}

    def act(self, form: CategoryForm) -> str:
        dated.set_category(institution=self.institution, by=self.viewer, at=self.at, **form.cleaned_data)
        return self.done()


class SetLegalForm(InstitutionForm):
    permission = EDIT_REGISTER
    title = _("Set the legal form")
    form_class = LegalFormForm
    intro = _("The earlier legal form stays on record for the time before.")

    def get_initial(self) -> dict[str, Any]:
        return {"legal_form": self.institution.legal_form, "from_on": self.on}

    def act(self, form: LegalFormForm) -> str:
        dated.set_legal_form(institution=self.institution, by=self.viewer, at=self.at, **form.cleaned_data)
        return self.done()
