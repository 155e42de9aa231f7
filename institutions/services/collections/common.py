"""What the services of collections share: the columns as rules know them, history and audit."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.transitions import apply
from institutions.enums.collections import CollectionVerb, PartVerb, Source
from institutions.models import (
    Collection,
    CollectionPart,
    CollectionPartTransition,
    CollectionTransition,
)
from institutions.rules.collections.columns import Column
from institutions.rules.collections.sheet import Form
from institutions.rules.collections.workflow import COLLECTION, PART
from institutions.rules.filings.schema import FieldType

SUBJECT: Final = "collection"
PART_SUBJECT: Final = "collection_part"


def columns_of(collection: Collection) -> dict[str, Column]:
    """By key, in their order."""
    return {
        row.key: Column(
            row.name,
            FieldType(row.type),
            row.is_required,
            tuple(row.choices),
            row.help,
            Source(row.source) if row.source else None,
        )
        for row in collection.columns.all()
    }


def form_of(collection: Collection) -> Form:
    return Form(columns_of(collection))


def move(
    row: Collection, verb: CollectionVerb, *, by: Viewer, at: dt.datetime, why: str = "", **also: Any
) -> CollectionTransition:
    """Raises WrongState, Forbidden, ReasonMissing."""
    made = apply(
        row,
        verb,
        workflow=COLLECTION,
        history=CollectionTransition,
        owner="collection",
        by=by,
        why=why,
        at=at,
        state_field="state",
        also=also,
    )
    audited("institutions.move_collection", row, by=by, at=at, why=why, verb=verb, state=row.state)
    return made


def move_part(
    row: CollectionPart, verb: PartVerb, *, by: Viewer, at: dt.datetime, why: str = "", **also: Any
) -> CollectionPartTransition:
    """Raises WrongState, Forbidden, ReasonMissing."""
    made = apply(
        row,
        verb,
        workflow=PART,
        history=CollectionPartTransition,
        owner="part",
        by=by,
        why=why,
        at=at,
        state_field="state",
        also=also,
    )
    record(
        "institutions.move_collection_part",
        by=by,
        subject=(PART_SUBJECT, row.pk),
        institution_id=row.institution_id,
        why=why,
        data={"verb": verb, "state": row.state, "rows": row.rows_count},
        at=at,
    )
    return made


def audited(act: str, row: Collection, *, by: Viewer, at: dt.datetime, why: str = "", **data: Any) -> None:
    record(act, by=by, subject=(SUBJECT, row.pk), why=why, data=data, at=at)
