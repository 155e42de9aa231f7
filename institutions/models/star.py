"""Star rating (诚信办学星级评估): the standard as dated data, applications, reviews, and the ratings in force.

The association reviews, the bureau decides; three to five stars for two years.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from cixi_oversight.documents.models import Paper
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.records import Fact, FactQuerySet, PublicId, Versioned
from cixi_oversight.transitions import Transition
from institutions.enums.stars import RatingCause, StarField, StarState
from institutions.models.institution import Institution


class StarStandard(models.Model):
    """What is asked from a day on, and how many of the points make how many stars."""

    title = models.CharField(max_length=80)
    effective_from = models.DateField(unique=True)
    three_from = models.PositiveSmallIntegerField()
    four_from = models.PositiveSmallIntegerField()
    five_from = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    confirmed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(three_from__lt=models.F("four_from")) & Q(four_from__lt=models.F("five_from")),
                name="star_standard_thresholds_rise",
            )
        ]


class StarItem(models.Model):
    standard = models.ForeignKey(StarStandard, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=12, choices=[(f.value, f.value) for f in StarField])
    text = models.CharField(max_length=200)
    points = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["standard", "number"]
        constraints = [models.UniqueConstraint(fields=["standard", "number"], name="star_item_once")]


class StarApplicationQuerySet(models.QuerySet["StarApplication"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The institution's scope; the association's officers the whole of their county. A draft is the institution's
        own until it is handed in. The public sees ratings, not applications."""
        if viewer.kind in (ViewerKind.PUBLIC, ViewerKind.LINK):
            return self.none()
        scope = Q(institution__in=Institution.objects.visible_to(viewer))
        if Role.ASSOCIATION_OFFICER in viewer.roles:
            scope |= Q(institution__county_id__in=viewer.county_ids)
        rows = self.filter(scope)
        if viewer.kind in (ViewerKind.MEMBER, ViewerKind.SYSTEM):
            return rows
        return rows.exclude(state=StarState.DRAFT)

    def for_reviewer(self, viewer: Viewer) -> Self:
        """What waits for this officer's points: not yet given in this round, and not stood back from."""
        if Role.ASSOCIATION_OFFICER not in viewer.roles:
            return self.none()
        mine = StarReview.objects.filter(recorded_by_id=viewer.actor_id, application=models.OuterRef("pk"))
        given = mine.filter(round=models.OuterRef("round"))
        back = StarRecusal.objects.filter(recorded_by_id=viewer.actor_id, application=models.OuterRef("pk"))
        rows = self.visible_to(viewer).filter(state=StarState.SUBMITTED)
        return rows.filter(~models.Exists(given), ~models.Exists(back))


class StarApplication(Versioned):
    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="star_applications")
    standard = models.ForeignKey(StarStandard, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default=StarState.DRAFT, choices=[(s.value, s.value) for s in StarState])
    statements = models.JSONField(default=dict)  # field -> what the institution says of itself
    round = models.PositiveSmallIntegerField(default=1)  # of review; the bureau may ask for another
    submitted_on = models.DateField(null=True)
    points = models.PositiveSmallIntegerField(null=True)  # mean of the reviewers', rounded down
    stars = models.PositiveSmallIntegerField(null=True)
    grounds = models.CharField(max_length=600, blank=True)
    decided_on = models.DateField(null=True)
    certificate = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager[Any]] = StarApplicationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "submitted_on"], name="star_application_state"),
            models.Index(fields=["institution", "year"], name="star_application_institution"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["institution"],
                condition=~Q(state__in=["published", "refused", "withdrawn"]),
                name="star_application_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["awarded", "published"]) | Q(stars__gte=3, stars__lte=5),
                name="star_application_stars",
            ),
        ]


class StarApplicationTransition(Transition):
    application = models.ForeignKey(StarApplication, models.PROTECT, related_name="transitions")

    class Meta:
        indexes = [models.Index(fields=["application", "recorded_at"], name="star_transition_at")]


class StarReview(Fact):
    """One reviewer's points and words; `recorded_by` is the reviewer."""

    application = models.ForeignKey(StarApplication, models.PROTECT, related_name="reviews")
    round = models.PositiveSmallIntegerField()
    points = models.JSONField()  # item number -> points
    comments = models.JSONField()  # field -> words
    total = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "round", "recorded_by"], name="star_review_once")]


class StarRecusal(Fact):
    """A reviewer stands back (回避); `recorded_by` is who."""

    application = models.ForeignKey(StarApplication, models.PROTECT, related_name="recusals")
    why = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "recorded_by"], name="star_recusal_once")]


class StarRating(Fact):
    """Stars from a day to a day. The latest that has begun holds; none where it says 0 stars or is over."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="star_ratings")
    application = models.ForeignKey(StarApplication, models.PROTECT, null=True, related_name="ratings")
    cause = models.CharField(max_length=12, choices=[(c.value, c.value) for c in RatingCause])
    stars = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    to_on = models.DateField()
    why = models.CharField(max_length=600, blank=True)
    appeal = models.CharField(max_length=300, blank=True)  # where and until when the institution may object

    objects: ClassVar[models.Manager[Any]] = FactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "from_on"], name="star_rating_institution")]
        constraints = [
            models.CheckConstraint(
                condition=Q(cause="stripped", stars=0) | (~Q(cause="stripped") & Q(stars__gte=3, stars__lte=5)),
                name="star_rating_three_to_five",
            ),
            models.CheckConstraint(condition=Q(from_on__lte=models.F("to_on")), name="star_rating_dates"),
        ]
