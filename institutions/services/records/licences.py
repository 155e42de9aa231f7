"""Permit (办学许可证) and registration (登记证书、营业执照)."""

from __future__ import annotations

import datetime as dt
import unicodedata

from django.db import transaction

from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import Department
from institutions.enums import RegistrationKind
from institutions.models import Institution, Permit, Registration
from institutions.services.records.common import check_same, check_supersedes, insert
from institutions.services.words import clean, in_order, lock, not_in_future, of_county, within


@transaction.atomic
def record_permit(
    *,
    institution: Institution,
    by: Viewer,
    at: dt.datetime,
    number: str,
    supersedes: Permit | None = None,
    name_on_permit: str = "",
    scope: str = "",
    authority: Department | None = None,
    issued_on: dt.date | None = None,
    expires_on: dt.date | None = None,
    is_open_ended: bool = False,
    why: str = "",
) -> Permit:
    """A permit as issued. A renewal or correction supersedes; a further permit (another site's) has another number.

    Raises AlreadyRecorded, NotStanding, OtherRecord, DateInFuture, DatesReversed, OtherCounty.
    """
    locked = lock(institution)
    number = clean(unicodedata.normalize("NFKC", number))
    check_supersedes(Permit, locked, supersedes, {"number": number})
    of_county(authority, locked.county_id, "authority")
    not_in_future(issued_on, at, "issued_on")
    in_order(issued_on, expires_on, "expires_on")
    values = {
        "number": number,
        "name_on_permit": clean(name_on_permit),
        "scope": clean(scope),
        "authority": authority,
        "issued_on": issued_on,
        "expires_on": None if is_open_ended else expires_on,
        "is_open_ended": is_open_ended,
    }
    return insert(
        Permit, kind="permit", institution=locked, by=by, at=at, supersedes=supersedes, why=clean(why), values=values
    )


@transaction.atomic
def record_registration(
    *,
    institution: Institution,
    by: Viewer,
    at: dt.datetime,
    kind: RegistrationKind,
    number: str,
    supersedes: Registration | None = None,
    name_on_certificate: str = "",
    scope: str = "",
    registered_on: dt.date | None = None,
    registered_capital_fen: int | None = None,
    why: str = "",
) -> Registration:
    """A registration as it stands in the registrar's books; one stands per kind. Capital in fen.

    Raises AlreadyRecorded, NotStanding, OtherRecord, DateInFuture, NegativeFigure, FigureTooLarge.
    """
    locked = lock(institution)
    check_supersedes(Registration, locked, supersedes, {"kind": kind})
    check_same(supersedes, {"kind": kind})
    not_in_future(registered_on, at, "registered_on")
    within(registered_capital_fen, "registered_capital_fen")
    values = {
        "kind": kind,
        "number": clean(unicodedata.normalize("NFKC", number)),
        "name_on_certificate": clean(name_on_certificate),
        "scope": clean(scope),
        "registered_on": registered_on,
        "registered_capital_fen": registered_capital_fen,
    }
    return insert(
        Registration,
        kind="registration",
        institution=locked,
        by=by,
        at=at,
        supersedes=supersedes,
        why=clean(why),
        values=values,
    )
