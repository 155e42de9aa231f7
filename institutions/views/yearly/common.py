"""What the pages of the annual inspection share."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from cixi_oversight.errors import NotFound
from cixi_oversight.web.views import Page
from institutions.models import AnnualBatch, AnnualInspection

SECTION = "annual"


def row_url(row: AnnualInspection) -> str:
    return reverse("institutions:annual", args=[row.public_id])


def batch_url(batch: AnnualBatch) -> str:
    return reverse("institutions:annual_batch", args=[batch.public_id])


class OfBatch(Page):
    """A page about one batch of the viewer's scope."""

    section = SECTION

    @cached_property
    def batch(self) -> AnnualBatch:
        rows: Any = AnnualBatch.objects.visible_to(self.viewer).select_related("county", "announcement")
        found: AnnualBatch | None = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    @property
    def seen(self) -> QuerySet[Any]:
        """The rows of the batch within the viewer's scope."""
        rows: Any = AnnualInspection.objects.visible_to(self.viewer)
        return rows.filter(batch=self.batch).select_related("institution__town", "batch")


class OfRow(Page):
    """A page about one institution's inspection."""

    section = SECTION

    @cached_property
    def row(self) -> AnnualInspection:
        rows: Any = AnnualInspection.objects.visible_to(self.viewer)
        rows = rows.select_related("batch__county", "institution__town", "notice")
        found: AnnualInspection | None = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found
