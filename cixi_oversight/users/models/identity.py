"""An account's name at an outside sign-in (浙政钉, 浙里办). Only a person of ours links one; nothing links itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cixi_oversight.records import PublicId
from cixi_oversight.users.models.user import User


class ExternalIdentityQuerySet(models.QuerySet["ExternalIdentity"]):
    def standing(self) -> ExternalIdentityQuerySet:
        return self.filter(ended_at=None)


class ExternalIdentity(models.Model):
    """`subject` is the `sub` of the provider's tokens: opaque, never an e-mail or a phone."""

    public_id = PublicId()
    user = models.ForeignKey(User, models.PROTECT, related_name="identities")
    provider = models.CharField(max_length=20)
    subject = models.CharField(max_length=255)
    linked_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[ExternalIdentity]] = ExternalIdentityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "subject"], condition=models.Q(ended_at=None), name="identity_one_account"
            ),
            models.UniqueConstraint(
                fields=["user", "provider"], condition=models.Q(ended_at=None), name="identity_one_a_provider"
            ),
        ]
