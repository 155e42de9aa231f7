"""While a case changes or ends an institution, it neither enrols nor charges (`HoldSpec` of the kinds' tables).

Asked by filings (a rise of students or new fees is looked at), the institution's own pages and its file, the public
page and the white list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, DateField, Exists, F, JSONField, Min, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, JSONObject

from cixi_oversight.errors import Message, msg
from institutions.enums.cases import CaseKind, CaseState
from institutions.enums.whitelist import Answer
from institutions.models import CaseStep, Permit, PermitLapse, RegistrationCase
from institutions.rules.cases.kinds import KINDS
from institutions.rules.cases.workflow import ANSWERED
from institutions.rules.labels.cases import CASE_KIND

_LAPSED: Final = msg("The permit has ended without renewal; no enrolment and no charging.")
_LAPSE: Final = msg("Permit ended")


@dataclass(frozen=True, slots=True)
class CaseHold:
    """No enrolment and no charging: because of what (`kind`), why, since when, until when it is to be put in order.
    `case_public_id` is empty where a permit has simply ended."""

    kind: Message
    why: Message | str
    since: dt.date
    due_on: dt.date | None = None
    case_public_id: str = ""
    case_number: str = ""


def case_holds(ids: Sequence[int], on: dt.date) -> dict[int, CaseHold]:
    """Of these institutions those that are held on a day, in two queries."""
    found = {row.institution_id: _of_lapse(row.ended_on) for row in lapsed(on, institution__in=ids)}
    for row in _holding(on).filter(institution__in=ids).order_by("pk"):
        found[row.institution_id] = CaseHold(
            CASE_KIND[CaseKind(row.kind)], _why(row.kind), row.held_since, row.held_until, row.public_id, row.number
        )
    return found


def hold_part(on: dt.date) -> Coalesce:
    """The same as a column of institutions, for a page of one query: read it by `hold_of`."""
    cases = _holding(on).filter(institution=OuterRef("pk")).order_by("-pk")
    lapses = lapsed(on, institution=OuterRef("pk")).order_by("-ended_on")
    return Coalesce(
        Subquery(cases.values(part=JSONObject(kind="kind", since="held_since"))[:1]),
        Subquery(lapses.values(part=JSONObject(since="ended_on"))[:1]),
        output_field=JSONField(),
    )


def hold_of(part: Mapping[str, Any] | None) -> CaseHold | None:
    """What `hold_part` has answered for one institution."""
    if part is None:
        return None
    since = dt.date.fromisoformat(part["since"])
    kind = part.get("kind")
    return CaseHold(CASE_KIND[CaseKind(kind)], _why(kind), since) if kind else _of_lapse(since)


def held_since(institution_id: int, on: dt.date) -> dict[str, Any]:
    """For the rules of filings: a fact `held_since`, absent where nothing holds."""
    hold = case_holds([institution_id], on).get(institution_id)
    return {"held_since": hold.since} if hold else {}


def not_held(ids: Sequence[int], on: dt.date) -> dict[int, Answer]:
    """For the white list: nobody is recommended to parents who may not enrol."""
    held = case_holds(ids, on)
    return {pk: Answer.NOT_MET if pk in held else Answer.MET for pk in ids}


def _holding(on: dt.date) -> Any:
    """Cases that hold, with the day since which and the day by which it is to be over."""
    rule, since = Q(pk__in=[]), []
    for kind, table in KINDS.items():
        if table.hold is None:
            continue
        steps = _open_steps().filter(key__in=sorted(table.holding_steps))
        rule |= Q(kind=kind, state__in=sorted(table.hold.states))
        rule |= Q(Exists(steps), kind=kind, state=CaseState.FOLLOWING)
        if table.hold.states:
            since.append(When(kind=kind, then=F("accepted_on")))
    keys = sorted({key for table in KINDS.values() for key in table.holding_steps})
    due = _open_steps().filter(key__in=keys).order_by().values("case").annotate(day=Min("due_on")).values("day")
    rows = RegistrationCase.objects.running().filter(rule, institution__isnull=False)
    rows = rows.annotate(held_since=Case(*since, default=F("decided_on"), output_field=DateField()))
    return rows.annotate(held_until=Subquery(due)).filter(held_since__lte=on)


def _open_steps() -> Any:
    return CaseStep.objects.filter(case=OuterRef("pk")).exclude(state__in=sorted(ANSWERED))


def lapsed(on: dt.date, **whose: Any) -> Any:
    """Permits that ended and were not followed by another one."""
    standing = Permit.objects.standing().filter(pk=OuterRef("permit"))
    return PermitLapse.objects.filter(Exists(standing), ended_on__lt=on, **whose).order_by("ended_on")


def _of_lapse(ended_on: dt.date) -> CaseHold:
    return CaseHold(_LAPSE, _LAPSED, ended_on + dt.timedelta(days=1))


def _why(kind: str) -> Message | str:
    spec = KINDS[CaseKind(kind)].hold
    return spec.why if spec else ""
