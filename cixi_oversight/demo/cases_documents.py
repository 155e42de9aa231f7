"""Documents of the demo's admission cases: one sample page a kind of document, put on the shelf for each case."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import random
import time
from functools import cache
from typing import Any, Final

from PIL import Image

from cixi_oversight.demo.chance import public_id
from cixi_oversight.demo.copies import sample
from cixi_oversight.documents.enums import FileKind, FileState, Purpose
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.ports import shelf
from institutions.enums.cases import CaseKind
from institutions.models import CaseDocument
from institutions.models.registration_case import SUBJECT
from institutions.rules.cases.kinds import KINDS

_TITLES: Final = {
    "application": "申请书",
    "resolution": "董事会决议",
    "old_permit": "办学许可证正副本",
    "charter": "章程",
    "staff": "从业人员名册",
    "premises": "场所证明",
    "fire": "消防安全证明",
    "account": "资金监管协议",
    "unfinished_courses": "未完课程处置清单",
    "no_dispute": "无纠纷承诺书",
    "name_approval": "名称核准通知",
    "assets": "资产确认报告",
    "sponsor": "举办者资格证明",
    "capital": "验资证明",
    "audit": "审计报告",
    "notice": "拟终止公告",
    "liquidation": "清算报告",
}


def hand_in(row: Any, at: dt.datetime, draw: random.Random, *, seed: int, leave_out: int) -> None:
    """What the kind asks for, but for the last `leave_out`."""
    wanted = [spec for spec in KINDS[CaseKind(row.kind)].wanted(row.payload) if spec.required]
    files = [_file(row, spec.key, at, public_id(draw), seed) for spec in wanted[: len(wanted) - leave_out]]
    StoredFile.objects.bulk_create(files)
    CaseDocument.objects.bulk_create(
        CaseDocument(
            case=row, key=spec.key, file=file, added_at=at, added_by_id=row.created_by_id, public_id=file.public_id
        )
        for spec, file in zip(wanted, files, strict=False)
    )


def _file(row: Any, key: str, at: dt.datetime, code: str, seed: int) -> StoredFile:
    name = hashlib.sha256(f"{seed}/{code}".encode()).hexdigest()[:32]
    content = _sample(key)
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
        original_name=f"{_TITLES.get(key, '申请材料')}.pdf",
        purpose=Purpose.CASE_DOCUMENT,
        owner_id=row.created_by_id,
        subject_kind=SUBJECT,
        subject_id=row.pk,
        institution_id=row.institution_id,
        state=FileState.CLEAN,
        stored_at=at,
    )


@cache
def _sample(key: str) -> bytes:
    """A page that says what it stands for, the same for every case."""
    image: Image.Image = sample(_TITLES.get(key, "申请材料"))
    content = io.BytesIO()
    day = time.gmtime(0)
    image.convert("L").save(content, "PDF", resolution=75, creationDate=day, modDate=day)
    return content.getvalue()
