"""AB角: while somebody is on leave, a colleague has his duties. Dated rows; a leave that ends early keeps its row."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value

from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.records import PublicId
from cixi_oversight.users.models.user import User

_DAY_AFTER_LAST = ExpressionWrapper(F("to_on") + Value(1), output_field=models.DateField())


class DeputyshipQuerySet(models.QuerySet["Deputyship"]):
    def in_force(self, on: dt.date) -> DeputyshipQuerySet:
        return self.filter(from_on__lte=on, to_on__gte=on)

    def visible_to(self, viewer: Viewer) -> DeputyshipQuerySet:
        """One's own in either part; chiefs those of their county's departments."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        mine = Q(absent=viewer.user_id or 0) | Q(deputy=viewer.user_id or 0)
        if viewer.own_roles & {Role.SECTION_CHIEF, Role.BUREAU_DIRECTOR}:
            near = User.objects.filter(memberships__department__county__in=viewer.county_ids).values("pk")
            mine |= Q(absent__in=near)
        return self.filter(mine)


class Deputyship(models.Model):
    public_id = PublicId()
    absent = models.ForeignKey(User, models.PROTECT, related_name="leaves")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="deputyships")
    from_on = models.DateField()
    to_on = models.DateField()  # the last day; the day before `from_on`: taken back at once
    why = models.CharField(max_length=200)
    made_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Deputyship]] = DeputyshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(absent=F("deputy")), name="deputy_is_another"),
            models.CheckConstraint(condition=Q(from_on__lte=_DAY_AFTER_LAST), name="deputy_ends_after_start"),
        ]
        indexes = [models.Index(fields=["deputy", "to_on"], name="deputy_by_deputy")]
