"""A filing (填报): what an institution says of itself, until somebody or the rules accept it (decision 14).

`Filing.payload` is what is being written now; each submission is kept as it was in `FilingVersion`. Accepted truth
stands in the registers of the nouns, never here.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform

from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.records import PublicId, Versioned
from cixi_oversight.transitions import Transition
from institutions.enums.filings import OPEN, FilingKind, FilingState
from institutions.models.institution import Institution

_KINDS = [(kind.value, kind.value) for kind in FilingKind]
_OPEN = sorted(OPEN)


class FilingQuerySet(models.QuerySet["Filing"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The institution sees all of its own; officers what was handed in, never a draft; the public nothing."""
        if viewer.kind in (ViewerKind.PUBLIC, ViewerKind.LINK):
            return self.none()
        rows = self.filter(institution__in=Institution.objects.visible_to(viewer))
        if viewer.kind in (ViewerKind.MEMBER, ViewerKind.SYSTEM):
            return rows
        return rows.filter(submitted_at__isnull=False).exclude(state=FilingState.WITHDRAWN)

    def open(self) -> Self:
        return self.filter(state__in=_OPEN)

    def in_force(self) -> Self:
        return self.filter(state=FilingState.ACCEPTED)

    def with_title(self) -> Self:
        """Without the payloads, which may be long, but with the title that stands in them (`payload_title`)."""
        return self.defer("payload").annotate(payload_title=KeyTextTransform("title", "payload"))

    def same_thing(self, filing: Filing) -> Self:
        """Of the same institution, kind, period and subject."""
        return self.filter(
            institution=filing.institution_id,
            kind=filing.kind,
            period=filing.period,
            subject_kind=filing.subject_kind,
            subject_id=filing.subject_id,
        )


class Filing(Versioned):
    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="filings")
    kind = models.CharField(max_length=24, choices=_KINDS)
    period = models.DateField(null=True)  # first day of the month, quarter or year it is about
    subject_kind = models.CharField(max_length=40, blank=True)  # what it is about, where there are several
    subject_id = models.BigIntegerField(null=True)
    state = models.CharField(
        max_length=12, default=FilingState.DRAFT, choices=[(state.value, state.value) for state in FilingState]
    )
    payload = models.JSONField(default=dict)
    editor = models.CharField(max_length=24, blank=True)  # the open page that saved last, so that it may save again
    submitted_at = models.DateTimeField(null=True)  # for the last time
    decided_at = models.DateTimeField(null=True)
    submissions = models.PositiveIntegerField(default=0)
    doubts = models.JSONField(default=list)  # why a person looks: [{"id": message id, "figures": {…}}]
    is_sampled = models.BooleanField(default=False)
    record_id = models.BigIntegerField(null=True)  # what the noun's service made of it
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager[Filing]] = FilingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["institution", "kind", "period"], name="filing_institution"),
            models.Index(fields=["submitted_at"], name="filing_waiting", condition=Q(state=FilingState.SUBMITTED)),
            models.Index(fields=["-submitted_at", "-id"], name="filing_submitted"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "kind", "period", "subject_kind", "subject_id"],
                condition=Q(state__in=_OPEN),
                name="filing_one_open",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["institution", "kind", "period", "subject_kind", "subject_id"],
                condition=Q(state=FilingState.ACCEPTED),
                name="filing_one_in_force",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(state__in=[FilingState.DRAFT, FilingState.WITHDRAWN]) | Q(submitted_at__isnull=False),
                name="filing_submitted_at",
            ),
        ]

    @property
    def subject(self) -> tuple[str, int] | None:
        return (self.subject_kind, self.subject_id) if self.subject_id is not None else None


class FilingVersion(models.Model):
    """A submission as it was, with the hash of its canonical JSON."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()  # 1 is the first submission
    payload = models.JSONField()
    sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    actor = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")

    append_only: ClassVar[bool] = True
    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["filing", "number"], name="filing_version_once")]


class FilingComment(models.Model):
    """What an officer says of one place of a submission."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="comments")
    version = models.ForeignKey(FilingVersion, models.PROTECT, related_name="comments")
    path = models.CharField(max_length=120)
    text = models.CharField(max_length=600)
    recorded_at = models.DateTimeField()
    actor = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = [models.Index(fields=["filing", "recorded_at"], name="filing_comment_at")]


class FilingTransition(Transition):
    """The legal record of a filing."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="transitions")

    class Meta:
        indexes = [models.Index(fields=["filing", "recorded_at"], name="filing_transition_at")]
