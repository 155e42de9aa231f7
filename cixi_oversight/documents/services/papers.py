"""Issuing papers and withdrawing them. Numbers of a kind, county and year have no gaps; a withdrawn number stays."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cixi_oversight.audit.services.record import record
from cixi_oversight.clock import SHANGHAI
from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.errors import AlreadyVoid, WordUnfit
from cixi_oversight.documents.models import Paper, PaperCounter, PaperFile, PaperSeries, PaperVoid
from cixi_oversight.documents.ports.typesetting import qr_svg, set_pdf, set_picture
from cixi_oversight.documents.rules.papers import (
    CODE_LENGTH,
    LOOKS,
    TOKEN_LENGTH,
    cleaned,
    in_chinese,
    number_of,
    shown_code,
)
from cixi_oversight.errors import ReasonMissing
from cixi_oversight.permissions import Viewer
from cixi_oversight.records import new_public_id
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import County, Department

_ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"  # no look-alikes: people type it from paper
_WORD_MAX: Final = 12


@dataclass(frozen=True, slots=True)
class Codes:
    """What a paper is checked by: the QR code's token, and the short code to type with the number."""

    token: str
    check_code: str
    public_id: str = ""  # given by the demo only, which is the same for the same seed


def new_codes(choose: Callable[[str], str] = secrets.choice) -> Codes:
    """`choose` picks one letter; only the demo brings its own."""
    letters = [choose(_ALPHABET) for _ in range(TOKEN_LENGTH + CODE_LENGTH)]
    return Codes("".join(letters[:TOKEN_LENGTH]), "".join(letters[TOKEN_LENGTH:]))


@dataclass(frozen=True, slots=True)
class Signature:
    """The word of the number and the office that signs."""

    word: str
    office: str


def signature(county: County, kind: PaperKind) -> Signature:
    """What the county has set, or the kind's own word and the county's education bureau."""
    row = PaperSeries.objects.filter(county=county, kind=kind).first()
    if row is not None:
        return Signature(row.word, row.office)
    bureau = Department.objects.filter(county=county, kind=DepartmentKind.EDUCATION, town=None).first()
    return Signature(LOOKS[kind].word, bureau.name if bureau else f"{county.name}教育局")


@transaction.atomic
def set_series(
    *, county: County, kind: PaperKind, word: str, office: str, by: Viewer, at: dt.datetime, why: str
) -> PaperSeries:
    """How papers of this kind are numbered and signed from now on; the ones issued keep theirs.

    Raises WordUnfit, ReasonMissing.
    """
    text = cleaned(word)
    if not 0 < len(text) <= _WORD_MAX or any(c.isdigit() or not c.isalpha() for c in text):
        raise WordUnfit(field="word")
    if not why.strip():
        raise ReasonMissing(field="why")
    row, _ = PaperSeries.objects.update_or_create(
        county=county, kind=kind, defaults={"word": text, "office": cleaned(office)}
    )
    data = {"kind": kind, "word": row.word, "office": row.office}
    record("documents.set_series", by=by, subject=("county", county.pk), why=why, data=data, at=at)
    return row


