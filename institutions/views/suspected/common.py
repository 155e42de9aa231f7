"""A page about one suspected site, fetched within the viewer's scope."""

from __future__ import annotations

from functools import cached_property

from django.urls import reverse

from cixi_oversight.errors import NotFound
from cixi_oversight.web.views import Page
from institutions.models import SuspectedSite

SECTION = "notices.suspected"


def site_url(row: SuspectedSite) -> str:
    return reverse("institutions:suspected_site", args=[row.public_id])


class OfSite(Page):
    section = SECTION

    @cached_property
    def site(self) -> SuspectedSite:
        rows = SuspectedSite.objects.visible_to(self.viewer).with_due()
        rows = rows.select_related("county", "town", "institution", "created_by")
        found: SuspectedSite | None = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.site.number, site_url(self.site))]
