"""Complaints of one caller, found by telephone. The number is sent, never part of an address, and kept nowhere."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import DomainError, Refusal
from cixi_oversight.personal.enums import Kind
from cixi_oversight.personal.rules.access import LOOK_UP_COMPLAINANT
from cixi_oversight.personal.services.reveal import look_up
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.refusals import STATUS
from cixi_oversight.web.words import worded
from inspections.enums import Matter
from inspections.forms import ByPhoneForm
from inspections.models import Complaint
from inspections.rules import labels
from inspections.views.complaints import SECTION, state_pill


class ByPhone(FormPage):
    permission = LOOK_UP_COMPLAINANT
    section = SECTION
    title = _("Find by the complainant's telephone")
    form_class = ByPhoneForm
    template_name = "inspections/by_phone.html"
    submit_label = _("Find")
    intro = _("Each search is on record with its number of hits, not with the telephone.")

    def get_cancel_url(self) -> str:
        return reverse("inspections:complaints")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.get_form(data=request.POST)
        if not form.is_valid():
            return self.show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            persons = look_up(kind=Kind.COMPLAINANT, phone=form.cleaned_data["phone"], by=self.viewer, at=self.at)
        except DomainError as error:
            if error.refusal in (Refusal.FORBIDDEN, Refusal.NOT_FOUND):
                raise
            form.add_refusal(error)
            return self.show(form, status=STATUS[error.refusal])
        rows: Any = Complaint.objects.visible_to(self.viewer).filter(complainant__in=persons).with_decisions()
        found = rows.select_related("institution").order_by("-received_on", "-pk")
        return self.found([(row, worded(labels.MATTER[Matter(row.matter)]), state_pill(row, self.on)) for row in found])

    def found(self, rows: list[Any]) -> HttpResponse:
        """With an empty form: the number is not sent back."""
        answer = self.render(
            form=self.get_form(),
            found=rows,
            searched=True,
            submit_label=worded(self.submit_label),
            intro=worded(self.intro),
            cancel_url=self.get_cancel_url(),
        )
        answer["Cache-Control"] = "no-store, private"
        return answer
