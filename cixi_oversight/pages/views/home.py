"""The desk of the staff."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.permissions import ADMINISTRATORS, ANY_STAFF, Viewer
from cixi_oversight.web import home
from cixi_oversight.web.views import Page


class Desk(Page):
    permission = ANY_STAFF
    section = "home"
    title = _("Desk")
    template_name = "pages/desk.html"

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(
            groups=home.grouped(self.viewer, self.on),
            figures=home.figures(self.viewer, self.on),
            nothing=nothing_waits(self.viewer),
            **more,
        )


def nothing_waits(viewer: Viewer) -> str:
    """Why the list is empty: nothing is due, or this role's work is not asked for here."""
    if viewer.roles <= ADMINISTRATORS:
        return gettext("No supervision work is asked of administrators. Your pages stand under System in the menu.")
    return gettext("Nothing waits for you. What is assigned to you or becomes due is listed here by its day.")
