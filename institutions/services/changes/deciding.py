"""What the registrar does with a change: entered by hand where it belongs, or found to be of no consequence."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.transitions import apply
from institutions.enums.changes import ChangeOutcome, ChangeVerb
from institutions.errors.changes import WhichInstitution
from institutions.models import RegisterChange, RegisterChangeTransition
from institutions.rules.changes import CHANGE
from institutions.services.changes.receiving import SUBJECT
from institutions.services.words import clean


@transaction.atomic
def move_change(
    *,
    change: RegisterChange,
    verb: ChangeVerb,
    why: str,
    by: Viewer,
    at: dt.datetime,
    institution_id: int | None = None,
) -> RegisterChange:
    """`institution_id` names the one that is meant where several could be.

    Raises WhichInstitution, NumberInText, WrongState, Forbidden, ReasonMissing.
    """
    row: RegisterChange = RegisterChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    reason = without_numbers(clean(why), field="why")
    if row.outcome == ChangeOutcome.AMBIGUOUS and verb is ChangeVerb.FINISH:
        if institution_id not in row.candidates:
            raise WhichInstitution(field="institution")
        row.institution_id = institution_id
        row.save(update_fields=["institution"])
    apply(
        row,
        verb,
        workflow=CHANGE,
        history=RegisterChangeTransition,
        owner="change",
        by=by,
        why=reason,
        at=at,
        state_field="state",
    )
    record(
        "institutions.move_change",
        by=by,
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        why=reason,
        data={"verb": verb, "state": row.state},
        at=at,
    )
    return row
