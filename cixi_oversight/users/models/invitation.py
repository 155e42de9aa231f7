"""A link by which somebody sets the password of his new account: once, and only until it expires."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cixi_oversight.records import PublicId
from cixi_oversight.users.enums import InvitationPurpose
from cixi_oversight.users.models.user import User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unused(self) -> InvitationQuerySet:
        return self.filter(used_at=None, revoked_at=None)


class Invitation(models.Model):
    public_id = PublicId()
    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    purpose = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in InvitationPurpose])
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()  # real time, as the two below
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Invitation]] = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(used_at=None, revoked_at=None), name="invitation_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(used_at=None) | models.Q(revoked_at=None), name="invitation_used_or_revoked"
            ),
        ]
