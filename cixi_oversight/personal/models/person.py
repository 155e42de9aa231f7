"""A person, sealed. Everyone else holds the row's id; pages draw the masked forms and open nothing.

There is no history of these rows: a copy of an old number would outlive its erasure. Who changed what, without the
value, is in the audit.
"""

from __future__ import annotations

from typing import ClassVar, Final, Self

from django.db import models
from django.db.models import Q

from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.personal.enums import Basis, DataClass, DocumentType, Field, Kind, Purpose
from cixi_oversight.records import PublicId, Versioned
from cixi_oversight.web import subjects

SEALED: Final = r"^[a-z0-9]+:[a-z0-9]+:[A-Za-z0-9_-]{38,}$"  # the database refuses a plain value
INDEXED: Final = tuple(field for field in (Field.PHONE, Field.DOCUMENT_NUMBER))


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The scope is the subject's. Institutions, families and machines see no row of the vault."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        return self.filter(subjects.scope(viewer)) if viewer.kind is ViewerKind.STAFF else self.none()

    def kept(self) -> Self:
        return self.filter(erased_at=None)


class Person(Versioned):
    public_id = PublicId()
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in Kind])
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True)  # null only until the subject's own row is written
    institution_id = models.BigIntegerField(null=True)

    name_sealed = models.CharField(max_length=600, blank=True)
    name_masked = models.CharField(max_length=60, blank=True)
    phone_sealed = models.CharField(max_length=200, blank=True)
    phone_masked = models.CharField(max_length=30, blank=True)
    phone_index = models.CharField(max_length=100, blank=True)
    document_type = models.CharField(max_length=20, blank=True, choices=[(t.value, t.value) for t in DocumentType])
    document_number_sealed = models.CharField(max_length=200, blank=True)
    document_number_masked = models.CharField(max_length=30, blank=True)
    document_number_index = models.CharField(max_length=100, blank=True)
    payee_account_sealed = models.CharField(max_length=200, blank=True)
    payee_account_masked = models.CharField(max_length=30, blank=True)
    address_sealed = models.CharField(max_length=1200, blank=True)
    address_masked = models.CharField(max_length=30, blank=True)
    certificate_number_sealed = models.CharField(max_length=200, blank=True)
    certificate_number_masked = models.CharField(max_length=30, blank=True)

    data_class = models.CharField(max_length=10, choices=[(c.value, c.value) for c in DataClass])
    is_child = models.BooleanField(default=False)  # under 14 when entered
    purpose = models.CharField(max_length=20, choices=[(p.value, p.value) for p in Purpose])
    basis = models.CharField(max_length=20, choices=[(b.value, b.value) for b in Basis])
    retain_until = models.DateField(null=True)  # null: as long as the subject needs it
    hold_reason = models.CharField(max_length=300, blank=True)  # a legal hold: not erased, whatever the date
    erased_at = models.DateTimeField(null=True)
    pseudonym = models.CharField(max_length=30, blank=True)  # what an erased row is called

    objects: ClassVar[models.Manager[Person]] = PersonQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="person_subject"),
            models.Index(fields=["phone_index"], name="person_phone", condition=~Q(phone_index="")),
            models.Index(
                fields=["document_number_index"], name="person_document", condition=~Q(document_number_index="")
            ),
            models.Index(
                fields=["retain_until"], name="person_retained", condition=Q(erased_at=None, retain_until__isnull=False)
            ),
        ]
        constraints = [
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{field}_sealed": ""}) | Q(**{f"{field}_sealed__regex": SEALED}),
                    name=f"person_{field}_is_sealed",
                )
                for field in Field
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{field}_masked": ""}) | Q(**{f"{field}_masked__contains": "*"}),
                    name=f"person_{field}_is_masked",
                )
                for field in Field
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(
                    **{f"{field}_{part}": "" for field in Field for part in ("sealed", "masked")},
                    **{f"{field}_index": "" for field in INDEXED},
                    document_type="",
                ),
                name="person_erased_is_empty",
            ),
        ]

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    def masked(self, field: Field) -> str:
        return str(getattr(self, f"{field}_masked"))

    def sealed(self, field: Field) -> str:
        return str(getattr(self, f"{field}_sealed"))