def digest_of(facts: Mapping[str, Any]) -> str:
    """Of what goes into a paper: the same facts give the same digest."""
    text = json.dumps(cleaned(dict(facts)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def issue(
    *,
    kind: PaperKind,
    county: County,
    subject: tuple[str, int],
    institution_id: int | None,
    holder: str,
    data: Mapping[str, Any],
    by: Viewer,
    at: dt.datetime,
    supersedes: Paper | None = None,
    codes: Codes | None = None,
) -> Paper:
    """Number, set and keep a paper dated the day of `at`. `data` are the template's facts, texts and lists of texts.

    The number is taken in the caller's transaction: what is rolled back leaves no gap. A superseded paper is withdrawn
    by the caller. Raises NotPrintable.
    """
    facts = cleaned(dict(data))
    issued_on = at.astimezone(SHANGHAI).date()
    signed = signature(county, kind)
    made = codes or new_codes()
    serial = _next_serial(county.pk, kind, issued_on.year)
    number = number_of(signed.word, issued_on.year, serial)
    content = set_pdf(
        LOOKS[kind].template, sheet(kind, facts, number=number, office=signed.office, day=issued_on, codes=made)
    )
    row = Paper.objects.create(
        public_id=made.public_id or new_public_id(),
        county=county,
        kind=kind,
        year=issued_on.year,
        serial=serial,
        number=number,
        issued_on=issued_on,
        office=signed.office,
        holder=cleaned(holder),
        subject_kind=subject[0],
        subject_id=subject[1],
        institution_id=institution_id,
        facts=facts,
        facts_digest=digest_of(facts),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        token=made.token,
        check_code=made.check_code,
        recorded_at=at,
        recorded_by_id=by.actor_id,
        supersedes=supersedes,
    )
    PaperFile.objects.create(paper=row, content=content)
    _audit("issue_paper", row, by=by, at=at, data={"sha256": row.sha256})
    return row


@transaction.atomic
def void(*, paper: Paper, why: str, by: Viewer, at: dt.datetime) -> PaperVoid:
    """Withdraw a paper; its number stays taken. Raises ReasonMissing, AlreadyVoid."""
    reason = cleaned(why)
    if not reason:
        raise ReasonMissing(field="why")
    try:
        with transaction.atomic():
            row: PaperVoid = PaperVoid.objects.create(
                paper=paper,
                voided_on=at.astimezone(SHANGHAI).date(),
                why=reason[:300],
                recorded_at=at,
                recorded_by_id=by.actor_id,
            )
    except IntegrityError as error:
        known = PaperVoid.objects.filter(paper=paper).first()
        if known is None:
            raise
        raise AlreadyVoid(number=paper.number, day=known.voided_on.isoformat()) from error
    _audit("void_paper", paper, by=by, at=at, why=reason, data={})
    return row


def content_of(paper: Paper) -> bytes:
    """The bytes as issued."""
    return bytes(PaperFile.objects.get(paper=paper).content)


def sheet(
    kind: PaperKind, facts: Mapping[str, Any], *, number: str, office: str, day: dt.date, codes: Codes
) -> dict[str, Any]:
    """All that a template is told: the facts, and what every paper has."""
    url = check_url(codes.token)
    return {
        **facts,
        "title": LOOKS[kind].title,
        "number": number,
        "office": office,
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "day_in_words": in_chinese(day),
        "check": {
            "qr": qr_svg(url),
            "at": settings.PUBLIC_ORIGIN + reverse("documents:check_form"),
            "code": shown_code(codes.check_code),
        },
    }


def preview(*, kind: PaperKind, county: County, data: Mapping[str, Any], on: dt.date) -> bytes:
    """The first page as PNG as it would be issued on a day, without a number and with a code that no paper has.

    Raises NotPrintable.
    """
    signed = signature(county, kind)
    draft = Codes("2" * TOKEN_LENGTH, "2" * CODE_LENGTH)
    told = sheet(
        kind, cleaned(dict(data)), number=f"{signed.word}〔{on.year}〕　号", office=signed.office, day=on, codes=draft
    )
    return set_picture(LOOKS[kind].template, told)


def check_url(token: str) -> str:
    """Absolute, from the setting: a request's Host header never gets onto paper."""
    return str(settings.PUBLIC_ORIGIN) + reverse("documents:check", args=[token])


def _next_serial(county_id: int, kind: PaperKind, year: int) -> int:
    """The counter's row stays locked until the transaction ends: whoever rolls back gives the number back."""
    table = connection.ops.quote_name(PaperCounter._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} as c (county_id, kind, year, last) values (%s, %s, %s, 1)"  # noqa: S608
            " on conflict (county_id, kind, year) do update set last = c.last + 1 returning last",
            [county_id, kind, year],
        )
        return int(cursor.fetchone()[0])


def _audit(verb: str, row: Paper, *, by: Viewer, at: dt.datetime, data: dict[str, Any], why: str = "") -> None:
    record(
        f"documents.{verb}",
        by=by,
        subject=("paper", row.pk),
        institution_id=row.institution_id,
        why=why,
        data={"kind": row.kind, "number": row.number, "of": [row.subject_kind, row.subject_id], **data},
        at=at,
    )
