"""A place of teaching (校区). The phone is the one the institution publishes itself; no person's phone is stored."""

import pghistory
from django.db import models

from cixi_oversight.records import PublicId, Versioned
from institutions.models.institution import Institution, digits_only


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old), exclude=["public_id", "created_at", "created_by", "phone_digits"]
)  # what it was before the change
class Site(Versioned):
    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="sites")
    town = models.ForeignKey("users.Town", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=200)
    usable_m2 = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    business_phone = models.CharField(max_length=20, blank=True)
    phone_digits = models.GeneratedField(
        expression=digits_only("business_phone"), output_field=models.CharField(max_length=20), db_persist=True
    )
    is_main = models.BooleanField(default=False)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["institution"], name="site_institution")]
        constraints = [
            models.UniqueConstraint(fields=["institution"], condition=models.Q(is_main=True), name="site_one_main")
        ]
