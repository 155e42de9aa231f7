"""The desk of the staff."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cixi_oversight.permissions import ANY_STAFF
from cixi_oversight.web import home
from cixi_oversight.web.views import Page


class Desk(Page):
    permission = ANY_STAFF
    section = "home"
    title = _("Desk")
    template_name = "pages/desk.html"

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(todo=home.todo(self.viewer, self.on), figures=home.figures(self.viewer, self.on), **more)
