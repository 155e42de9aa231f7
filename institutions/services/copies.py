"""Copies of permits and registrations: what the paper looked like when it was recorded."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cixi_oversight.documents.enums import Purpose
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.services import uploads
from cixi_oversight.permissions import Viewer
from institutions.models import Institution, Permit, Registration

PURPOSES: Final = {"permit": Purpose.PERMIT_COPY, "registration": Purpose.REGISTRATION_COPY}


@transaction.atomic
def add_copy(
    *, record: Permit | Registration, upload: UploadedFile[Any], by: Viewer, at: dt.datetime, field: str = "copy"
) -> StoredFile:
    """Hand a copy in with a record. Raises FileRefused and its kin at `field`."""
    kind = kind_of(record)
    return uploads.store(
        upload=upload,
        purpose=PURPOSES[kind],
        subject=(kind, record.pk),
        institution_id=record.institution_id,
        by=by,
        at=at,
        field=field,
    )


def kind_of(record: Permit | Registration) -> str:
    return "permit" if isinstance(record, Permit) else "registration"


def copies_of(institution: Institution) -> list[tuple[Permit | Registration, list[StoredFile]]]:
    """The standing permits and registrations with their copies, newest first."""
    permits = list(institution.permits.standing().order_by("-issued_on", "-pk"))
    registrations = list(institution.registrations.standing().order_by("-registered_on", "-pk"))
    found = {
        "permit": uploads.of_many("permit", [row.pk for row in permits]),
        "registration": uploads.of_many("registration", [row.pk for row in registrations]),
    }
    records: list[Any] = [*permits, *registrations]
    return [(row, found[kind_of(row)].get(row.pk, [])) for row in records]
