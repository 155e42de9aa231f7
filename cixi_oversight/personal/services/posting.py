"""Names that have to be posted by duty (信息公示: 教师姓名): opened once, when accepted, and on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Field, Kind
from cixi_oversight.personal.models import Person
from cixi_oversight.personal.ports import crypto


def names_to_post(*, ids: Collection[int], institution_id: int, by: Viewer, at: dt.datetime) -> dict[int, str]:
    """Names of an institution's staff in full; of nobody else. Raises SealBroken."""
    if not ids:
        return {}
    rows = (
        Person.objects.kept().filter(pk__in=ids, kind=Kind.STAFF, institution_id=institution_id).exclude(name_sealed="")
    )
    found = {row.pk: crypto.unseal(row.name_sealed, row=row.public_id, field=Field.NAME) for row in rows}
    record(
        "personal.post_names",
        by=by,
        subject=("institution", institution_id),
        institution_id=institution_id,
        data={"count": len(found)},
        at=at,
    )
    return found
