"""Who hears of a newly adopted red: the officers of its town and the institution's owners."""

from __future__ import annotations

import datetime as dt

from cixi_oversight.desk.services import recipients
from cixi_oversight.desk.services.messages import notify
from riskcodes.models import AdoptedCode


def tell_red(adopted: AdoptedCode, *, at: dt.datetime) -> None:
    """Each once a decision, in the transaction that adopts it."""
    institution = adopted.institution
    to = recipients.members(institution.pk)
    if institution.town_id is not None:
        to |= recipients.towns(institution.town_id)
    notify(
        template="risk.red",
        to=to,
        data={"institution": institution.name, "adopted_on": adopted.adopted_on},
        subject=("institution", institution.pk),
        institution_id=institution.pk,
        dedupe=f"risk.red:{adopted.pk}",
        at=at,
    )
