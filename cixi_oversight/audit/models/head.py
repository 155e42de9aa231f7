"""The head of a closed day: a hash over its events, chained to the head of the day before.

A head covers the events of its day, and those of earlier days that were written after the earlier heads (late ones),
in the order of their ids; of both only ids up to `upto_id`. `audit/rules/canonical.py` says what is hashed.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class AuditHead(models.Model):
    """One row a day, days without events included."""

    day = models.DateField(unique=True)  # of Asia/Shanghai
    events = models.PositiveIntegerField()
    first_id = models.BigIntegerField(null=True)
    last_id = models.BigIntegerField(null=True)
    upto_id = models.BigIntegerField()  # the last id that was given out when the sealing began
    marks = models.BinaryField()  # 16 bytes an event: its id and the beginning of its line's hash
    previous = models.CharField(max_length=64)  # hash of the day before; zeros at the very first
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()  # real time, also in the demo
    job_id = models.BigIntegerField(null=True)  # the job that sealed it

    append_only: ClassVar[bool] = True

    class Meta:
        ordering: ClassVar[list[str]] = ["day"]

    @property
    def printed(self) -> str:
        """What is kept elsewhere, as `verify_audit.py --kept` takes it."""
        return f"{self.day.isoformat()}:{self.hash}"
