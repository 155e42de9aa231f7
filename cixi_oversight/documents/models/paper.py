"""Papers (文书) as issued: the number, what went in, the bytes. None of it changes; a withdrawal is a row of its own.

The scope of a paper is that of the thing it is about (`web.subjects`).
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.permissions import Viewer
from cixi_oversight.records import Fact, FactQuerySet, PublicId
from cixi_oversight.web import subjects

_KINDS = [(kind.value, kind.value) for kind in PaperKind]


class PaperSeries(models.Model):
    """How a county numbers one kind of paper, and which office signs it."""

    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=_KINDS)
    word = models.CharField(max_length=12)  # 慈教约
    office = models.CharField(max_length=60)  # 慈溪市教育局

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "kind"], name="paper_series_once")]


class PaperCounter(models.Model):
    """The last number given out. Its row is the lock: whoever issues waits for the one before."""

    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=_KINDS)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "kind", "year"], name="paper_counter_once")]


class PaperQuerySet(FactQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(subjects.scope(viewer))

    def of(self, kind: PaperKind, subject: tuple[str, int]) -> Self:
        return self.filter(kind=kind, subject_kind=subject[0], subject_id=subject[1])

    def not_void(self) -> Self:
        return self.filter(~Exists(PaperVoid.objects.filter(paper=OuterRef("pk"))))

    def withdrawn(self) -> Self:
        return self.filter(Exists(PaperVoid.objects.filter(paper=OuterRef("pk"))))


class Paper(Fact):
    public_id = PublicId()
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=_KINDS)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=40)
    issued_on = models.DateField()
    office = models.CharField(max_length=60)
    holder = models.CharField(max_length=120)  # the institution's name as it stands on the paper
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    institution_id = models.BigIntegerField(null=True)
    facts = models.JSONField()  # what went in, without number, day and codes
    facts_digest = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    token = models.CharField(max_length=32, unique=True)
    check_code = models.CharField(max_length=12)

    objects: ClassVar[models.Manager[Paper]] = PaperQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="paper_subject"),
            models.Index(fields=["number"], name="paper_number"),
            models.Index(fields=["county", "issued_on"], name="paper_issued"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["county", "kind", "year", "serial"], name="paper_serial_once"),
            models.CheckConstraint(condition=Q(serial__gt=0), name="paper_serial_from_one"),
        ]

    def __str__(self) -> str:
        return self.number


class PaperFile(models.Model):
    """The PDF as issued, apart, so that a list never carries it."""

    paper = models.OneToOneField(Paper, models.PROTECT, primary_key=True, related_name="file")
    content = models.BinaryField()

    append_only: ClassVar[bool] = True


class PaperVoid(models.Model):
    """The number stays; who withdrew it, when and why stands here."""

    paper = models.OneToOneField(Paper, models.PROTECT, related_name="void")
    voided_on = models.DateField()
    why = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")

    append_only: ClassVar[bool] = True

    objects: ClassVar[models.Manager[Any]] = models.Manager()
