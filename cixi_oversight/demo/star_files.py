"""Evidence of the demo's applications for stars: one sample page a field, put on the shelf for each application."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import random
import time
from functools import cache
from typing import Final

from PIL import Image

from cixi_oversight.demo.chance import public_id
from cixi_oversight.demo.copies import sample
from cixi_oversight.documents.enums import FileKind, FileState
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.ports import shelf
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
    name = hashlib.sha256(f"{seed}/{code}".encode()).hexdigest()[:32]
    content = _sample(field)
    with shelf.desk() as folder:
        (folder / "clean").write_bytes(content)
        shelf.put(name, folder / "clean", None)
    digest = hashlib.sha256(content).hexdigest()
    return StoredFile(
        public_id=code,
        stored_name=name,
        sha256=digest,
        source_sha256=digest,
        size_bytes=len(content),
        kind=FileKind.PDF,
        pages=1,
        original_name=f"{_TITLES[field]}.pdf",
        purpose=PURPOSE[field],
        owner_id=row.created_by_id,
        subject_kind=SUBJECT,
        subject_id=row.pk,
        institution_id=row.institution_id,
        state=FileState.CLEAN,
        stored_at=at,
    )


@cache
def _sample(field: StarField) -> bytes:
    """A page that says what it stands for, the same for every application."""
    image: Image.Image = sample(_TITLES[field])
    content = io.BytesIO()
    day = time.gmtime(0)
    image.convert("L").save(content, "PDF", resolution=75, creationDate=day, modDate=day)
    return content.getvalue()
