"""Who was shown which value, or looked somebody up, and why. Insert-only; never the value."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models

from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.personal.enums import Act, Field
from cixi_oversight.personal.models.person import Person


class RevealQuerySet(models.QuerySet["Reveal"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The audit administrator watches all; everybody else sees what they did themselves."""
        if viewer.kind is ViewerKind.SYSTEM or Role.AUDIT_ADMIN in viewer.roles:
            return self
        return self.filter(actor_id=viewer.actor_id) if viewer.is_signed_in else self.none()


class Reveal(models.Model):
    act = models.CharField(max_length=10, choices=[(a.value, a.value) for a in Act])
    actor = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="reveals")
    field = models.CharField(max_length=20, choices=[(f.value, f.value) for f in Field])
    institution_id = models.BigIntegerField(null=True)
    why = models.CharField(max_length=300)
    found = models.PositiveIntegerField(default=1)  # how many rows a look-up named
    recorded_at = models.DateTimeField()
    happened_at = models.DateTimeField(db_default=models.functions.Now())  # real time: what the limit counts

    append_only: ClassVar[bool] = True
    objects: ClassVar[models.Manager[Any]] = RevealQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["actor", "happened_at"], name="reveal_actor"),
            models.Index(fields=["person", "-recorded_at"], name="reveal_person"),
        ]
