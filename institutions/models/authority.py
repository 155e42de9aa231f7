"""Who is responsible, dated (谁审批、谁负责): which authority in which capacity from which day, and by what act."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cixi_oversight.records import Fact, FactQuerySet
from institutions.models.institution import AUTHORITIES, Institution


class AuthorityRow(Fact):
    """The institution's column of the capacity is a copy of the latest row. No department: nobody any more."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="authority_rows")
    capacity = models.CharField(max_length=12, choices=[(one, one) for one in AUTHORITIES])
    department = models.ForeignKey("users.Department", models.PROTECT, null=True, related_name="+")
    from_on = models.DateField()
    why = models.CharField(max_length=300)
    cause_kind = models.CharField(max_length=40, blank=True)
    cause_id = models.BigIntegerField(null=True)

    objects: ClassVar[models.Manager[AuthorityRow]] = FactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "recorded_at"], name="authority_row_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="authority_row_superseded_once"
            )
        ]
