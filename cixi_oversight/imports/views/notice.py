"""The form that takes the yearly notice of holidays in."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cixi_oversight.imports.forms import NoticeForm
from cixi_oversight.imports.services.notice import receive_notice
from cixi_oversight.policy.rules.access import ENTER_NOTICE
from cixi_oversight.web.forms import FormPage


class ReceiveNotice(FormPage):
    permission = ENTER_NOTICE
    section = "system.calendar"
    title = _("Import the yearly notice")
    intro = _("Nothing changes yet: the next page shows what would move, and the section chief puts it in force.")
    submit_label = _("Read")
    form_class = NoticeForm

    def get_cancel_url(self) -> str:
        return reverse("policy:calendar")

    def get_initial(self) -> dict[str, Any]:
        return {"year": self.request.GET.get("year", "")[:4]}

    def act(self, form: NoticeForm) -> str:
        file, values = form.cleaned_data["file"], form.cleaned_data
        data = file.read() if file else values["pasted"].encode()
        row = receive_notice(
            year=values["year"],
            source=values["source"],
            name=file.name if file else "",
            data=data,
            by=self.viewer,
            at=self.at,
        )
        return reverse("policy:notice", args=[row.pk])
