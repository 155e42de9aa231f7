"""What the complainant adds to a complaint by a signed link: one remark a link, read by the staff, never changed."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.db import models

from cixi_oversight.records import Fact, FactQuerySet
from inspections.models.complaint import Complaint
from institutions.models import Institution

REMARK_MAX: Final = 500


class ComplaintRemark(Fact):
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="remarks")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    text = models.CharField(max_length=REMARK_MAX)

    objects: ClassVar[models.Manager[Any]] = FactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["complaint", "recorded_at"], name="complaint_remark_at")]
        constraints = [models.UniqueConstraint(fields=["recorded_by"], name="complaint_remark_once_a_link")]
