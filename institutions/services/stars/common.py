"""What every step of an application for stars shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from cixi_oversight.audit.services.record import record
from cixi_oversight.desk.services import messages, recipients
from cixi_oversight.documents.enums import Purpose
from cixi_oversight.errors import Forbidden, StaleVersion
from cixi_oversight.permissions import Viewer
from cixi_oversight.transitions import apply
from cixi_oversight.workflows import may
from institutions.enums.stars import StarField, StarVerb
from institutions.models import StarApplication, StarApplicationTransition
from institutions.rules.stars.workflow import STARS

SUBJECT: Final = "star_application"
PURPOSE: Final = {
    StarField.ENROLMENT: Purpose.STAR_ENROLMENT,
    StarField.FEES: Purpose.STAR_FEES,
    StarField.TEACHING: Purpose.STAR_TEACHING,
    StarField.MANAGEMENT: Purpose.STAR_MANAGEMENT,
    StarField.SERVICE: Purpose.STAR_SERVICE,
}


def locked(application: StarApplication, *, expected_version: int | None = None) -> StarApplication:
    """The row, locked. Raises StaleVersion."""
    rows = StarApplication.objects.select_for_update(of=("self",))
    row: StarApplication = rows.select_related("institution__county", "standard", "certificate").get(pk=application.pk)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion
    return row


def allowed(row: StarApplication, verb: StarVerb, by: Viewer) -> None:
    """Before anything is written. Raises WrongState, Forbidden."""
    if not may(STARS.move(row.state, verb), by):
        raise Forbidden


def move(
    row: StarApplication,
    verb: StarVerb,
    *,
    by: Viewer,
    at: dt.datetime,
    why: str = "",
    also: Mapping[str, Any] | None = None,
) -> None:
    """By the table. Raises WrongState, Forbidden, ReasonMissing."""
    apply(
        row,
        verb,
        workflow=STARS,
        history=StarApplicationTransition,
        owner="application",
        by=by,
        why=why,
        at=at,
        state_field="state",
        also=also,
    )
    audit("move_star_application", row, by=by, at=at, why=why, data={"verb": verb, "state": row.state})


def audit(
    verb: str,
    row: StarApplication,
    *,
    by: Viewer,
    at: dt.datetime,
    data: Mapping[str, Any] | None = None,
    why: str = "",
) -> None:
    record(
        f"institutions.{verb}",
        by=by,
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        why=why,
        data=data,
        at=at,
    )


def tell(row: StarApplication, template: str, at: dt.datetime, **figures: Any) -> None:
    """The institution's owners."""
    messages.notify(
        template=template,
        to=recipients.members(row.institution_id),
        data=figures,
        subject=(SUBJECT, row.pk),
        dedupe=f"{template}:{row.pk}:{row.version}",
        at=at,
        institution_id=row.institution_id,
    )
