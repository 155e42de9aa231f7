"""A message to one account. The row is the inbox entry; what goes out besides is a delivery."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from cixi_oversight.desk.enums import OUTER, Topic
from cixi_oversight.permissions import Viewer
from cixi_oversight.records import PublicId


class MessageQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Everybody reads their own and nobody else's."""
        return self.filter(recipient_id=viewer.user_id) if viewer.user_id is not None else self.none()

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Message(models.Model):
    """`data` are the figures of the template: numbers, days, names of institutions; no personal data.

    `created_at` and `read_at` are business times.
    """

    public_id = PublicId()
    recipient = models.ForeignKey("users.User", models.PROTECT, related_name="+")
    template = models.CharField(max_length=60)
    topic = models.CharField(max_length=20, choices=[(t.value, t.value) for t in Topic])
    data = models.JSONField(default=dict)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    institution_id = models.BigIntegerField(null=True)
    urgent = models.BooleanField(default=False)
    dedupe = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = MessageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "dedupe"], name="message_once_a_recipient")]
        indexes = [
            models.Index(fields=["recipient"], name="message_unread", condition=Q(read_at=None)),
            models.Index(fields=["recipient", "-created_at", "-id"], name="message_inbox"),
        ]


class Delivery(models.Model):
    """A message on its way over one outer channel. Holds no address: that is read from the vault at sending.

    It waits until `due_at` (real time) for others to the same recipient; then a dispatch takes all of them along.
    """

    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries")
    recipient = models.ForeignKey("users.User", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, choices=[(c.value, c.value) for c in OUTER])
    urgent = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    dispatch = models.ForeignKey("desk.Dispatch", models.PROTECT, null=True, related_name="deliveries")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "channel"], name="delivery_once_a_channel")]
        indexes = [
            models.Index(fields=["channel", "due_at"], name="delivery_waiting", condition=Q(dispatch=None)),
            models.Index(fields=["recipient", "channel"], name="delivery_of_one", condition=Q(dispatch=None)),
        ]
