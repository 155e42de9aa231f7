"""Who is told what of a filing: the institution when it is returned or accepted, the bureau when one waits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from cixi_oversight.desk.services import messages, recipients
from cixi_oversight.errors import Message
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from institutions.enums.filings import FilingKind
from institutions.models import Filing
from institutions.rules.labels.filings import FILING_KIND
from institutions.services.filings.catalogue import form_of

SUBJECT = "filing"


def packed(message: Message) -> dict[str, Any]:
    """A sentence as JSON, worded when it is read. Figures that are sentences themselves are packed too."""
    figures = {name: packed(one) if isinstance(one, Message) else one for name, one in message.figures.items()}
    return {"id": message.id, "figures": figures}


def unpacked(value: dict[str, Any]) -> Message:
    figures = {
        name: unpacked(one) if isinstance(one, dict) and "id" in one else one
        for name, one in value.get("figures", {}).items()
    }
    return Message(str(value["id"]), figures)


def waits(row: Filing, *, at: dt.datetime) -> None:
    """To those who decide on this kind and see the institution."""
    roles = sorted(form_of(row.kind).reviewers & {Role.REGISTRAR, Role.DEPARTMENT_OFFICER})
    to = recipients.roles(row.institution.county_id, *roles)
    _tell("filing.waiting", to, row, at, institution=row.institution.name)


def returned(row: Filing, *, places: int, at: dt.datetime) -> None:
    _tell("filing.returned", _own(row), row, at, places=places)


def accepted(row: Filing, *, by: Viewer, at: dt.datetime) -> None:
    """Only where a person decided: what is accepted at once is said on the page itself."""
    if by.kind is not ViewerKind.SYSTEM:
        _tell("filing.accepted", _own(row), row, at)


def _own(row: Filing) -> recipients.Recipients:
    filers = form_of(row.kind).filers
    return recipients.members(row.institution_id, *sorted(filers - {Role.TEACHER}))


def _tell(template: str, to: recipients.Recipients, row: Filing, at: dt.datetime, **figures: Any) -> None:
    messages.notify(
        template=template,
        to=to,
        data=figures | {"what": FILING_KIND[FilingKind(row.kind)]},
        subject=(SUBJECT, row.pk),
        dedupe=f"{template}:{row.pk}:{row.submissions}",
        at=at,
        institution_id=row.institution_id,
    )
