"""Documents of the demo that only say what they stand for, one page each, really on the shelf."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import time
from functools import cache

from PIL import Image

from cixi_oversight.demo.copies import sample
from cixi_oversight.documents.enums import FileKind, FileState, Purpose
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.ports import shelf


def shelved(
    title: str,
    *,
    code: str,
    seed: int,
    purpose: Purpose,
    owner_id: int,
    subject: tuple[str, int],
    institution_id: int,
    at: dt.datetime,
) -> StoredFile:
    """The row of a document whose content has been put away; whoever asks saves it. `code` is its public id."""
    name = hashlib.sha256(f"{seed}/{code}".encode()).hexdigest()[:32]
    content = _page(title)
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
        original_name=f"{title}.pdf",
        purpose=purpose,
        owner_id=owner_id,
        subject_kind=subject[0],
        subject_id=subject[1],
        institution_id=institution_id,
        state=FileState.CLEAN,
        stored_at=at,
    )


@cache
def _page(title: str) -> bytes:
    """The same bytes for the same title."""
    image: Image.Image = sample(title)
    content = io.BytesIO()
    day = time.gmtime(0)
    image.convert("L").save(content, "PDF", resolution=75, creationDate=day, modDate=day)
    return content.getvalue()
