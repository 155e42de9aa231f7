"""A permit that ran out although its institution goes on: nobody had applied for renewal, or too late. Insert-only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from institutions.models.institution import Institution
from institutions.models.permit import Permit


class PermitLapse(models.Model):
    """Found by the night, once a permit; the bureau then deregisters it (许可法 70) or a renewal is granted late."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="lapses")
    permit = models.OneToOneField(Permit, models.PROTECT, related_name="lapse")
    ended_on = models.DateField()  # the permit's last day
    recorded_at = models.DateTimeField()

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = [models.Index(fields=["institution", "ended_on"], name="permit_lapse_institution")]
