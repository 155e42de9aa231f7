"""A school (学校), to which letters to parents go. Who answers for it is in the vault."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.records import PublicId, Versioned
from institutions.enums.notices import SchoolKind


class SchoolQuerySet(models.QuerySet["School"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Staff of the county; a town's officers those of their town."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        if viewer.kind is not ViewerKind.STAFF:
            return self.none()
        scope = Q(town_id__in=viewer.town_ids)
        if viewer.county_wide:
            scope |= Q(county_id__in=viewer.county_ids)
        return self.filter(scope)

    def open(self) -> Self:
        return self.filter(closed_on=None)


class School(Versioned):
    public_id = PublicId()
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    town = models.ForeignKey("users.Town", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in SchoolKind])
    closed_on = models.DateField(null=True)

    objects: ClassVar[models.Manager[School]] = SchoolQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["county", "name", "id"], name="school_county")]
        constraints = [models.UniqueConstraint(fields=["county", "name"], name="school_name_once")]

    def __str__(self) -> str:
        return self.name
