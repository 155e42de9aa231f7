"""By which ways an account wants to hear of what, in which language, and when it wants quiet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cixi_oversight.desk.enums import Topic


class MessageSettings(models.Model):
    """Without a row, or with empty quiet hours, the portal's parameter holds."""

    user = models.OneToOneField("users.User", models.PROTECT, primary_key=True, related_name="+")
    language = models.CharField(max_length=10, default="zh-hans")
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)  # the first moment at which sending is allowed again
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_to=None) | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="quiet_hours_both_or_none",
            ),
        ]


class Subscription(models.Model):
    """The outer channels of a topic. Without a row the topic's own default holds. In-site comes always."""

    user = models.ForeignKey("users.User", models.PROTECT, related_name="+")
    topic = models.CharField(max_length=20, choices=[(t.value, t.value) for t in Topic])
    sms = models.BooleanField()
    dingtalk = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="subscription_once")]
