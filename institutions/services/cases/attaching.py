"""Documents of an application: handed in, replaced, taken out again."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cixi_oversight.documents.enums import Purpose
from cixi_oversight.documents.services import uploads
from cixi_oversight.errors import NotFound, WrongState
from cixi_oversight.permissions import Viewer
from institutions.enums.cases import CaseKind, CaseState, DocumentState
from institutions.errors.cases import NotAsked, SameAsReturned, TooManyFiles
from institutions.models import CaseDocument, RegistrationCase
from institutions.models.registration_case import SUBJECT
from institutions.rules.cases.kinds import KINDS
from institutions.services.cases.applicants import editable
from institutions.services.cases.correcting import asked_of
from institutions.services.cases.moving import audit

MOST_FILES: Final = 100  # of a case, with those replaced and taken out


@transaction.atomic
def add_document(
    *, case: RegistrationCase, key: str, upload: UploadedFile[Any], by: Viewer, at: dt.datetime, field: str = "file"
) -> CaseDocument:
    """Hand in a file for one document of the list. What was returned is replaced and stays to be seen.

    Raises NotFound, NotYourCase, WrongState, NotAsked, SameAsReturned, TooManyFiles, and FileRefused and its kin at
    `field`.
    """
    row = editable(case, None, by)
    spec = KINDS[CaseKind(row.kind)].document(key)
    if spec is None:
        raise NotFound
    if row.state == CaseState.RETURNED and ("document", key) not in asked_of(row):
        raise NotAsked(label=spec.label)
    if CaseDocument.objects.filter(case=row).count() >= MOST_FILES:
        raise TooManyFiles(most=MOST_FILES, field=field)
    stored = uploads.store(
        upload=upload,
        purpose=Purpose.CASE_DOCUMENT,
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        by=by,
        at=at,
        field=field,
    )
    standing = CaseDocument.objects.standing().filter(case=row, key=key)
    if standing.filter(file=stored, state=DocumentState.TO_CORRECT).exists():
        raise SameAsReturned(field=field)
    standing.filter(state=DocumentState.TO_CORRECT).exclude(file=stored).update(state=DocumentState.REPLACED)
    known: CaseDocument | None = standing.filter(file=stored).first()
    if known is not None:
        return known
    made: CaseDocument = CaseDocument.objects.create(
        case=row, key=key, file=stored, added_at=at, added_by_id=by.actor_id
    )
    audit("add_case_document", row, by=by, at=at, data={"document": key, "file": stored.public_id})
    return made


@transaction.atomic
def remove_document(*, case: RegistrationCase, public_id: str, by: Viewer, at: dt.datetime) -> CaseDocument:
    """Take a file out of a draft, or out of a correction that is not handed in yet. What the window has had stays.

    Raises NotFound, NotYourCase, WrongState.
    """
    row = editable(case, None, by)
    document: CaseDocument | None = CaseDocument.objects.standing().filter(case=row, public_id=public_id).first()
    if document is None:
        raise NotFound
    if row.state == CaseState.RETURNED and document.state != DocumentState.HANDED_IN:
        raise WrongState
    document.state = DocumentState.REMOVED
    document.save(update_fields=["state"])
    audit("remove_case_document", row, by=by, at=at, data={"document": document.key})
    return document
