"""The yearly notice of holidays as somebody entered it, before and after it was put in force."""

from django.db import models
from django.db.models import Q


class CalendarNotice(models.Model):
    """`days` are [day, name, is_workday] in order, as read; `doubts` what the reading found odd but not wrong."""

    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    days = models.JSONField()
    doubts = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)  # of what was sent in
    entered_at = models.DateTimeField(editable=False)
    entered_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+", editable=False)
    applied_at = models.DateTimeField(null=True, editable=False)
    applied_by = models.ForeignKey("users.Actor", models.PROTECT, null=True, related_name="+")
    applied_why = models.CharField(max_length=200, blank=True)
    moved = models.PositiveIntegerField(null=True)  # due days that became others

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at=None, applied_by=None) | Q(applied_at__isnull=False, applied_by__isnull=False),
                name="notice_applied_by",
            )
        ]
