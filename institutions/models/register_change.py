"""A register change (登记变动): a line of market supervision's feed, what it was matched with, what came of it.

It never touches the register: the registrar reads it and decides. Names of persons are not taken in.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.records import PublicId, Versioned
from cixi_oversight.transitions import Transition
from institutions.enums.changes import ChangeKind, ChangeOutcome, ChangeState
from institutions.models.institution import Institution
from institutions.models.suspected_site import SuspectedSite


class RegisterChangeQuerySet(models.QuerySet["RegisterChange"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Staff see what concerns their institutions, those of the whole county all; a system what it sent itself."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        if viewer.kind is ViewerKind.CLIENT:
            return self.filter(created_by_id=viewer.actor_id)
        if viewer.kind is not ViewerKind.STAFF:
            return self.none()
        scope = Q(institution__in=Institution.objects.visible_to(viewer)) | Q(town_id__in=viewer.town_ids)
        if viewer.county_wide:
            scope |= Q(county_id__in=viewer.county_ids)
        return self.filter(scope)

    def waiting(self) -> Self:
        return self.filter(state=ChangeState.WAITING)


class RegisterChange(Versioned):
    public_id = PublicId()
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    town = models.ForeignKey("users.Town", models.PROTECT, null=True, related_name="+")
    reference = models.CharField(max_length=60)  # the sender's own number
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in ChangeKind])
    changed_on = models.DateField()
    uscc = models.CharField(max_length=18, blank=True)
    name = models.CharField(max_length=120)
    former_name = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=200, blank=True)
    scope = models.CharField(max_length=1000, blank=True)  # 经营范围
    note = models.CharField(max_length=400, blank=True)  # what changed, or why it is listed as abnormal
    outcome = models.CharField(max_length=12, choices=[(one.value, one.value) for one in ChangeOutcome])
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, related_name="register_changes")
    candidates = ArrayField(models.BigIntegerField(), default=list, blank=True)  # where several could be meant
    batch = models.ForeignKey("imports.ImportBatch", models.PROTECT, null=True, related_name="+")  # the sheet, if one
    site = models.ForeignKey(SuspectedSite, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=16, choices=[(state.value, state.value) for state in ChangeState])

    objects: ClassVar[models.Manager[RegisterChange]] = RegisterChangeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["county", "-changed_on", "-id"], name="register_change_county"),
            models.Index(fields=["institution"], name="register_change_institution"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["created_by", "reference"], name="register_change_sent_once"),
            models.CheckConstraint(
                condition=~Q(outcome=ChangeOutcome.MATCHED) | Q(institution__isnull=False),
                name="register_change_matched",
            ),
        ]


class RegisterChangeTransition(Transition):
    """What the registrar did with a change."""

    change = models.ForeignKey(RegisterChange, models.PROTECT, related_name="transitions")

    class Meta:
        indexes = [models.Index(fields=["change", "recorded_at"], name="register_change_trans_at")]
