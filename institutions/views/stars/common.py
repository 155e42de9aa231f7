"""What the pages of the star rating share."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse

from cixi_oversight.errors import NotFound
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.views import Page
from institutions.enums.stars import StarField, StarVerb
from institutions.models import StarApplication
from institutions.rules.labels.stars import STAR_FIELD, STAR_VERB
from institutions.services.stars.applying import evidence

SECTION = "stars"


def application_url(row: StarApplication) -> str:
    return reverse("institutions:star_application", args=[row.public_id])


def drawn(stars: int | None) -> str:
    """★★★★, as words and signs at once: the number is readable without colour."""
    return "★" * (stars or 0)


def fields_of(row: StarApplication) -> list[dict[str, Any]]:
    """What was said and handed in, field by field, with the items of the standard."""
    files = evidence(row)
    items: dict[str, list[Any]] = {}
    for item in row.standard.items.order_by("number"):
        items.setdefault(item.field, []).append(item)
    return [
        {
            "label": STAR_FIELD[one],
            "text": row.statements.get(one.value, ""),
            "files": files[one],
            "items": items.get(one.value, []),
            "most": sum(item.points for item in items.get(one.value, [])),
        }
        for one in StarField
    ]


def timeline(row: StarApplication) -> list[TimelineEntry]:
    rows = row.transitions.select_related("actor").order_by("-recorded_at", "-pk")
    return [TimelineEntry(one.recorded_at, one.actor.label, STAR_VERB[StarVerb(one.verb)], one.why) for one in rows]


class OfApplication(Page):
    """A page about one application of the viewer's scope."""

    section = SECTION

    @cached_property
    def row(self) -> StarApplication:
        rows: Any = StarApplication.objects.visible_to(self.viewer)
        rows = rows.select_related("institution__town", "institution__county", "standard", "certificate")
        found: StarApplication | None = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found
