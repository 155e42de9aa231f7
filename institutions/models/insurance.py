"""Insurance policies (保险). An endorsement or cancellation is a new row that supersedes."""

from django.db import models
from django.db.models import F, Q

from cixi_oversight.records import Fact, FactQuerySet, PublicId
from institutions.enums import InsuranceKind
from institutions.models.institution import Institution


class InsurancePolicy(Fact):
    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="insurance_policies")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in InsuranceKind])
    insurer = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=60, blank=True)
    insured_persons = models.PositiveIntegerField(null=True)
    limit_fen = models.BigIntegerField(null=True)
    from_on = models.DateField()
    to_on = models.DateField()

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "kind", "recorded_at"], name="insurance_institution")]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="insurance_superseded_once"
            ),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="insurance_dates"),
        ]
