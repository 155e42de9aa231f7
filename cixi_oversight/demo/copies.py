"""Scans of permits and registrations of some institutions: drawn here, marked as samples, put on the shelf as they are.

Names and bytes come from the seed: a demo that is built again writes the same files over the old ones.
"""

from __future__ import annotations

import hashlib
import io
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont

from cixi_oversight.demo.chance import Chance, public_id
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.register import REGISTRAR
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.documents.enums import FileKind, FileState, Purpose
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.ports import shelf
from cixi_oversight.documents.rules.files.limits import THUMBNAIL
from cixi_oversight.static_files import NODE_MODULES
from institutions.enums import RegistrationKind
from institutions.models import InstitutionMembership, Permit, Registration

_ONE_IN: Final = 16
_OF_FIRST: Final = 700  # institutions: a province gets no more files than a city
_PAGE: Final = (877, 620)  # A4, lying, at 75 dots an inch
_FONT: Final = NODE_MODULES / "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf"
_SAMPLE: Final = "演示样张 无任何效力"
_TITLES: Final = {
    RegistrationKind.BUSINESS: "营业执照",
    RegistrationKind.PRIVATE_NON_ENTERPRISE: "民办非企业单位登记证书",
}


@dataclass(frozen=True)
class _Paper:
    """What is drawn, and of which record it is the copy."""

    record: Any
    purpose: Purpose
    title: str
    lines: tuple[str, ...]


def write_copies(plan: Plan, facts: Facts) -> int:
    """Of the institutions that have an account in the demo, and of one in sixteen others; how many files."""
    with_accounts = set(InstitutionMembership.objects.values_list("institution_id", flat=True))
    ids = sorted(
        with_accounts | {profile.pk for profile in facts.profiles if profile.is_active and not profile.number % _ONE_IN}
    )
    papers = [*_permits(ids), *_registrations(ids)]
    draw = Chance(plan.seed).stream("copies")
    owner_id = facts.accounts.actors[REGISTRAR]
    rows = [_write(paper, public_id(draw), owner_id, plan.seed) for paper in papers]
    StoredFile.objects.bulk_create(rows)
    return len(rows)


def _permits(ids: list[int]) -> list[_Paper]:
    rows = Permit.objects.standing().filter(institution__in=ids).select_related("institution", "authority")
    return [
        _Paper(
            row,
            Purpose.PERMIT_COPY,
            "办学许可证",
            (row.number, row.name_on_permit or row.institution.name, row.scope, f"发证机关：{row.authority or ''}"),
        )
        for row in rows.order_by("pk")
    ]


def _registrations(ids: list[int]) -> list[_Paper]:
    rows = Registration.objects.standing().filter(institution__in=ids).select_related("institution")
    return [
        _Paper(
            row,
            Purpose.REGISTRATION_COPY,
            _TITLES.get(RegistrationKind(row.kind), "登记证书"),
            (f"统一社会信用代码 {row.number}", row.name_on_certificate or row.institution.name, row.scope),
        )
        for row in rows.order_by("pk")
    ]


def _write(paper: _Paper, code: str, owner_id: int, seed: int) -> StoredFile:
    """A permit as a photograph, a registration as a scanned PDF."""
    record, image = paper.record, _drawn(paper)
    kind = FileKind.JPEG if paper.purpose is Purpose.PERMIT_COPY else FileKind.PDF
    name = hashlib.sha256(f"{seed}/{code}".encode()).hexdigest()[:32]
    content = _bytes(image, kind)
    with shelf.desk() as folder:
        (folder / "clean").write_bytes(content)
        shelf.put(name, folder / "clean", _thumbnail(image, folder) if kind is FileKind.JPEG else None)
    digest = hashlib.sha256(content).hexdigest()
    return StoredFile(
        public_id=code,
        stored_name=name,
        sha256=digest,
        source_sha256=digest,
        size_bytes=len(content),
        kind=kind,
        pages=1 if kind is FileKind.PDF else None,
        width=image.width if kind is FileKind.JPEG else None,
        height=image.height if kind is FileKind.JPEG else None,
        original_name=f"{paper.title}（副本）.{'pdf' if kind is FileKind.PDF else 'jpg'}",
        purpose=paper.purpose,
        owner_id=owner_id,
        subject_kind="permit" if isinstance(record, Permit) else "registration",
        subject_id=record.pk,
        institution_id=record.institution_id,
        state=FileState.CLEAN,
        stored_at=record.recorded_at,
    )


def _drawn(paper: _Paper) -> Image.Image:
    image = Image.new("RGB", _PAGE, "#fbf6e9")
    pen = ImageDraw.Draw(image)
    width, height = _PAGE
    pen.rectangle((24, 24, width - 24, height - 24), outline="#b08d3c", width=4)
    pen.text((width / 2, 110), paper.title, font=_font(46), fill="#8c1d18", anchor="mm")
    for number, line in enumerate(line for line in paper.lines if line):
        pen.text((width / 2, 220 + 64 * number), line[:34], font=_font(24), fill="#222222", anchor="mm")
    pen.text((width / 2, height - 80), _SAMPLE, font=_font(30), fill="#b3261e", anchor="mm")
    return image


def sample(title: str) -> Image.Image:
    """A page that only says what it stands for."""
    image = Image.new("RGB", _PAGE, "#ffffff")
    pen = ImageDraw.Draw(image)
    width, height = _PAGE
    pen.text((width / 2, 220), title, font=_font(46), fill="#222222", anchor="mm")
    pen.text((width / 2, height - 120), _SAMPLE, font=_font(30), fill="#b3261e", anchor="mm")
    return image


def _font(size: int) -> Any:
    return ImageFont.truetype(str(_FONT), size)


def _bytes(image: Image.Image, kind: FileKind) -> bytes:
    out, day = io.BytesIO(), time.gmtime(0)
    if kind is FileKind.PDF:
        image.save(out, "PDF", resolution=75, creationDate=day, modDate=day)
    else:
        image.save(out, "JPEG", quality=85)
    return out.getvalue()


def _thumbnail(image: Image.Image, folder: Path) -> Path:
    small = image.copy()
    small.thumbnail(THUMBNAIL)
    small.save(folder / "thumbnail", "JPEG", quality=80)
    return folder / "thumbnail"
