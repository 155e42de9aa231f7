"""The white list (白名单): what the night proposes, what an officer published when, and who stands on it.

A proposal is computed anew every night and gone when it no longer holds. Publications and entries are the record:
an entry says from which publication to which it stood, and what was shown of the institution.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.records import PublicId
from institutions.enums.whitelist import Change, Criterion
from institutions.models.institution import Institution


def _criteria() -> ArrayField:
    return ArrayField(models.CharField(max_length=20, choices=[(one.value, one.value) for one in Criterion]))


class ProposalQuerySet(models.QuerySet["WhitelistProposal"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Officers who see the whole county: a proposal may rest on the adopted code."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        is_staff = viewer.kind is ViewerKind.STAFF and viewer.county_wide
        return self.filter(county_id__in=viewer.county_ids) if is_staff else self.none()


class WhitelistProposal(models.Model):
    institution = models.OneToOneField(Institution, models.PROTECT, primary_key=True, related_name="+")
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    change = models.CharField(max_length=8, choices=[(change.value, change.value) for change in Change])
    unmet = _criteria()  # of an exit: why
    unknown = _criteria()  # what nobody answers: no bar, but said
    since_on = models.DateField()  # the first night that proposed it

    objects: ClassVar[models.Manager[WhitelistProposal]] = ProposalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["county", "change", "institution"], name="whitelist_proposal_county")]


class WhitelistPublication(models.Model):
    """One act of publishing. Numbered by county, without gaps."""

    public_id = PublicId()
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    published_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    entered = models.PositiveIntegerField()
    left = models.PositiveIntegerField()
    total = models.PositiveIntegerField()  # on the list from then on
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "number"], name="whitelist_publication_number"),
        ]


class EntryQuerySet(models.QuerySet["WhitelistEntry"]):
    def standing(self) -> Self:
        return self.filter(left=None)


class WhitelistEntry(models.Model):
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="whitelist_entries")
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    entered = models.ForeignKey(WhitelistPublication, models.PROTECT, related_name="entries")
    entered_on = models.DateField()
    left = models.ForeignKey(WhitelistPublication, models.PROTECT, null=True, related_name="exits")
    left_on = models.DateField(null=True)
    unmet = _criteria()  # why it left; for the bureau only
    shown = models.JSONField(default=dict)  # what the publication said of it

    objects: ClassVar[models.Manager[WhitelistEntry]] = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["county", "institution"], name="whitelist_standing", condition=Q(left=None)),
            models.Index(fields=["institution", "-entered_on"], name="whitelist_institution"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["institution"], condition=Q(left=None), name="whitelist_once"),
            models.CheckConstraint(
                condition=Q(left=None, left_on=None) | Q(left__isnull=False, left_on__isnull=False),
                name="whitelist_left_on_a_day",
            ),
        ]
