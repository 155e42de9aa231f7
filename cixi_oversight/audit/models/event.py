"""Who did what to which thing, when, why and from where. Insert-only; ids and codes, no personal data."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Final

from django.db import models

from cixi_oversight.partitions import Monthly, NextValue

PARTITIONS: Final = Monthly("audit_event", "recorded_at", first=dt.date(2026, 1, 1), moment=True)


class EventQuerySet(models.QuerySet["Event"]):
    def within(self, institutions: models.QuerySet[Any]) -> EventQuerySet:
        """Events about these institutions, and those about no institution."""
        return self.filter(models.Q(institution_id=None) | models.Q(institution_id__in=institutions))


class Event(models.Model):
    """Kept in monthly partitions by `recorded_at`. Nothing refers to it by foreign key."""

    pk = models.CompositePrimaryKey("recorded_at", "id")
    id = models.BigIntegerField(db_default=NextValue("audit_event_id_seq"), editable=False)
    recorded_at = models.DateTimeField()
    actor = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)  # stable code, worded at display: "institutions.change_status"
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    institution_id = models.BigIntegerField(null=True)
    why = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=60, blank=True)  # address of the request or name of the job

    objects: ClassVar[models.Manager[Event]] = EventQuerySet.as_manager()

    append_only: ClassVar[bool] = True
    partitions: ClassVar[Monthly] = PARTITIONS
    owner_functions: ClassVar[tuple[str, ...]] = (PARTITIONS.function,)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-recorded_at", "-id"], name="audit_event_subject"),
            models.Index(fields=["institution_id", "-recorded_at", "-id"], name="audit_event_institution"),
        ]
