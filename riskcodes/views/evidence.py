"""A record that a value rests on and that has no page of its own, as it was entered."""

from __future__ import annotations

from typing import Any, Final

from django.apps import apps
from django.db.models import Model
from django.urls import reverse
from django.utils.functional import cached_property

from cixi_oversight.errors import NotFound
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.models import Institution
from riskcodes.rules.access import VIEW_CODES
from riskcodes.rules.labels import FIGURE, RECORD
from riskcodes.services.exhibits import shown_figure
from riskcodes.services.links import SECTION, why_url

_COLUMNS: Final = frozenset({"id", "recorded_at", "recorded_by", "supersedes", "institution", "public_id"})


class Record(Page):
    """A stored row that has no page of its own (a due filing, a decision on a complaint), as it was entered."""

    permission = VIEW_CODES
    section = SECTION
    template_name = "riskcodes/evidence.html"

    @cached_property
    def row(self) -> Any:
        table = self.kwargs["table"]
        if table not in RECORD:
            raise NotFound
        rows = apps.get_model(table)._default_manager.select_related("institution", "recorded_by")
        own = Institution.objects.visible_to(self.viewer)
        found: Model | None = rows.filter(pk=self.kwargs["pk"], institution__in=own).first()
        if found is None:
            raise NotFound
        return found

    def get_title(self) -> str:
        return worded(RECORD[self.kwargs["table"]])

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.row.institution.name, why_url(self.row.institution))]

    def context(self, **more: Any) -> dict[str, Any]:
        later = type(self.row)._default_manager.filter(supersedes=self.row).first()
        return super().context(
            row=self.row,
            lines=self._lines(),
            later_url=reverse("riskcodes:evidence", args=[self.kwargs["table"], later.pk]) if later else "",
            earlier_url=reverse("riskcodes:evidence", args=[self.kwargs["table"], self.row.supersedes_id])
            if self.row.supersedes_id
            else "",
            **more,
        )

    def _lines(self) -> list[tuple[str, str]]:
        found = []
        for field in self.row._meta.concrete_fields:
            if field.name in _COLUMNS or field.name not in FIGURE:
                continue
            value = field.value_from_object(self.row)
            found.append((worded(FIGURE[field.name]), shown_figure(field.name, value)))
        return found
