"""What all records share: who may be superseded, how a row is written and audited."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, TypeVar

from django.db import IntegrityError, transaction

from cixi_oversight.audit.rules.feed import EventKind
from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.records import Fact
from institutions.errors import AlreadyRecorded, NotStanding, OtherRecord
from institutions.models import Institution
from institutions.services.feed import announce
from institutions.services.words import key_of

F = TypeVar("F", bound=Fact)

TOLD: Final = frozenset({"permit", "registration"})  # what other departments' systems read of an institution


def check_supersedes(model: type[F], institution: Institution, supersedes: F | None, same: dict[str, Any]) -> None:
    """The institution's row must be locked. `same` is what a correction shares with what it corrects (kind, period).

    Raises AlreadyRecorded (one stands and none is superseded; only where `same` names a key), NotStanding, OtherRecord.
    """
    standing = model._default_manager.standing()  # type: ignore[attr-defined]
    if supersedes is None:
        if same and standing.filter(institution=institution, **same).exists():
            raise AlreadyRecorded
        return
    if supersedes.institution_id != institution.pk:  # type: ignore[attr-defined]
        raise OtherRecord
    if not standing.filter(pk=supersedes.pk).exists():
        raise NotStanding


def check_same(supersedes: Fact | None, same: dict[str, Any]) -> None:
    """Raises OtherRecord where a correction changes what identifies the record."""
    if supersedes is not None and any(getattr(supersedes, name) != value for name, value in same.items()):
        raise OtherRecord


def insert(
    model: type[F],
    *,
    kind: str,
    institution: Institution,
    by: Viewer,
    at: dt.datetime,
    supersedes: F | None,
    why: str,
    values: dict[str, Any],
) -> F:
    """Write the row and its audit event. `kind` names the noun in both."""
    row = model(
        institution=institution,
        recorded_at=at,
        recorded_by_id=by.actor_id,
        supersedes=supersedes,
        **values,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "superseded_once" in str(error):
            raise NotStanding from error
        raise
    record(
        f"institutions.record_{kind}",
        by=by,
        subject=(kind, row.pk),
        institution_id=institution.pk,
        why=why,
        data={"supersedes": key_of(supersedes)},
        at=at,
    )
    if kind in TOLD:
        announce(EventKind.INSTITUTION_CHANGED, institution, at=at, fields=[kind])
    return row
