"""The association's part: two reviewers give points field by field; whoever has an interest stands back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from cixi_oversight.errors import Problems
from cixi_oversight.permissions import Viewer
from institutions.enums.stars import StarField, StarVerb
from institutions.errors.stars import AlreadyReviewed, HasInterest, WrongPoints
from institutions.models import StarApplication, StarRecusal, StarReview
from institutions.rules.stars.points import mean, wrong_points
from institutions.rules.stars.workflow import REVIEWS_NEEDED
from institutions.services.stars import common
from institutions.services.stars.applying import stop_review
from institutions.services.yearly.common import a_text


@transaction.atomic
def review(
    *,
    application: StarApplication,
    points: Mapping[int, int | None],
    comments: Mapping[str, str],
    by: Viewer,
    at: dt.datetime,
) -> StarReview:
    """One reviewer's points, by item number, and words, by field. The second review concludes the round.

    Raises WrongState, Forbidden, HasInterest, AlreadyReviewed, NumberInText, Problems of WrongPoints at `item_N`.
    """
    row = common.locked(application)
    common.allowed(row, StarVerb.CONCLUDE, by)
    _may_review(row, by)
    most = dict(row.standard.items.values_list("number", "points"))
    wrong = wrong_points(points, most)
    if wrong:
        raise Problems([WrongPoints(field=f"item_{number}", most=most[number]) for number in wrong])
    given = {number: int(points[number] or 0) for number in most}
    made = StarReview.objects.create(
        application=row,
        round=row.round,
        points={str(number): value for number, value in given.items()},
        comments={
            field.value: a_text(comments.get(field.value, ""), f"comment_{field.value}", needed=False)
            for field in StarField
        },
        total=sum(given.values()),
        recorded_at=at,
        recorded_by_id=by.actor_id,
    )
    common.audit("review_stars", row, by=by, at=at, data={"round": row.round, "total": made.total})
    totals = list(row.reviews.filter(round=row.round).values_list("total", flat=True))
    if len(totals) >= REVIEWS_NEEDED:
        common.move(row, StarVerb.CONCLUDE, by=by, at=at, also={"points": mean(totals)})
        stop_review(row, by, at)
    return made


@transaction.atomic
def stand_back(*, application: StarApplication, why: str, by: Viewer, at: dt.datetime) -> StarRecusal:
    """回避. Raises WrongState, Forbidden, ReasonMissing, NumberInText, AlreadyReviewed."""
    row = common.locked(application)
    common.allowed(row, StarVerb.CONCLUDE, by)
    if row.reviews.filter(round=row.round, recorded_by_id=by.actor_id).exists():
        raise AlreadyReviewed
    reason = a_text(why, "why")
    made, is_new = StarRecusal.objects.get_or_create(
        application=row, recorded_by_id=by.actor_id, defaults={"why": reason[:200], "recorded_at": at}
    )
    if is_new:
        common.audit("stand_back", row, by=by, at=at, why=reason)
    return made


@transaction.atomic
def return_application(
    *, application: StarApplication, why: str, expected_version: int, by: Viewer, at: dt.datetime
) -> StarApplication:
    """Something is missing. Raises WrongState, Forbidden, ReasonMissing, NumberInText, StaleVersion, HasInterest."""
    row = common.locked(application, expected_version=expected_version)
    reason = a_text(why, "why")
    common.allowed(row, StarVerb.RETURN, by)
    if has_interest(row, by):
        raise HasInterest
    common.move(row, StarVerb.RETURN, by=by, at=at, why=reason, also={"round": row.round + 1})
    stop_review(row, by, at)
    common.tell(row, "star.returned", at, why=reason)
    return row


def has_interest(row: StarApplication, by: Viewer) -> bool:
    """Belongs to the institution, or has stood back."""
    return row.institution_id in by.institution_ids or row.recusals.filter(recorded_by_id=by.actor_id).exists()


def shown_reviews(row: StarApplication, viewer: Viewer) -> list[Any]:
    """Reviewers judge apart: one sees only his own until the round is concluded."""
    rows = row.reviews.select_related("recorded_by").order_by("round", "pk")
    if row.state == "submitted":
        rows = rows.exclude(round=row.round) | rows.filter(recorded_by_id=viewer.actor_id)
    return list(rows)


def _may_review(row: StarApplication, by: Viewer) -> None:
    if has_interest(row, by):
        raise HasInterest
    if row.reviews.filter(round=row.round, recorded_by_id=by.actor_id).exists():
        raise AlreadyReviewed
