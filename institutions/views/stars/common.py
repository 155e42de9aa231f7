"""What the pages of the star rating share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse

from cixi_oversight.errors import NotFound
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.enums.stars import RatingCause, StarField, StarVerb
from institutions.models import StarApplication, StarReview, WhitelistEntry
from institutions.rules.labels.stars import RATING_CAUSE, STAR_FIELD, STAR_VERB
from institutions.rules.labels.yearly import CONCLUSION
from institutions.services.stars.applying import evidence
from institutions.services.stars.reading import history
from institutions.services.yearly import results

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
            "key": one.value,
            "label": STAR_FIELD[one],
            "text": row.statements.get(one.value, ""),
            "files": files[one],
            "items": items.get(one.value, []),
            "most": sum(item.points for item in items.get(one.value, [])),
        }
        for one in StarField
    ]


def points_by_field(row: StarApplication, reviews: Sequence[StarReview]) -> list[tuple[Any, int, list[int]]]:
    """(field, the most, points of each review in its order) of what the viewer may see."""
    items = list(row.standard.items.all())
    found = []
    for one in StarField:
        own = [item for item in items if item.field == one.value]
        given = [sum(int(review.points.get(str(item.number), 0)) for item in own) for review in reviews]
        found.append((STAR_FIELD[one], sum(item.points for item in own), given))
    return found


def remarks_of(reviews: Sequence[StarReview]) -> list[tuple[str, Any, str]]:
    """(reviewer, field, words) of what was remarked."""
    return [
        (review.recorded_by.label, STAR_FIELD[field], review.comments[field.value])
        for review in reviews
        for field in StarField
        if review.comments.get(field.value)
    ]


def known_of(row: StarApplication) -> dict[str, Any]:
    """What is published of the institution: results of the annual inspection, the white list, stars before."""
    entry = WhitelistEntry.objects.standing().filter(institution=row.institution_id).first()
    return {
        "annual": [(fact, worded(CONCLUSION[fact.conclusion])) for fact in results.history(row.institution_id)[:3]],
        "listed_since": entry.entered_on if entry else None,
        "stars": [
            (one, drawn(one.stars), worded(RATING_CAUSE[RatingCause(one.cause)]))
            for one in history(row.institution_id)[:5]
        ],
    }


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
