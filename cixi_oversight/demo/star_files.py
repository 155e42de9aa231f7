"""Evidence of the demo's applications for stars: one sample page a field, put on the shelf for each application."""

from __future__ import annotations

import datetime as dt
import random
from typing import Final

from cixi_oversight.demo.chance import public_id
from cixi_oversight.demo.shelved import shelved
from cixi_oversight.documents.models import StoredFile
from institutions.enums.stars import StarField
from institutions.models import StarApplication
from institutions.services.stars.common import PURPOSE, SUBJECT

_TITLES: Final = {
    StarField.ENROLMENT: "招生简章备案表",
    StarField.FEES: "收费公示照片",
    StarField.TEACHING: "教师资格备案表",
    StarField.MANAGEMENT: "消防检查合格证明",
    StarField.SERVICE: "公益课堂活动记录",
}


def hand_in(rows: list[StarApplication], at: dt.datetime, draw: random.Random, *, seed: int) -> None:
    """A file on every field of each."""
    StoredFile.objects.bulk_create(_file(row, field, at, public_id(draw), seed) for row in rows for field in StarField)


def _file(row: StarApplication, field: StarField, at: dt.datetime, code: str, seed: int) -> StoredFile:
    return shelved(
        _TITLES[field],
        code=code,
        seed=seed,
        purpose=PURPOSE[field],
        owner_id=row.created_by_id,
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        at=at,
    )
