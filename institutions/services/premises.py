"""What an institution has shown of a site: fire document, use of the place. Insert-only."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from institutions.enums.premises import FireProof, Tenure
from institutions.models import Site, SitePremises
from institutions.services.words import clean, in_order, key_of, lock


@transaction.atomic
def record_premises(
    *,
    site: Site,
    by: Viewer,
    at: dt.datetime,
    fire_proof: FireProof | str,
    tenure: Tenure | str,
    floor: int | None = None,
    fire_number: str = "",
    lease_from: dt.date | None = None,
    lease_to: dt.date | None = None,
) -> SitePremises:
    """Replaces what stood; the same again writes nothing. Raises DatesReversed."""
    in_order(lease_from, lease_to, "lease_to")
    lock(site.institution)
    values: dict[str, Any] = {
        "floor": floor,
        "fire_proof": FireProof(fire_proof),
        "fire_number": clean(fire_number),
        "tenure": Tenure(tenure),
        "lease_from": lease_from,
        "lease_to": lease_to,
    }
    before: SitePremises | None = SitePremises.objects.standing().filter(site=site).order_by("-pk").first()
    if before is not None and all(getattr(before, name) == value for name, value in values.items()):
        return before
    row = SitePremises(
        institution_id=site.institution_id,
        site=site,
        recorded_at=at,
        recorded_by_id=by.actor_id,
        supersedes=before,
        **values,
    )
    row.save(force_insert=True)
    record(
        "institutions.record_premises",
        by=by,
        subject=("site", site.pk),
        institution_id=site.institution_id,
        data={"supersedes": key_of(before)},
        at=at,
    )
    return row
