"""Forms of complaints. Each calls one service."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Text
from inspections.enums import Channel, Matter
from inspections.errors import ChangedMeanwhile
from inspections.forms import ReceiveForm, ResolutionForm, ValidityForm
from inspections.models import ComplaintResolution, ComplaintValidity
from inspections.rules.access import ISSUE_LINK, JUDGE_VALIDITY, RECEIVE_COMPLAINT, RESOLVE_COMPLAINT
from inspections.services import complaints
from inspections.views.complaints import SECTION, OfComplaint
from institutions.models import Institution


class Receive(FormPage):
    """`?institution=` opens it from an institution's file."""

    permission = RECEIVE_COMPLAINT
    section = SECTION
    title = _("Enter a complaint")
    form_class = ReceiveForm
    submit_label = _("Accept the complaint")

    def form_kwargs(self) -> dict[str, Any]:
        return {"viewer": self.viewer}

    def get_initial(self) -> dict[str, Any]:
        wanted = self.request.GET.get("institution", "")
        row = Institution.objects.visible_to(self.viewer).filter(public_id=wanted).first() if wanted else None
        return {"institution": row, "received_on": self.on, "channel": Channel.HOTLINE_12345, "matter": Matter.REFUND}

    def get_cancel_url(self) -> str:
        return reverse("inspections:complaints")

    def act(self, form: ReceiveForm) -> str:
        made = complaints.receive_complaint(by=self.viewer, at=self.at, **form.facts)
        messages.success(
            self.request,
            gettext("Entered as %(number)s, due on %(day)s.") % {"number": made.number, "day": made.due_on.isoformat()},
        )
        if form.cleaned_data["complainant_phone"] and ISSUE_LINK.allows(self.viewer):
            return reverse("inspections:links", args=[made.public_id])  # to hand over before the caller hangs up
        return reverse("inspections:complaint", args=[made.public_id])


class _Decision(OfComplaint, FormPage):
    model: Any = ComplaintValidity

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.complaint.number, self.get_cancel_url())]

    def get_cancel_url(self) -> str:
        return reverse("inspections:complaint", args=[self.complaint.public_id])

    @cached_property
    def standing(self) -> Any:
        return self.model.objects.standing().filter(complaint=self.complaint).first()

    def superseded(self, form: Any) -> Any:
        """The decision that the clerk saw; the service refuses if it is no longer the standing one."""
        seen = form.cleaned_data["standing"]
        if seen is None:
            return None
        row = self.model.objects.filter(complaint=self.complaint, pk=seen).first()
        if row is None:
            raise ChangedMeanwhile
        return row


class Judge(_Decision):
    permission = JUDGE_VALIDITY
    form_class = ValidityForm
    submit_label = _("Record the judgement")
    model = ComplaintValidity

    def get_title(self) -> str:
        return gettext("Change the judgement") if self.standing else gettext("Judge whether it is valid")

    def get_initial(self) -> dict[str, Any]:
        return {"decided_on": self.on, "standing": self.standing.pk if self.standing else None}

    def act(self, form: ValidityForm) -> str:
        complaints.judge_validity(
            complaint=self.complaint,
            is_valid=form.cleaned_data["judgement"],
            reason=form.cleaned_data["reason"],
            decided_on=form.cleaned_data["decided_on"],
            supersedes=self.superseded(form),
            by=self.viewer,
            at=self.at,
        )
        return self.get_cancel_url()


class Resolve(_Decision):
    permission = RESOLVE_COMPLAINT
    form_class = ResolutionForm
    submit_label: Text = _("Close the complaint")
    model = ComplaintResolution

    def get_title(self) -> str:
        return gettext("Correct the outcome") if self.standing else gettext("Close the complaint")

    def get_initial(self) -> dict[str, Any]:
        return {"resolved_on": self.on, "standing": self.standing.pk if self.standing else None}

    def act(self, form: ResolutionForm) -> str:
        complaints.resolve_complaint(
            complaint=self.complaint,
            outcome=form.cleaned_data["outcome"],
            reason=form.cleaned_data["reason"],
            resolved_on=form.cleaned_data["resolved_on"],
            supersedes=self.superseded(form),
            by=self.viewer,
            at=self.at,
        )
        return self.get_cancel_url()
