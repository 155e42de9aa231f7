"""The buttons of the page that begin a filing of teaching."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.web.views import Page
from institutions.enums.filings import FilingKind
from institutions.models import Institution
from institutions.rules.access.filings import OWN_FILINGS
from institutions.services.teaching import starting


class StartTeaching(Page):
    permission = OWN_FILINGS
    section = "my.teaching"
    title = _("Teaching")
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind, number = self.kwargs["kind"], request.POST.get("number", "")
        if kind not in starting.KINDS or (number and not (number.isascii() and number.isdigit() and len(number) < 9)):
            raise NotFound
        filing = starting.start(
            institution=self.institution(request.POST.get("institution", "")),
            kind=FilingKind(kind),
            number=int(number) if number else None,
            by=self.viewer,
            at=self.at,
        )
        return HttpResponseRedirect(reverse("institutions:my_filing", args=[filing.public_id]))

    def institution(self, public_id: str) -> Institution:
        rows = Institution.objects.visible_to(self.viewer).filter(pk__in=self.viewer.institution_ids)
        found = rows.filter(public_id=public_id).first()
        if found is None:
            raise NotFound
        return found
