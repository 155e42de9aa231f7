"""Accounts of an institution's own people, by role."""

from django.db import models

from cixi_oversight.permissions import INSTITUTION
from institutions.models.institution import Institution


class InstitutionMembership(models.Model):
    user = models.ForeignKey("users.User", models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in sorted(INSTITUTION)])
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "institution", "role", "from_on"], name="institution_membership_once"
            )
        ]
