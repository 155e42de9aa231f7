"""AB角: who stands in for whom, from when to when. What a deputy may do is put together in `viewer`."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from cixi_oversight.permissions import ADMINISTRATORS, Viewer
from cixi_oversight.users.errors import DeputyNotPossible, LeaveDates, LeaveOver, LeaveOverlaps, NoDuties
from cixi_oversight.users.models import DepartmentMembership, Deputyship, User
from cixi_oversight.users.services.audit import audited

DAYS_MAX: Final = 180


@transaction.atomic
def arrange(
    *,
    absent: User,
    deputy: User,
    from_on: dt.date,
    to_on: dt.date,
    why: str,
    by: Viewer,
    at: dt.datetime,
) -> Deputyship:
    """`to_on` is the last day. The deputy's own leave matters not: what is lent to him he cannot lend on.

    Raises LeaveDates, NoDuties, DeputyNotPossible, LeaveOverlaps.
    """
    User.objects.select_for_update().get(pk=absent.pk)
    if from_on < at.date() or to_on < from_on or (to_on - from_on).days >= DAYS_MAX:
        raise LeaveDates(field="to_on", days=DAYS_MAX)
    if not duties(absent, from_on):
        raise NoDuties(name=absent.name)
    if not may_stand_in(absent, from_on).filter(pk=deputy.pk).exists():
        raise DeputyNotPossible(field="deputy", name=deputy.name)
    other = Deputyship.objects.filter(absent=absent, from_on__lte=to_on, to_on__gte=from_on).first()
    if other is not None:
        raise LeaveOverlaps(field="from_on", from_on=other.from_on.isoformat(), to_on=other.to_on.isoformat())
    row = Deputyship.objects.create(
        absent=absent, deputy=deputy, from_on=from_on, to_on=to_on, why=why, made_by_id=by.actor_id, made_at=at
    )
    _audit("users.arrange_deputy", row, by, why, at)
    return row


@transaction.atomic
def end(*, leave: Deputyship, by: Viewer, why: str, at: dt.datetime) -> Deputyship:
    """From today on the duties are back with their owner. Raises LeaveOver."""
    row = Deputyship.objects.select_for_update().get(pk=leave.pk)
    today = at.date()
    if row.to_on < max(today, row.from_on):
        raise LeaveOver
    row.to_on = max(today, row.from_on) - dt.timedelta(days=1)
    row.save(update_fields=["to_on"])
    _audit("users.end_deputy", row, by, why, at)
    return row


def duties(user: User, on: dt.date) -> list[DepartmentMembership]:
    """The work places that a deputy of this account takes over."""
    rows = DepartmentMembership.objects.in_force(on).filter(user=user).exclude(role__in=sorted(ADMINISTRATORS))
    return list(rows.select_related("department"))


def may_stand_in(absent: User, on: dt.date) -> QuerySet[User]:
    """Colleagues of the same county with an office of their own, none of them an administrator."""
    counties = [work.department.county_id for work in duties(absent, on)]
    works = DepartmentMembership.objects.in_force(on)
    administrators = works.filter(role__in=sorted(ADMINISTRATORS)).values("user")
    near = works.filter(department__county__in=counties).values("user")
    rows = User.objects.get_queryset().filter(is_active=True, pk__in=near)
    return rows.exclude(pk=absent.pk).exclude(pk__in=administrators).order_by("name", "pk")


def officers_of(viewer: Viewer, on: dt.date) -> QuerySet[User]:
    """Whom a chief may arrange a leave for: the offices of his county, without administrators."""
    works = DepartmentMembership.objects.in_force(on)
    administrators = works.filter(role__in=sorted(ADMINISTRATORS)).values("user")
    near = works.filter(department__county__in=viewer.county_ids).values("user")
    rows = User.objects.get_queryset().filter(is_active=True, pk__in=near).exclude(pk__in=administrators)
    return rows.order_by("name", "pk")


def _audit(verb: str, row: Deputyship, by: Viewer, why: str, at: dt.datetime) -> None:
    audited(
        verb,
        by=by,
        subject=("user", row.absent_id),
        why=why,
        at=at,
        deputy=row.deputy_id,
        from_on=row.from_on.isoformat(),
        to_on=row.to_on.isoformat(),
    )
