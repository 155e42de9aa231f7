"""The outbox and the feed (变更事件).

An event is written to the outbox in the transaction of the action. One writer at a time moves what is committed from
there into the feed and numbers it (`services.feed`): ids of a sequence have gaps and become visible out of order, so
that a reader who remembers the last id would miss rows; numbers given after the commit have neither fault.

How long: the feed is kept whole. A county writes some 20,000 events a year (a tenth of a gigabyte in ten years), a
province some million. It is not cut into partitions by month, because its key is the number and nothing else: when a
province has collected 50 million, the owner moves those below a number into an archive table at one stroke; a reader
that asks for older ones is told where they are by `first`.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class _Event(models.Model):
    kind = models.CharField(max_length=40)
    county_id = models.BigIntegerField()
    institution_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    public_id = models.CharField(max_length=16)  # of the subject, for the API
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        abstract = True


class OutboxEvent(_Event):
    """Waiting for its number; gone as soon as it has one."""


class FeedEvent(_Event):
    number = models.BigIntegerField(primary_key=True)  # 1, 2, 3, ... without a gap

    append_only: ClassVar[bool] = True

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
