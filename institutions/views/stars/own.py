"""Stars on /my/: what one has, the application with its evidence."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.documents.enums import FileState
from cixi_oversight.documents.errors import Infected, InQuarantine
from cixi_oversight.errors import NotFound
from cixi_oversight.web.forms import FormPage, once
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded
from institutions.enums import Status
from institutions.enums.stars import StarState, StarVerb
from institutions.forms.stars import ApplicationForm, EvidenceForm
from institutions.models import Institution, StarApplication
from institutions.rules.access import stars as access
from institutions.rules.stars.workflow import OPEN, STARS
from institutions.services.stars import applying, common
from institutions.services.stars.reading import history, in_force
from institutions.views.stars.common import OfApplication, drawn, fields_of

OWN_SECTION = "my.stars"


def own_url() -> str:
    return reverse("institutions:my_stars")


class OwnStars(Page):
    permission = access.VIEW_OWN_STARS
    section = OWN_SECTION
    title = _("Star rating")
    template_name = "institutions/stars/own.html"

    def context(self, **more: Any) -> dict[str, Any]:
        rows = Institution.objects.filter(pk__in=self.viewer.institution_ids).order_by("name", "pk")
        may_apply = access.APPLY_FOR_STARS.allows(self.viewer)
        return super().context(own=[self.shown(row, may_apply) for row in rows], **more)

    def shown(self, institution: Institution, may_apply: bool) -> dict[str, Any]:
        now = in_force(institution.pk, self.on)
        rows = list(
            StarApplication.objects.filter(institution=institution).select_related("certificate").order_by("-pk")[:10]
        )
        is_open = any(row.state in OPEN for row in rows)
        return {
            "institution": institution,
            "rating": now,
            "drawn": drawn(now.stars) if now else "",
            "history": [(row, drawn(row.stars)) for row in history(institution.pk)],
            "applications": [self.line(row, may_apply) for row in rows],
            "may_apply": may_apply and not is_open and institution.status == Status.OPERATING,
            "failed_year": applying.failed_year(institution.pk),
        }

    def line(self, row: StarApplication, may_apply: bool) -> dict[str, Any]:
        return {
            "row": row,
            "drawn": drawn(row.stars) if row.state == StarState.PUBLISHED else "",
            "why": returned_why(row),
            "grounds": row.grounds if row.state in (StarState.PUBLISHED, StarState.REFUSED) else "",
            "may_edit": may_apply and row.state in (StarState.DRAFT, StarState.RETURNED),
        }


def returned_why(row: StarApplication) -> str:
    """What has to be put right, as the one who sent it back said; empty where nothing has."""
    last = row.transitions.filter(verb=StarVerb.RETURN).order_by("-pk").first()
    return last.why if last and row.state == StarState.RETURNED else ""


class Apply(Page):
    permission = access.APPLY_FOR_STARS
    section = OWN_SECTION
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = Institution.objects.filter(pk__in=self.viewer.institution_ids)
        institution = own.filter(public_id=kwargs["public_id"]).first()
        if institution is None:
            raise NotFound

        def act() -> str:
            made = applying.begin(institution=institution, by=self.viewer, at=self.at)
            return reverse("institutions:my_star_application", args=[made.public_id])

        return HttpResponseRedirect(once(request, act))


class _OfOwn(OfApplication):
    section = OWN_SECTION
    permission = access.APPLY_FOR_STARS

    @cached_property
    def row(self) -> StarApplication:
        found: StarApplication = super().row
        if found.institution_id not in self.viewer.institution_ids:
            raise NotFound
        return found


class _OwnForm(_OfOwn, FormPage):
    template_name = "institutions/my_copy.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        common.allowed(self.row, StarVerb.SUBMIT, self.viewer)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _found = self.row  # somebody else's is not found before the form is looked at
        return super().post(request, *args, **kwargs)


class OwnApplication(_OwnForm):
    title = _("Application for stars")
    form_class = ApplicationForm
    template_name = "institutions/stars/apply.html"
    intro: Text = _(
        "Say what the institution did on each field, and hand in at least one file on each. A draft is kept as it is."
    )

    def get_cancel_url(self) -> str:
        return own_url()

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.row.version, **self.row.statements}

    def context(self, **more: Any) -> dict[str, Any]:
        may_withdraw = StarVerb.WITHDRAW in {move.verb for move in STARS.open_to(self.row.state, self.viewer)}
        return super().context(
            row=self.row,
            parts=fields_of(self.row),
            may_withdraw=may_withdraw,
            returned_why=returned_why(self.row),
            **more,
        )

    def act(self, form: ApplicationForm) -> str:
        facts: dict[str, Any] = {
            "application": self.row,
            "statements": form.cleaned_data,
            "expected_version": self.version,
            "by": self.viewer,
            "at": self.at,
        }
        if self.request.POST.get("draft"):
            applying.save(**facts)
            messages.success(self.request, gettext("The draft is kept. It has not been sent yet."))
            return reverse("institutions:my_star_application", args=[self.row.public_id])
        applying.submit(**facts)
        messages.success(self.request, gettext("The application is handed in. The association reviews it."))
        return own_url()


class AddEvidence(_OwnForm):
    title = _("Hand in a file")
    form_class = EvidenceForm
    submit_label = _("Hand in")

    def get_cancel_url(self) -> str:
        return reverse("institutions:my_star_application", args=[self.row.public_id])

    def act(self, form: EvidenceForm) -> str:
        said = form.cleaned_data
        row = applying.add_evidence(
            application=self.row, field=said["field"], upload=said["file"], by=self.viewer, at=self.at
        )
        if row.state == FileState.REFUSED:
            messages.error(self.request, worded(Infected().sentence))
        elif row.state == FileState.QUARANTINED:
            messages.warning(self.request, worded(InQuarantine().sentence))
        else:
            messages.success(self.request, gettext("The file is handed in."))
        return self.get_cancel_url()


class Withdraw(_OfOwn):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.row

        def act() -> str:
            applying.withdraw(application=row, by=self.viewer, at=self.at)
            return own_url()

        return HttpResponseRedirect(once(request, act))
