"""A signed link (decision 12): opens one thing, for one purpose, to whoever holds it, until a moment or a revocation.

The token itself is nowhere: not here, not in a log, not in the audit. Of a token that is lost nobody can make another
copy; a new link is made and the old one revoked.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q

from cixi_oversight.records import PublicId
from cixi_oversight.users.models.actor import Actor

HASH: Final = "^[0-9a-f]{64}$"


class SignedLinkQuerySet(models.QuerySet["SignedLink"]):
    def of(self, kind: str, pk: int, *, purpose: str) -> SignedLinkQuerySet:
        """Those of one thing, the newest first."""
        rows = self.filter(subject_kind=kind, subject_id=pk, purpose=purpose).select_related("created_by", "revoked_by")
        return rows.order_by("-pk")

    def open(self, now: dt.datetime) -> SignedLinkQuerySet:
        """Neither revoked nor over, in real time."""
        return self.filter(revoked_at=None, expires_at__gt=now)


class SignedLink(models.Model):
    public_id = PublicId()  # names it on the bureau's pages; opens nothing
    token_hash = models.CharField(max_length=64, unique=True)  # SHA-256 of 256 random bits, which need no salt
    purpose = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    institution_id = models.BigIntegerField(null=True)
    holder = models.OneToOneField(Actor, models.PROTECT, related_name="link")  # who acts, when the holder writes
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()  # real time, as of every token
    first_opened_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    revoked_why = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager[SignedLink]] = SignedLinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "purpose"], name="signed_link_subject")]
        constraints = [
            models.CheckConstraint(condition=Q(token_hash__regex=HASH), name="signed_link_holds_a_hash"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="signed_link_revoked_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(holder=F("created_by")), name="signed_link_has_its_own_holder"),
        ]

    @property
    def subject(self) -> tuple[str, int]:
        return self.subject_kind, self.subject_id

    def is_open(self, now: dt.datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at
