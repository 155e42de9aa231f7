"""One sending to one recipient over one outer channel, of one message or of several together.

`client_id` is sent along, so that the other side knows a second sending of the same. All times here are real ones.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from cixi_oversight.desk.enums import OUTER, UNFINISHED, DispatchState, Fault


def new_client_id() -> str:
    return uuid.uuid4().hex


class Dispatch(models.Model):
    client_id = models.CharField(max_length=32, unique=True, default=new_client_id, editable=False)
    recipient = models.ForeignKey("users.User", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, choices=[(c.value, c.value) for c in OUTER])
    urgent = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, default=DispatchState.QUEUED, choices=[(s.value, s.value) for s in DispatchState]
    )
    created_at = models.DateTimeField()
    next_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    fault = models.CharField(max_length=16, blank=True, choices=[(f.value, f.value) for f in Fault])
    detail = models.CharField(max_length=200, blank=True)  # what the other side said, without numbers of persons
    provider_id = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["channel", "next_at"], name="dispatch_next", condition=Q(state__in=sorted(UNFINISHED))
            ),
            models.Index(fields=["recipient", "channel"], name="dispatch_recipient"),
        ]


class ChannelState(models.Model):
    """The circuit breaker of a channel. After several failures in a row nothing is tried until `open_until`; then one
    sending at a time, until one gets through."""

    channel = models.CharField(max_length=12, primary_key=True, choices=[(c.value, c.value) for c in OUTER])
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    open_until = models.DateTimeField(null=True)
    last_fault = models.CharField(max_length=16, blank=True, choices=[(f.value, f.value) for f in Fault])
    last_ok_at = models.DateTimeField(null=True)


class CallbackNonce(models.Model):
    """A receipt's request is taken once: whoever repeats it byte for byte is refused."""

    channel = models.CharField(max_length=12, choices=[(c.value, c.value) for c in OUTER])
    nonce = models.CharField(max_length=64)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "nonce"], name="callback_nonce_once")]
