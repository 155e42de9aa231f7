"""The zeroing plan (学科类“清零”): route and day of each academic institution, changed with a reason, read by town."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import transaction
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from institutions.enums import ENDED, Category
from institutions.enums.zeroing import ZeroingRoute, ZeroingState
from institutions.errors import NothingChanged
from institutions.errors.zeroing import NotAcademic, PlanInPast
from institutions.models import Institution, ZeroingEntry
from institutions.rules.zeroing import NON_PROFIT
from institutions.services.words import a_reason, clean, day_of, lock

_DONE: Final = (
    Q(status__in=sorted(ENDED))
    | ~Q(category=Category.ACADEMIC)
    | Q(route=ZeroingRoute.NONPROFIT, legal_form__in=sorted(NON_PROFIT))
)


@transaction.atomic
def plan_zeroing(
    *, institution: Institution, route: ZeroingRoute, planned_on: dt.date, why: str, by: Viewer, at: dt.datetime
) -> ZeroingEntry:
    """By which route and until when; a change of either says why.

    Raises NotAcademic, PlanInPast, NothingChanged, ReasonMissing.
    """
    row = lock(institution)
    if row.category != Category.ACADEMIC or row.status in ENDED:
        raise NotAcademic
    if planned_on < day_of(at):
        raise PlanInPast(field="planned_on", day=planned_on.isoformat())
    last = ZeroingEntry.objects.standing().filter(institution=row).first()
    if last is not None and (last.route, last.planned_on) == (route, planned_on):
        raise NothingChanged(field="planned_on")
    reason = a_reason(why) if last is not None else clean(why)
    made = ZeroingEntry.objects.create(
        institution=row,
        route=route,
        planned_on=planned_on,
        why=reason[:300],
        supersedes=last,
        recorded_at=at,
        recorded_by_id=by.actor_id,
    )
    record(
        "institutions.plan_zeroing",
        by=by,
        subject=("institution", row.pk),
        institution_id=row.pk,
        why=reason,
        data={"route": route, "planned_on": planned_on.isoformat(), "was": last and last.planned_on.isoformat()},
        at=at,
    )
    return made


def planned(viewer: Viewer, on: dt.date) -> QuerySet[Any]:
    """Who is academic still or was planned: `route`, `planned_on` and `zeroing_state` of each, as `rules.zeroing`."""
    entry = ZeroingEntry.objects.standing().filter(institution=OuterRef("pk"))
    rows: Any = Institution.objects.visible_to(viewer).alive().filter(category=Category.ACADEMIC)
    rows |= Institution.objects.visible_to(viewer).filter(Exists(entry))
    found: QuerySet[Any] = rows.annotate(
        route=Subquery(entry.values("route")[:1]),
        planned_on=Subquery(entry.values("planned_on")[:1]),
    ).annotate(
        zeroing_state=Case(
            When(_DONE, then=Value(ZeroingState.DONE.value)),
            When(planned_on=None, then=Value(ZeroingState.UNPLANNED.value)),
            When(planned_on__lt=on, then=Value(ZeroingState.OVERDUE.value)),
            default=Value(ZeroingState.PLANNED.value),
            output_field=CharField(),
        )
    )
    return found


def by_town(viewer: Viewer, on: dt.date) -> list[dict[str, Any]]:
    """One row a town, in one query: how many of each state, most left first."""
    counts = {state.value: Count("pk", filter=Q(zeroing_state=state.value)) for state in ZeroingState}
    rows: Any = planned(viewer, on).values("town__code", "town__name").annotate(total=Count("pk"), **counts)
    return sorted(rows, key=lambda row: (row["done"] - row["total"], row["town__code"] or ""))


def history_of(institution: Institution) -> list[ZeroingEntry]:
    """Every plan it had, the newest first."""
    rows = ZeroingEntry.objects.filter(institution=institution).select_related("recorded_by")
    return list(rows.order_by("-recorded_at", "-pk"))
