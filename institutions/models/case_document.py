"""What is handed in with a case, and what the window asks to be put right."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from cixi_oversight.documents.models import StoredFile
from cixi_oversight.records import PublicId
from institutions.enums.cases import DocumentState
from institutions.models.registration_case import RegistrationCase

GONE = (DocumentState.REPLACED, DocumentState.REMOVED)


class CaseDocumentQuerySet(models.QuerySet["CaseDocument"]):
    def standing(self) -> Self:
        return self.exclude(state__in=GONE)


class CaseDocument(models.Model):
    """A file for one document of the kind's list. Once submitted it is only ever replaced, and stays to be seen."""

    public_id = PublicId()
    case = models.ForeignKey(RegistrationCase, models.PROTECT, related_name="documents")
    key = models.CharField(max_length=40)  # in the kind's table
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12, default=DocumentState.HANDED_IN, choices=[(state.value, state.value) for state in DocumentState]
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")

    objects: ClassVar[Any] = CaseDocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key", "file"], condition=~Q(state__in=GONE), name="case_document_once"
            )
        ]


class CaseCorrection(models.Model):
    """One return for correction: all that is missing, once and whole (许可法 32)."""

    case = models.ForeignKey(RegistrationCase, models.PROTECT, related_name="corrections")
    round = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=600, blank=True)
    due_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="case_correction_round")]


class CaseCorrectionItem(models.Model):
    """A field or a document, and what is wrong with it."""

    correction = models.ForeignKey(CaseCorrection, models.PROTECT, related_name="items")
    target = models.CharField(max_length=10)  # field or document
    key = models.CharField(max_length=40)
    comment = models.CharField(max_length=300)
    was = models.JSONField(default=dict)  # of a field {"value": as it stood when it was returned}

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["correction", "target", "key"], name="case_correction_item_once")
        ]
