"""The signed-in sessions of an account, as its owner sees them: where, on what, since when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cixi_oversight.records import PublicId
from cixi_oversight.users.enums import SessionEnd
from cixi_oversight.users.models.user import User


class SignedInSessionQuerySet(models.QuerySet["SignedInSession"]):
    def open(self) -> SignedInSessionQuerySet:
        """Not ended by anybody; those that ran out unused are told apart by their times."""
        return self.filter(ended_at=None)


class SignedInSession(models.Model):
    public_id = PublicId()
    user = models.ForeignKey(User, models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.CharField(max_length=45, blank=True)
    device = models.CharField(max_length=200, blank=True)
    began_at = models.DateTimeField()  # real time, as the two below
    used_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=20, blank=True, choices=[(why.value, why.value) for why in SessionEnd])

    objects: ClassVar[models.Manager[SignedInSession]] = SignedInSessionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "-used_at"], name="session_of_user")]
