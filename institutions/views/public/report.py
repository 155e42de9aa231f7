"""Tell us of a place that may teach without a permit: a form without account, and what became of the report."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cixi_oversight.documents.enums import Purpose
from cixi_oversight.documents.services import uploads
from cixi_oversight.errors import NotFound
from cixi_oversight.users.models import County
from cixi_oversight.users.services.viewer import system_viewer
from cixi_oversight.web.badges import badge
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Page
from institutions.enums.suspected import SiteOrigin
from institutions.forms.suspected import PublicReportForm
from institutions.models import SiteReport
from institutions.rules.access.suspected import REPORT_SITE
from institutions.services.suspected import limits
from institutions.services.suspected.reporting import SUBJECT, report
from institutions.views.public.common import address_of

PUBLIC: Final = "public"  # who stands in the record of an anonymous report
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{16,40}", re.ASCII)


class ReportSite(FormPage):
    permission = REPORT_SITE
    title = _("It may be unlicensed: tell us")
    template_name = "institutions/public/report.html"
    form_class = PublicReportForm
    submit_label = _("Send the report")

    def get_initial(self) -> dict[str, Any]:
        return {"sign": self.request.GET.get("sign", "")[:60].replace("\x00", "")}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What fills in the field that nobody sees is thanked and forgotten."""
        if request.POST.get("website"):
            return HttpResponseRedirect(reverse("institutions:look_up"))
        return super().post(request, *args, **kwargs)

    def act(self, form: PublicReportForm) -> str:
        """One transaction: a photo that is refused leaves no report behind, and is worded at its field."""
        limits.count(address_of(self.request))
        typed = dict(form.cleaned_data)
        typed.pop("website")
        photo = typed.pop("photo")
        reporter = {name: typed.pop(f"reporter_{name}") for name in ("name", "phone")}
        by = system_viewer(label=PUBLIC)
        with transaction.atomic():
            row = report(
                county=typed["town"].county if typed["town"] else County.objects.order_by("code")[0],
                origin=SiteOrigin.PUBLIC,
                reporter={"name": reporter["name"], "phone": reporter["phone"]},
                token=self.token,
                by=by,
                at=self.at,
                **typed,
            )
            if photo is not None:
                subject = (SUBJECT, row.site_id)
                uploads.store(
                    upload=photo,
                    purpose=Purpose.SITE_PHOTO,
                    subject=subject,
                    institution_id=None,
                    by=by,
                    at=self.at,
                    field="photo",
                )
        return reverse("institutions:reported_site", args=[row.public_id])

    @property
    def token(self) -> str:
        """Of the form that was shown: sent twice, it is one report. Empty where it was tampered with."""
        token = self.request.POST.get("form_token", "")
        return token if _TOKEN.fullmatch(token) else ""


class ReportedSite(Page):
    """For whoever sent it: received under this number, and later how it ended. Nothing of what was said in it."""

    permission = REPORT_SITE
    title = _("Your report")
    template_name = "institutions/public/reported.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = SiteReport.objects.filter(public_id=self.kwargs["public_id"], origin=SiteOrigin.PUBLIC)
        found = rows.select_related("site").first()
        if found is None:
            raise NotFound
        answer = self.render(
            status=HTTPStatus.OK, report=found, site=found.site, state=badge("suspected_site", found.site.state)
        )
        answer["X-Robots-Tag"] = "noindex"
        answer["Cache-Control"] = "no-store"
        return answer
