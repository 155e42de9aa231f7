"""Idempotency keys (decision 7): what was answered to whom under which key. Written together with the effect."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cixi_oversight.users.models.actor import Actor


class IdempotencyKey(models.Model):
    """Kept for 30 days of real time, then removed by the night (`jobs.tidy`)."""

    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)  # of method, address and body, keyed: bodies name people
    status = models.PositiveSmallIntegerField()
    body = models.BinaryField()  # the answer, to the byte
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["actor", "key"], name="idempotency_key_once")]
