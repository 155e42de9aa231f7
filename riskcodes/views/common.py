"""What the pages of the risk code share: their tabs, the scope, addresses."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cixi_oversight.errors import NotFound
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County
from cixi_oversight.web.files import Tab
from cixi_oversight.web.words import worded
from institutions.models import Institution
from riskcodes.rules.access import ADOPT, VIEW_CODES, VIEW_RUNS
from riskcodes.rules.labels import PAGE
from riskcodes.services.links import SECTION


class RiskPage:
    """Mixin: the section and its tabs."""

    section = SECTION
    tab = ""
    viewer: Viewer

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(section_tabs=self._tabs(), section_tab=self.tab, **more)  # type: ignore[misc]

    def _tabs(self) -> list[Tab]:
        pages = (
            ("board", VIEW_CODES),
            ("adopt", ADOPT),
            ("runs", VIEW_RUNS),
            ("rules", VIEW_CODES),
            ("sources", VIEW_CODES),
        )
        return [
            Tab(key, worded(PAGE[key]), reverse(f"riskcodes:{key}"))
            for key, permission in pages
            if permission.allows(self.viewer)
        ]


def county_of(viewer: Viewer) -> County:
    """The county whose codes the viewer works with. Raises NotFound."""
    county = County.objects.filter(pk__in=viewer.county_ids).order_by("code").first()
    if county is None:
        raise NotFound
    return county


def institution_of(viewer: Viewer, public_id: str) -> Institution:
    """Raises NotFound outside the viewer's scope."""
    found = Institution.objects.visible_to(viewer).select_related("town").filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
