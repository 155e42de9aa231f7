"""What an institution has shown of a site: by which fire document it is safe, and until when it may use the place."""

from django.db import models
from django.db.models import Q

from cixi_oversight.records import Fact, FactQuerySet
from institutions.enums.premises import FireProof, Tenure
from institutions.models.institution import Institution
from institutions.models.site import Site


class SitePremises(Fact):
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, related_name="premises")
    floor = models.PositiveSmallIntegerField(null=True)
    fire_proof = models.CharField(max_length=12, choices=[(one.value, one.value) for one in FireProof])
    fire_number = models.CharField(max_length=60, blank=True)
    tenure = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Tenure])
    lease_from = models.DateField(null=True)
    lease_to = models.DateField(null=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["site", "recorded_at"], name="premises_site")]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="premises_superseded_once"
            )
        ]
