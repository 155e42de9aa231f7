"""Monthly return of students and unconsumed prepaid fees (在读学员、预收未消费余额)."""

from django.db import models
from django.db.models import Q

from cixi_oversight.records import Fact, FactQuerySet, PublicId
from institutions.models.institution import Institution


class EnrolmentReturn(Fact):
    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="enrolment_returns")
    month = models.DateField()  # first day of the month
    students = models.PositiveIntegerField()
    prepaid_balance_fen = models.BigIntegerField(null=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "month", "recorded_at"], name="enrolment_month")]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="enrolment_superseded_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="enrolment_month_start"),
            models.CheckConstraint(
                condition=Q(prepaid_balance_fen=None) | Q(prepaid_balance_fen__gte=0), name="enrolment_prepaid"
            ),
        ]
