"""A file that somebody handed in: what it is, whose it is, what it belongs to. Its bytes lie on the shelf.

The row stays as it was written; only the scanner's word is added later.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from cixi_oversight.documents.enums import FileKind, FileState
from cixi_oversight.documents.rules.files.kinds import PICTURES
from cixi_oversight.documents.rules.files.names import NAME_MAX, offered_name
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.records import PublicId
from cixi_oversight.web import subjects

NOT_SCANNED = "not_scanned"


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The scope of a file is the scope of what it belongs to."""
        return self if viewer.kind is ViewerKind.SYSTEM else self.filter(subjects.scope(viewer))

    def of(self, subject: tuple[str, int]) -> Self:
        return self.filter(subject_kind=subject[0], subject_id=subject[1])

    def waiting(self) -> Self:
        """For the scanner."""
        return self.filter(state=FileState.QUARANTINED)


class StoredFile(models.Model):
    public_id = PublicId()
    stored_name = models.CharField(max_length=32, unique=True)
    sha256 = models.CharField(max_length=64)  # of the bytes on the shelf
    source_sha256 = models.CharField(max_length=64)  # of the bytes that were sent: pictures are written anew
    size_bytes = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in FileKind])
    pages = models.PositiveIntegerField(null=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    original_name = models.CharField(max_length=NAME_MAX)
    purpose = models.CharField(max_length=24)
    owner = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    institution_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in FileState])
    scanned_at = models.DateTimeField(null=True)  # null and clean: there was no scanner
    signature = models.CharField(max_length=200, blank=True)  # what the scanner found
    stored_at = models.DateTimeField()

    caption: str = ""  # what a page says above it, set on the instance
    objects: ClassVar[models.Manager[Any]] = StoredFileQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "stored_at"], name="stored_file_owner"),
            models.Index(
                fields=["id"], name="stored_file_locked_away", condition=Q(state__in=["quarantined", "refused"])
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "purpose", "source_sha256"], name="stored_file_once"
            ),
            models.CheckConstraint(
                condition=Q(state="refused", scanned_at__isnull=False) | (~Q(state="refused") & Q(signature="")),
                name="stored_file_signature",
            ),
            models.CheckConstraint(condition=Q(size_bytes__gt=0), name="stored_file_not_empty"),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it may be handed out."""
        return self.state == FileState.CLEAN

    @property
    def has_thumbnail(self) -> bool:
        return self.is_open and FileKind(self.kind) in PICTURES

    @property
    def shown_state(self) -> str:
        """The state for the badge: clean files tell whether a scanner looked."""
        return NOT_SCANNED if self.is_open and self.scanned_at is None else str(self.state)

    @property
    def offered_name(self) -> str:
        return offered_name(self.original_name, FileKind(self.kind))
