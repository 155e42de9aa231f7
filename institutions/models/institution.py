"""The institution (校外培训机构): one legal person or sole trader. Accepted facts only (decision 14).

What the register does not know is null and shown as a gap. `category`, `legal_form` and `status` are copies of the
latest dated row, kept for filters; the dated rows are the record.
"""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.records import PublicId, Versioned
from cixi_oversight.transitions import Transition
from institutions.enums import Category, LegalForm, Stage, Status


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Decision 12. The public sees institutions that operate or wind down; how much of them is a page's choice."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        if viewer.kind is ViewerKind.PUBLIC:
            return self.filter(status__in=(Status.OPERATING, Status.SUSPENDED, Status.CLOSING))
        if viewer.kind is ViewerKind.LINK:
            kind, pk = viewer.subject or ("", 0)
            return self.filter(pk=pk) if kind == "institution" else self.none()
        scope = Q(pk__in=viewer.institution_ids)
        if viewer.county_wide:
            scope |= Q(county_id__in=viewer.county_ids)
        if viewer.town_ids:
            scope |= Q(town_id__in=viewer.town_ids)
        if viewer.department_ids:
            for authority in ("approval", "registration", "sector", "supervising"):
                scope |= Q(**{f"{authority}_authority_id__in": viewer.department_ids})
        return self.filter(scope)


def _authority() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey("users.Department", models.PROTECT, null=True, blank=True, related_name="+")


@pghistory.track(pghistory.UpdateEvent())
class Institution(Versioned):
    public_id = PublicId()
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    town = models.ForeignKey("users.Town", models.PROTECT, null=True, blank=True, related_name="+")
    uscc = models.CharField(max_length=18, null=True, blank=True)
    uscc_override_reason = models.CharField(
        max_length=200, blank=True
    )  # an old code that fails GB 32100, accepted by a person
    name = models.CharField(max_length=120)
    former_names = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    trade_name = models.CharField(max_length=120, blank=True)  # 招牌名
    brand = models.CharField(max_length=80, blank=True)
    pinyin = models.CharField(max_length=600, blank=True)  # of name and trade name; filled by a follow-up job
    initials = models.CharField(max_length=160, blank=True)
    category = models.CharField(max_length=12, null=True, blank=True, choices=[(c.value, c.value) for c in Category])
    legal_form = models.CharField(max_length=24, null=True, blank=True, choices=[(f.value, f.value) for f in LegalForm])
    stage = models.CharField(max_length=12, null=True, blank=True, choices=[(s.value, s.value) for s in Stage])
    status = models.CharField(max_length=16, default=Status.APPLYING, choices=[(s.value, s.value) for s in Status])
    approval_authority = _authority()
    registration_authority = _authority()
    sector_authority = _authority()
    supervising_authority = _authority()
    not_found_on = models.DateField(null=True, blank=True)  # an officer went there and met nobody

    objects: ClassVar[models.Manager[Institution]] = InstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["uscc"], condition=Q(uscc__isnull=False), name="institution_uscc_once"),
            models.CheckConstraint(condition=~Q(uscc=""), name="institution_uscc_null_not_empty"),
        ]
        indexes = [
            models.Index(fields=["county", "id"], name="institution_county"),
            models.Index(fields=["town", "id"], name="institution_town"),
            models.Index(fields=["pinyin"], name="institution_pinyin_missing", condition=Q(pinyin="")),
        ]

    def __str__(self) -> str:
        return self.name


class InstitutionTransition(Transition):
    """The legal record of an institution's status."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="transitions")

    class Meta:
        indexes = [models.Index(fields=["institution", "recorded_at"], name="institution_transition_at")]
