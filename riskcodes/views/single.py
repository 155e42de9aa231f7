"""Recompute one institution by day: asked for on its file, done in the background."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from cixi_oversight.web.forms import once
from cixi_oversight.web.views import Page
from riskcodes.rules.access import RECOMPUTE
from riskcodes.services.links import why_url
from riskcodes.services.night import start_single
from riskcodes.views.common import institution_of


class Recompute(Page):
    permission = RECOMPUTE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        institution = institution_of(self.viewer, kwargs["public_id"])

        def act() -> str:
            start_single(institution=institution, on=self.on, at=self.at, by=self.viewer)
            messages.info(request, _("The code is being computed anew. Reload this page in a few seconds."))
            return why_url(institution)

        return HttpResponseRedirect(once(request, act))
