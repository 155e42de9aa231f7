"""Category and legal form as dated rows (decision 8): what it was, from when, known since when."""

from django.db import models
from django.db.models import Q

from cixi_oversight.records import Fact, FactQuerySet
from institutions.enums import Category, LegalForm
from institutions.models.institution import Institution


class CategoryRow(Fact):
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="category_rows")
    category = models.CharField(max_length=12, choices=[(c.value, c.value) for c in Category])
    from_on = models.DateField()
    why = models.TextField(blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "recorded_at"], name="category_row_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="category_row_superseded_once"
            )
        ]


class LegalFormRow(Fact):
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="legal_form_rows")
    legal_form = models.CharField(max_length=24, choices=[(f.value, f.value) for f in LegalForm])
    from_on = models.DateField()
    why = models.TextField(blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "recorded_at"], name="legal_form_row_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="legal_form_row_superseded_once"
            )
        ]
