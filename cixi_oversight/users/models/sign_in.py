"""Every attempt to sign in, kept as evidence: added, never changed. The lock of an account is read from these rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cixi_oversight.permissions import ADMINISTRATORS, Viewer, ViewerKind
from cixi_oversight.users.enums import Outcome
from cixi_oversight.users.models.user import User


class SignInAttemptQuerySet(models.QuerySet["SignInAttempt"]):
    def visible_to(self, viewer: Viewer) -> SignInAttemptQuerySet:
        """Administrators see those of the accounts they see, and those under names that nobody has."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        seen = models.Q(user__in=User.objects.visible_to(viewer))
        return self.filter(seen | models.Q(user=None)) if viewer.roles & ADMINISTRATORS else self.filter(seen)


class SignInAttempt(models.Model):
    """`name_hash` is a keyed hash of the name that was typed (people type passwords there); `at` is real time."""

    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    name_hash = models.CharField(max_length=64)
    outcome = models.CharField(max_length=20, choices=[(member.value, member.value) for member in Outcome])
    address = models.CharField(max_length=45, blank=True)
    device = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    append_only: ClassVar[bool] = True
    # removes rows older than the day it is given, never any of the last 183 days (Cybersecurity Law, art. 21)
    owner_functions: ClassVar[tuple[str, ...]] = ("users_forget_sign_ins(timestamptz)",)

    objects: ClassVar[models.Manager[SignInAttempt]] = SignInAttemptQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["name_hash", "at"], name="sign_in_by_name"),
            models.Index(fields=["user", "at"], name="sign_in_by_user"),
            models.Index(fields=["at"], name="sign_in_by_time"),
        ]
