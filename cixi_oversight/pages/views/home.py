"""The desk of the staff and the page of an institution's own people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cixi_oversight.permissions import ANY_STAFF, INSTITUTION, right
from cixi_oversight.web import home
from cixi_oversight.web.views import Page
from institutions.models import Institution

VIEW_OWN = right("pages.view_own_institution", INSTITUTION)


class Desk(Page):
    permission = ANY_STAFF
    section = "home"
    title = _("Desk")
    template_name = "pages/desk.html"

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(todo=home.todo(self.viewer, self.on), figures=home.figures(self.viewer, self.on), **more)


class My(Page):
    permission = VIEW_OWN
    section = "my"
    title = _("My institution")
    template_name = "pages/my.html"

    def context(self, **more: Any) -> dict[str, Any]:
        own = Institution.objects.filter(pk__in=self.viewer.institution_ids).select_related("town")
        return super().context(institutions=list(own), **more)
