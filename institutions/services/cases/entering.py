"""An entry begun by somebody without account: a draft, whom to reach, and the signed link that opens it."""

from __future__ import annotations

import base64
import datetime as dt
import re
from typing import Final

from django.db import transaction
from django.utils.crypto import salted_hmac

from cixi_oversight import clock
from cixi_oversight.errors import Forbidden, NotFound
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Field, Kind
from cixi_oversight.personal.services import people
from cixi_oversight.personal.services.people import Values
from cixi_oversight.users.models import County, SignedLink, Town
from cixi_oversight.users.rules.tokens import hash_of, new_token
from cixi_oversight.users.services import links
from institutions.enums.cases import CaseKind, CaseOrigin, CaseState
from institutions.models import RegistrationCase
from institutions.models.registration_case import SUBJECT
from institutions.services.cases.applicants import is_window
from institutions.services.cases.drafts import open_case
from institutions.services.cases.moving import locked, text
from institutions.services.cases.submitting import withdraw
from institutions.services.words import day_of

PURPOSE: Final = "entry_case"
LIVES: Final = dt.timedelta(days=400)  # longer than any entry takes, corrections and registration included
IDLE: Final = dt.timedelta(days=90)  # a draft that nobody has touched for so long is given up
REPLACED: Final = "replaced by a new link"
_FORM_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{16,40}", re.ASCII)


@transaction.atomic
def begin_entry(
    *, town: Town, name: str, applicant: Values, by: Viewer, at: dt.datetime, form_token: str = "", token: str = ""
) -> tuple[RegistrationCase, str]:
    """The draft and its link's token. The same form sent twice opens the same application.

    Raises NumberInText at `name`, and what `people.enter_person` raises, at `applicant_…`.
    """
    County.objects.select_for_update(of=("self",)).get(pk=town.county_id)  # two sendings of one form take turns
    token = token or _token_of(form_token, town.code, name, *(str(said) for _, said in sorted(applicant.items())))
    known = SignedLink.objects.filter(token_hash=hash_of(token), subject_kind=SUBJECT).first()
    if known is not None:
        return RegistrationCase.objects.get(pk=known.subject_id), token
    row = open_case(
        kind=CaseKind.ENTRY,
        institution=None,
        county=town.county,
        origin=CaseOrigin.APPLICANT,
        payload={"name": text(name, "name"), "town": town.code},
        by=by,
        at=at,
    )
    row.applicant = people.enter_person(
        kind=Kind.CONTACT,
        subject_kind=SUBJECT,
        subject_id=row.pk,
        institution_id=None,
        values=applicant,
        retain_until=people.kept_until(Kind.CONTACT, Field.PHONE, since=day_of(at), county_id=town.county_id),
        by=by,
        at=at,
        prefix="applicant_",
    )
    row.save(update_fields=["applicant"])
    _link(row, token, by=by, at=at)
    return row, token


@transaction.atomic
def replace_link(*, case: RegistrationCase, by: Viewer, at: dt.datetime) -> tuple[SignedLink, str]:
    """A new link for an applicant who has lost theirs; the old one opens nothing from now on.

    Raises NotFound (for a case that did not begin by a link, too), Forbidden.
    """
    row = locked(case, by=by)
    if row.origin != CaseOrigin.APPLICANT:
        raise NotFound
    if not is_window(by):
        raise Forbidden
    links.revoke_all(subject=(SUBJECT, row.pk), purpose=PURPOSE, by=by, why=REPLACED, at=at)
    return _link(row, new_token(), by=by, at=at)


def give_up(*, county: County, by: Viewer, at: dt.datetime) -> int:
    """Drafts of applicants that were never handed in end by themselves. How many."""
    rows = RegistrationCase.objects.filter(
        county=county, origin=CaseOrigin.APPLICANT, state=CaseState.DRAFT, changed_at__lt=at - IDLE
    )
    for row in rows:
        withdraw(case=row, why="九十日未提交，草稿自动撤回", by=by, at=at)
    return len(rows)


def _link(row: RegistrationCase, token: str, *, by: Viewer, at: dt.datetime) -> tuple[SignedLink, str]:
    return links.make(
        subject=(SUBJECT, row.pk), purpose=PURPOSE, expires_at=clock.real_now() + LIVES, by=by, at=at, token=token
    )


def _token_of(form_token: str, *said: str) -> str:
    """Of the form that was shown and what it says, so that a second sending finds the first and nobody else's does; a
    new one where the form was tampered with."""
    if not _FORM_TOKEN.fullmatch(form_token):
        return new_token()
    digest = salted_hmac("institutions.entry_case", "\n".join((form_token, *said)), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
