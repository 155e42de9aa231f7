"""Working groups (专项工作小组): the letter's six, one of each a county, with dated members."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value

from cixi_oversight.desk.enums import GroupKind, Post
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.records import Versioned

_DAY_AFTER_LAST = ExpressionWrapper(F("to_on") + Value(1), output_field=models.DateField())


class WorkingGroupQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Staff see the groups of their counties."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        return self.filter(county_id__in=viewer.county_ids) if viewer.kind is ViewerKind.STAFF else self.none()


class WorkingGroup(Versioned):
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in GroupKind])
    lead = models.ForeignKey("users.Department", models.PROTECT, related_name="+")
    duty = models.CharField(max_length=500, blank=True)

    objects: ClassVar[Any] = WorkingGroupQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "kind"], name="working_group_once")]


class WorkingGroupMemberQuerySet(models.QuerySet[Any]):
    def in_force(self, on: dt.date) -> Self:
        return self.filter(Q(to_on=None) | Q(to_on__gte=on), from_on__lte=on)


class WorkingGroupMember(models.Model):
    group = models.ForeignKey(WorkingGroup, models.PROTECT, related_name="members")
    department = models.ForeignKey("users.Department", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey("users.User", models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=8, choices=[(post.value, post.value) for post in Post])
    from_on = models.DateField()
    to_on = models.DateField(null=True)  # the last day; the day before `from_on`: taken back at once

    objects: ClassVar[Any] = WorkingGroupMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(department__isnull=False, user=None) | Q(department=None, user__isnull=False),
                name="working_group_member_is_one",
            ),
            models.UniqueConstraint(
                fields=["group", "department", "user"],
                condition=Q(to_on=None),
                name="working_group_member_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(from_on__lte=_DAY_AFTER_LAST), name="working_group_member_dates"
            ),
        ]
