"""Whom to call about an institution, and how the calls went. Holds ids only: names and numbers stay in the vault."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from cixi_oversight.audit.services.institutions import INSTITUTIONS
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.personal.enums import Call
from cixi_oversight.personal.models.person import Person
from cixi_oversight.records import PublicId


class CallListQuerySet(models.QuerySet["CallList"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those about institutions within the viewer's scope."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        register = INSTITUTIONS.ask()
        if viewer.kind is not ViewerKind.STAFF or register is None:
            return self.none()
        return self.filter(institution_id__in=register.visible(viewer))


class CallList(models.Model):
    public_id = PublicId()
    institution_id = models.BigIntegerField()
    why = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager[CallList]] = CallListQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution_id", "-id"], name="call_list_institution")]


class CallEntry(models.Model):
    call_list = models.ForeignKey(CallList, models.PROTECT, related_name="entries")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=[(c.value, c.value) for c in Call], default=Call.WAITING)
    noted_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey("users.Actor", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call_list", "person"], name="call_entry_once")]
