"""Who hears of a complaint: those of the county who close complaints and see the institution."""

from __future__ import annotations

import datetime as dt

from cixi_oversight.desk.services import recipients
from cixi_oversight.desk.services.messages import notify
from inspections.enums import Matter
from inspections.models import Complaint
from inspections.rules.access import RESOLVE_COMPLAINT
from inspections.rules.labels import MATTER


def tell_received(row: Complaint, *, at: dt.datetime) -> None:
    """Each once, in the transaction that enters the complaint. When it comes due, `policy`'s alarms tell."""
    notify(
        template="complaint.received",
        to=recipients.roles(row.institution.county_id, *sorted(RESOLVE_COMPLAINT.roles)),
        data={
            "number": row.number,
            "institution": row.institution.name,
            "matter": MATTER[Matter(row.matter)],
            "due_on": row.due_on,
        },
        subject=("complaint", row.pk),
        institution_id=row.institution_id,
        dedupe=f"complaint.received:{row.pk}",
        at=at,
    )
