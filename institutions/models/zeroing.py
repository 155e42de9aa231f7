"""The zeroing plan (学科类“清零”计划): by which route and until when an academic institution ceases to be one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cixi_oversight.records import Fact, FactQuerySet
from institutions.enums.zeroing import ZeroingRoute
from institutions.models.institution import Institution


class ZeroingEntry(Fact):
    """A change of route or day is a new row with its reason; whether it is done the register's dated rows say."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="zeroing_entries")
    route = models.CharField(max_length=12, choices=[(one.value, one.value) for one in ZeroingRoute])
    planned_on = models.DateField()
    why = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager[ZeroingEntry]] = FactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="zeroing_entry_superseded_once"
            ),
            models.UniqueConstraint(
                fields=["institution"], condition=Q(supersedes__isnull=True), name="zeroing_entry_one_first"
            ),
        ]
