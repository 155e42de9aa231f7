"""Teaching on /my/: what is in force, and the way into filing it anew."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from cixi_oversight.web.views import Page
from institutions.models import Institution
from institutions.rules.access.filings import OWN_FILINGS
from institutions.rules.access.teaching import VIEW_OWN_TEACHING
from institutions.views.teaching import shown


class MyTeaching(Page):
    permission = VIEW_OWN_TEACHING
    section = "my.teaching"
    title = _("Teaching")
    template_name = "institutions/teaching/mine.html"

    @cached_property
    def institutions(self) -> list[Institution]:
        rows = Institution.objects.visible_to(self.viewer).filter(pk__in=self.viewer.institution_ids)
        return list(rows.order_by("name", "pk"))

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(
            own=[shown.context(row, self.viewer, self.on) for row in self.institutions],
            may_start=OWN_FILINGS.allows(self.viewer),
            **more,
        )
