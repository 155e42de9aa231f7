"""Who did what to which thing, when, why and from where. Insert-only; ids and codes, no personal data."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Event(models.Model):
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

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="audit_event_subject"),
            models.Index(fields=["institution_id", "-id"], name="audit_event_institution"),
        ]
