"""The demo's pinned business date: one row at most. Production has none and runs on real time."""

from django.db import models


class BusinessDate(models.Model):
    id = models.SmallIntegerField(primary_key=True, default=1)
    day = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="business_date_single_row")]
