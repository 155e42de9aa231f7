"""Who approves is responsible (谁审批、谁负责): a grant says which authorities answer for an institution from a day on,
and by that who sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pghistory
from django.db import transaction

from cixi_oversight.audit.rules.feed import EventKind
from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import Department
from institutions.errors import NothingChanged
from institutions.models import AuthorityRow, Institution
from institutions.models.institution import AUTHORITIES
from institutions.services.feed import announce
from institutions.services.words import a_reason, day_of, lock, not_in_future, of_county


@transaction.atomic
def set_authorities(
    *,
    institution: Institution,
    authorities: Mapping[str, Department | None],
    by: Viewer,
    at: dt.datetime,
    why: str,
    from_on: dt.date | None = None,
    cause: tuple[str, int] | None = None,
) -> list[AuthorityRow]:
    """Set authorities by capacity (approval, registration, sector, supervising) from a day on; those not named stay,
    None means nobody any more. What is the same already leaves no row. `cause` is the case that was granted.

    Raises ReasonMissing, DateInFuture, OtherCounty, NothingChanged; KeyError for a capacity that there is not.
    """
    reason = a_reason(why)
    since = from_on or day_of(at)
    not_in_future(since, at, "from_on")
    unknown = sorted(set(authorities) - set(AUTHORITIES))
    if unknown:
        raise KeyError(unknown[0])
    row = lock(institution)
    for capacity, department in authorities.items():
        of_county(department, row.county_id, f"{capacity}_authority")
    changed = {
        capacity: department
        for capacity, department in authorities.items()
        if getattr(row, f"{capacity}_authority_id") != (department.pk if department else None)
    }
    if not changed:
        raise NothingChanged
    made = write_rows(row, changed, since=since, why=reason, by=by, at=at, cause=cause)
    _copy(row, changed, by=by, why=reason, at=at)
    record(
        "institutions.set_authorities",
        by=by,
        subject=("institution", row.pk),
        institution_id=row.pk,
        why=reason,
        data={
            "authorities": {capacity: one.pk if one else None for capacity, one in changed.items()},
            "from_on": since.isoformat(),
            "cause": list(cause) if cause else None,
        },
        at=at,
    )
    announce(EventKind.INSTITUTION_CHANGED, row, at=at, fields=[f"{capacity}_authority" for capacity in changed])
    for capacity, department in changed.items():
        setattr(institution, f"{capacity}_authority", department)
    institution.version = row.version
    return made


def write_rows(
    row: Institution,
    authorities: Mapping[str, Department | None],
    *,
    since: dt.date,
    why: str,
    by: Viewer,
    at: dt.datetime,
    cause: tuple[str, int] | None = None,
) -> list[AuthorityRow]:
    """The dated rows alone, for a change and for what an institution is entered with."""
    cause_kind, cause_id = cause or ("", None)
    rows = [
        AuthorityRow(
            institution=row,
            capacity=capacity,
            department=department,
            from_on=since,
            why=why[:300],
            cause_kind=cause_kind,
            cause_id=cause_id,
            recorded_at=at,
            recorded_by_id=by.actor_id,
        )
        for capacity, department in authorities.items()
    ]
    return AuthorityRow.objects.bulk_create(rows)


def _copy(row: Institution, changed: Mapping[str, Department | None], *, by: Viewer, why: str, at: dt.datetime) -> None:
    """The institution's columns, by which scopes go, are a copy of the latest row of each capacity."""
    fields = []
    for capacity, department in changed.items():
        setattr(row, f"{capacity}_authority", department)
        fields.append(f"{capacity}_authority")
    with pghistory.context(actor=by.actor_id, why=why):
        row.save_version(expected=row.version, by=by.actor_id, at=at, fields=fields)
