"""The front door, and where an account goes after signing in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cixi_oversight.permissions import ANYONE, ViewerKind
from cixi_oversight.web.views import Page
from institutions.services.lookup.tiles import by_county, tiles


class Landing(Page):
    """`/`: look an institution up first; who is signed in is offered the own desk."""

    permission = ANYONE
    title = _("Start")
    template_name = "pages/landing.html"

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(counties=by_county(tiles()), **more)


class Enter(Page):
    """To the desk, to the own institution, or to the front door."""

    permission = ANYONE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.viewer.kind is ViewerKind.STAFF:
            return HttpResponseRedirect(reverse("pages:desk"))
        if self.viewer.institution_ids:
            return HttpResponseRedirect(reverse("pages:my"))
        return HttpResponseRedirect(reverse("home"))
