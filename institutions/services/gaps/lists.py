"""The gap list of an institution that was received before it met the standards: opened, closed when its last gap is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode, Key, Span
from cixi_oversight.policy.services import deadlines, parameters
from institutions.enums.gaps import GapListState, GapState, GapVerb, StandardKey, StandardUnit
from institutions.errors.gaps import CategoryUnknown, GapListNotOpen, GapListOpen, NoStandard
from institutions.models import EntryStandard, GapItem, GapList, GapTransition, Institution
from institutions.rules.gaps.assess import assess
from institutions.services.gaps.standards import in_force, known_of
from institutions.services.words import a_reason, day_of, lock

SUBJECT: Final = "gap_list"


@transaction.atomic
def open_gap_list(
    *,
    institution: Institution,
    case_id: int | None,
    by: Viewer,
    at: dt.datetime,
    keys: Sequence[StandardKey] | None = None,
) -> GapList | None:
    """Open the list of what the institution, received under its present category, still lacks; the transition begins.

    `keys` says which standards are not met; without it all in force, but those of which the register itself knows that
    they are met. Answers None where nothing is lacking. The receiver is the sector authority, else the approving one.
    Raises GapListOpen, CategoryUnknown, NoStandard, and ParameterNotSet without a length of the transition.
    """
    row = lock(institution)
    on = day_of(at)
    if GapList.objects.open().filter(institution=row).exists():
        raise GapListOpen
    lacking = _lacking(row, on, keys)
    if not lacking:
        return None
    receiver_id = row.sector_authority_id or row.approval_authority_id
    months = int(parameters.value(Key.GAP_TRANSITION, on=on, county=row.county_id, category=row.category or ""))
    due = deadlines.reckon(DeadlineCode.GAP_TRANSITION, on, amount=months, span=Span.MONTHS)
    made = GapList.objects.create(
        institution=row,
        case_id=case_id,
        category=row.category or "",
        receiver_id=receiver_id,
        opened_on=on,
        due_on=due.day,
        created_at=at,
        created_by_id=by.actor_id,
        changed_at=at,
        changed_by_id=by.actor_id,
    )
    deadlines.start_deadline(
        subject=(SUBJECT, made.pk),
        institution_id=row.pk,
        kind=DeadlineCode.GAP_TRANSITION,
        started_on=on,
        by=by,
        at=at,
        amount=months,
        span=Span.MONTHS,
        due=due,
    )
    for standard in lacking:
        _add(made, standard, by=by, at=at)
    data = {"case": case_id, "gaps": [standard.key for standard in lacking], "due_on": due.day.isoformat()}
    _audit("open_gap_list", made, by=by, at=at, data=data)
    return made


@transaction.atomic
def end_gap_list(*, gap_list: GapList, why: str, by: Viewer, at: dt.datetime) -> GapList:
    """The institution ended, or it was not received after all. Raises ReasonMissing, GapListNotOpen."""
    reason = a_reason(why)
    row = GapList.objects.select_for_update(of=("self",)).get(pk=gap_list.pk)
    if row.state != GapListState.OPEN:
        raise GapListNotOpen
    finish(row, GapListState.ENDED, why=reason, by=by, at=at)
    _audit("end_gap_list", row, by=by, at=at, why=reason)
    return row


def finish(row: GapList, state: GapListState, *, why: str, by: Viewer, at: dt.datetime) -> None:
    """The list, locked by the caller, is over: so is its transition."""
    on = day_of(at)
    row.state, row.ended_on = state, on
    row.save_version(expected=row.version, by=by.actor_id, at=at, fields=["state", "ended_on"])
    deadlines.stop_deadline(
        subject=(SUBJECT, row.pk), kind=DeadlineCode.GAP_TRANSITION, on=on, why=why or "差距已全部销号", by=by, at=at
    )


def _lacking(row: Institution, on: dt.date, keys: Sequence[StandardKey] | None) -> list[EntryStandard]:
    if not row.category:
        raise CategoryUnknown
    standards = in_force(row.category, county_id=row.county_id, on=on)
    if not standards:
        raise NoStandard
    if keys is not None:
        return [one for one in standards if one.key in keys]
    known = known_of(row, on)
    return [one for one in standards if assess(StandardUnit(one.unit), one.amount, known).met is not True]


def _add(made: GapList, standard: EntryStandard, *, by: Viewer, at: dt.datetime) -> None:
    item = GapItem.objects.create(
        gap_list=made,
        institution_id=made.institution_id,
        standard=standard,
        key=standard.key,
        created_at=at,
        created_by_id=by.actor_id,
        changed_at=at,
        changed_by_id=by.actor_id,
    )
    GapTransition.objects.create(
        item=item,
        verb=GapVerb.OPEN,
        source="",
        target=GapState.OPEN,
        effective_on=day_of(at),
        recorded_at=at,
        actor_id=by.actor_id,
    )


def _audit(
    verb: str, row: GapList, *, by: Viewer, at: dt.datetime, why: str = "", data: dict[str, Any] | None = None
) -> None:
    record(
        f"institutions.{verb}",
        by=by,
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        why=why,
        data=data or {},
        at=at,
    )
