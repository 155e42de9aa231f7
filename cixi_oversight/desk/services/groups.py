"""Working groups: who is in them from when to when, what they are for."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.desk.enums import Post
from cixi_oversight.desk.errors import MemberAlready, MemberDates, MemberNotBoth, PartyElsewhere
from cixi_oversight.desk.models import WorkingGroup, WorkingGroupMember
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.services.words import clean, without_numbers
from cixi_oversight.users.models import Department, DepartmentMembership, User


@transaction.atomic
def add_member(
    *,
    group: WorkingGroup,
    post: Post,
    from_on: dt.date,
    by: Viewer,
    at: dt.datetime,
    department: Department | None = None,
    user: User | None = None,
) -> WorkingGroupMember:
    """A department or a person joins. Raises MemberNotBoth, PartyElsewhere, MemberAlready."""
    if (department is None) == (user is None):
        raise MemberNotBoth(field="department")
    if department is not None and department.county_id != group.county_id:
        raise PartyElsewhere(field="department")
    works_here = DepartmentMembership.objects.filter(user=user, department__county=group.county_id)
    if user is not None and not works_here.exists():
        raise PartyElsewhere(field="user")
    WorkingGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    held = WorkingGroupMember.objects.filter(group=group, department=department, user=user)
    if held.in_force(from_on).exists() or held.filter(to_on=None).exists():
        raise MemberAlready(field="department" if department else "user")
    row = WorkingGroupMember.objects.create(
        group=group, department=department, user=user, post=post, from_on=from_on, to_on=None
    )
    data = {"group": group.kind, "member": row.pk, "post": post, "from_on": from_on.isoformat()}
    record("desk.add_member", by=by, subject=("working_group", group.pk), data=data, at=at)
    return row


@transaction.atomic
def end_member(
    *, member: WorkingGroupMember, to_on: dt.date, by: Viewer, why: str, at: dt.datetime
) -> WorkingGroupMember:
    """`to_on` is the last day. Raises MemberDates."""
    row: WorkingGroupMember = WorkingGroupMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if to_on < row.from_on - dt.timedelta(days=1):
        raise MemberDates(field="to_on", day=row.from_on.isoformat())
    row.to_on = to_on
    row.save(update_fields=["to_on"])
    data = {"member": row.pk, "to_on": to_on.isoformat()}
    record("desk.end_member", by=by, subject=("working_group", row.group_id), why=why, data=data, at=at)
    return row


@transaction.atomic
def change_group(
    *, group: WorkingGroup, lead: Department, duty: str, by: Viewer, at: dt.datetime, version: int
) -> WorkingGroup:
    """Lead department and duty. Raises PartyElsewhere, StaleVersion, NumberInText."""
    if lead.county_id != group.county_id:
        raise PartyElsewhere(field="lead")
    group.lead, group.duty = lead, without_numbers(clean(duty), field="duty")
    group.save_version(expected=version, by=by.actor_id, at=at, fields=["lead", "duty"])
    data = {"group": group.kind, "lead": lead.pk}
    record("desk.change_group", by=by, subject=("working_group", group.pk), data=data, at=at)
    return group
