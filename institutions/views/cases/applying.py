"""The application itself: begun, filled in, documents, submitted, withdrawn; by the owner and at the counter."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cixi_oversight import money
from cixi_oversight.errors import Forbidden, NotFound, WrongState
from cixi_oversight.users.models import County
from cixi_oversight.web.forms import FormPage, once
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded
from institutions.enums.cases import CaseKind, CaseOrigin, CaseState
from institutions.forms.case_entries import EntryForm
from institutions.forms.cases import ApplicationForm, UploadForm, WithdrawForm
from institutions.models import Institution
from institutions.rules.access.cases import APPLY, WINDOW_WORK
from institutions.rules.cases.correcting import Asked
from institutions.services.cases import attaching, correcting, drafts, submitting
from institutions.services.cases.applicants import is_applicant
from institutions.services.cases.correcting import asked_of
from institutions.services.cases.links import SECTION
from institutions.services.cases.prefill import prefill
from institutions.views.cases.base import Button, OfCase, OwnCase
from institutions.views.common import fetch

_EDITABLE = (CaseState.DRAFT, CaseState.RETURNED)


class _Begin(Page):
    """A kind of case for an institution: opened as a draft, filled in from the register."""

    http_method_names = ["post"]
    origin: ClassVar[CaseOrigin]

    def find(self) -> Institution:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        institution = self.find()
        name = kwargs["kind"]
        if name not in {kind.value for kind in CaseKind} or name == CaseKind.ENTRY:
            raise NotFound

        def act() -> str:
            made = drafts.open_case(
                kind=CaseKind(name),
                institution=institution,
                county=institution.county,
                origin=self.origin,
                payload=prefill(CaseKind(name), institution, self.origin),
                by=self.viewer,
                at=self.at,
            )
            prefix = "my_case" if self.origin is CaseOrigin.OWNER else "case"
            return reverse(f"institutions:{prefix}_edit", args=[made.public_id])

        return HttpResponseRedirect(once(request, act))


class BeginOwn(_Begin):
    permission = APPLY
    section = OwnCase.section
    origin = CaseOrigin.OWNER

    def find(self) -> Institution:
        rows = Institution.objects.filter(pk__in=self.viewer.institution_ids).select_related("county", "town")
        found = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found


class BeginAtCounter(_Begin):
    permission = WINDOW_WORK
    section = SECTION
    origin = CaseOrigin.COUNTER

    def find(self) -> Institution:
        return fetch(self.viewer, self.kwargs["public_id"])


class BeginExOfficio(BeginAtCounter):
    """The bureau ends a permit that has run out without renewal (许可法 70)."""

    origin = CaseOrigin.EX_OFFICIO


class Entry(FormPage):
    """For an applicant who is not on the register yet."""

    permission = WINDOW_WORK
    section = SECTION
    title = _("New entry at the counter")
    form_class = EntryForm
    submit_label = _("Begin")
    intro: Text = _("The clerk fills in for the applicant; papers are scanned and added afterwards.")

    def get_cancel_url(self) -> str:
        return reverse("institutions:cases")

    def act(self, form: EntryForm) -> str:
        county = County.objects.filter(pk__in=self.viewer.county_ids).order_by("pk").first()
        if county is None:
            raise NotFound
        made = drafts.open_case(
            kind=CaseKind.ENTRY,
            institution=None,
            county=county,
            origin=CaseOrigin.COUNTER,
            payload={"name": form.cleaned_data["name"]},
            by=self.viewer,
            at=self.at,
        )
        return reverse("institutions:case_edit", args=[made.public_id])


class Edit(OfCase, FormPage):
    """The fields: kept complete or not. A returned case shows only what was returned."""

    permission = WINDOW_WORK
    form_class = ApplicationForm
    submit_label = _("Keep the draft")

    def get_title(self) -> str:
        return self.heading()

    @property
    def intro(self) -> Text:  # type: ignore[override]
        if self.case.state == CaseState.RETURNED:
            return _("Only what the window returned can be changed; its remark stands under the field.")
        return _("Saved as it is, complete or not. Documents are added on the next page, then it is submitted.")

    @cached_property
    def asked(self) -> dict[str, str] | None:
        if self.case.state != CaseState.RETURNED:
            return None
        return {key: one.comment for (target, key), one in asked_of(self.case).items() if target == "field"}

    def form_kwargs(self) -> dict[str, Any]:
        return {"table": self.table, "county_ids": frozenset({self.case.county_id}), "asked": self.asked}

    def get_initial(self) -> dict[str, Any]:
        shown = {
            spec.key: _shown(spec.type, self.case.payload.get(spec.key))
            for spec in self.table.fields
            if self.case.payload.get(spec.key) is not None
        }
        if self.asked is not None:
            shown |= {f"remark_{one.key}": one.remark for one in asked_of(self.case).values() if one.target == "field"}
        return {**shown, "version": self.case.version}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _check_open(self.case, self.viewer)
        return super().get(request, *args, **kwargs)

    def act(self, form: ApplicationForm) -> str:
        drafts.save_draft(
            case=self.case,
            values=form.values,
            remarks=form.remarks,
            expected_version=self.version,
            by=self.viewer,
            at=self.at,
        )
        self.tell(_("Kept."))
        return self.url()


class EditOwn(OwnCase, Edit):
    permission = APPLY


class Upload(OfCase, FormPage):
    """A file for one document of the list."""

    permission = WINDOW_WORK
    form_class = UploadForm
    submit_label = _("Hand in")

    def get_title(self) -> str:
        spec = self.table.document(self.kwargs["key"])
        if spec is None or not spec.applies(self.case.payload):
            raise NotFound
        return worded(spec.label)

    @property
    def intro(self) -> Text:  # type: ignore[override]
        spec = self.table.document(self.kwargs["key"])
        return " ".join(
            filter(None, [worded(spec.note) if spec and spec.note else "", self.asked.comment if self.asked else ""])
        )

    @cached_property
    def asked(self) -> Asked | None:
        """What the window said of it, while the case is returned."""
        if self.case.state != CaseState.RETURNED:
            return None
        return asked_of(self.case).get(("document", self.kwargs["key"]))

    def form_kwargs(self) -> dict[str, Any]:
        spec = self.table.document(self.kwargs["key"])
        return {"returned": spec.label if spec and self.asked else None}

    def get_initial(self) -> dict[str, Any]:
        return {"remark": self.asked.remark} if self.asked else {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _check_open(self.case, self.viewer)
        return super().get(request, *args, **kwargs)

    def act(self, form: UploadForm) -> str:
        key, data = self.kwargs["key"], form.cleaned_data
        with transaction.atomic():
            if "remark" in data:
                correcting.remark(
                    case=self.case, target="document", key=key, words=data["remark"], by=self.viewer, at=self.at
                )
            if data["file"]:
                attaching.add_document(case=self.case, key=key, upload=data["file"], by=self.viewer, at=self.at)
        done = _("The document is handed in.") if data["file"] else _("The remark is kept.")
        self.tell(done)
        return f"{self.url()}#documents"


class UploadOwn(OwnCase, Upload):
    permission = APPLY


class Remove(Button):
    """A file out of the draft again."""

    permission = WINDOW_WORK
    done = _("Taken out.")

    def act(self) -> str:
        attaching.remove_document(case=self.case, public_id=self.kwargs["document_id"], by=self.viewer, at=self.at)
        return f"{self.url()}#documents"


class RemoveOwn(OwnCase, Remove):
    permission = APPLY


class Submit(Button):
    permission = WINDOW_WORK
    done = _("Submitted. The window answers within five workdays.")

    def act(self) -> str:
        submitting.submit(case=self.case, expected_version=self.version, by=self.viewer, at=self.at)
        return self.url()


class SubmitOwn(OwnCase, Submit):
    permission = APPLY


class Withdraw(OfCase, FormPage):
    permission = WINDOW_WORK
    title = _("Withdraw the application")
    form_class = WithdrawForm
    submit_label = _("Withdraw the application")
    intro: Text = _("The case ends without a decision. A new application can be made at any time.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_applicant(self.case, self.viewer):
            raise Forbidden
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.case.version}

    def act(self, form: WithdrawForm) -> str:
        submitting.withdraw(
            case=self.case, why=form.cleaned_data["why"], version=self.version, by=self.viewer, at=self.at
        )
        self.tell(_("Withdrawn."))
        return self.url()


class WithdrawOwn(OwnCase, Withdraw):
    permission = APPLY


def _check_open(case: Any, viewer: Any) -> None:
    """Raises Forbidden, WrongState: the form does not open where the service would refuse."""
    if not is_applicant(case, viewer):
        raise Forbidden
    if case.state not in _EDITABLE:
        raise WrongState


def _shown(kind: Any, value: Any) -> Any:
    return money.format_yuan(value) if kind == "yuan" and isinstance(value, int) else value
