"""Checking a uscc at entry, and accepting an old one by decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pghistory
from django.db import IntegrityError, transaction

from cixi_oversight.audit.rules.feed import EventKind
from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import DomainError, Forbidden
from cixi_oversight.permissions import Viewer
from institutions.errors import UsccCheckDigit, UsccNeedsNoOverride, UsccShape, UsccStandard, UsccTaken
from institutions.models import Institution
from institutions.rules.access import OVERRIDE_USCC
from institutions.rules.uscc import UsccFault, fault_of, may_be_overridden
from institutions.services.feed import announce
from institutions.services.words import a_reason, lock

_REFUSALS: Final[dict[UsccFault, type[DomainError]]] = {
    UsccFault.SHAPE: UsccShape,
    UsccFault.STANDARD: UsccStandard,
    UsccFault.CHECK_DIGIT: UsccCheckDigit,
}


def check_uscc(code: str | None) -> None:
    """None (unknown) passes. Raises UsccShape, UsccStandard or UsccCheckDigit."""
    fault = fault_of(code) if code is not None else None
    if fault is not None:
        raise _REFUSALS[fault](field="uscc")


@contextmanager
def taken_is_refused() -> Iterator[None]:
    """The unique constraint's answer in our words: two clerks may enter one code at the same moment."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "institution_uscc_once" in str(error):
            raise UsccTaken(field="uscc") from error
        raise


@transaction.atomic
def override_uscc(
    *, institution: Institution, uscc: str, by: Viewer, at: dt.datetime, why: str, expected_version: int
) -> Institution:
    """Accept an old code that fails GB 32100, with the reason beside it.

    Raises Forbidden, ReasonMissing, UsccShape, UsccNeedsNoOverride, UsccTaken, StaleVersion.
    """
    if not OVERRIDE_USCC.allows(by):
        raise Forbidden
    reason = a_reason(why)
    fault = fault_of(uscc)
    if fault is None:
        raise UsccNeedsNoOverride(field="uscc")
    if not may_be_overridden(fault):
        raise UsccShape(field="uscc")
    row = lock(institution)
    row.uscc, row.uscc_override_reason = uscc, reason[:200]
    with pghistory.context(actor=by.actor_id, why=reason), taken_is_refused():
        row.save_version(expected=expected_version, by=by.actor_id, at=at, fields=["uscc", "uscc_override_reason"])
    record(
        "institutions.override_uscc",
        by=by,
        subject=("institution", row.pk),
        institution_id=row.pk,
        why=reason,
        data={"uscc": uscc, "fault": fault.value},
        at=at,
    )
    announce(EventKind.INSTITUTION_CHANGED, row, at=at, fields=["uscc"])
    return row
