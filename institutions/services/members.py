"""Accounts of an institution's own people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import INSTITUTION, Role, Viewer
from cixi_oversight.users.models import DepartmentMembership, User
from cixi_oversight.users.services.accounts import create_account
from cixi_oversight.users.services.invitations import invite
from institutions.errors import DatesReversed, MembershipExists, NoMember, NoMemberRole, NotOnlyHere
from institutions.models import Institution, InstitutionMembership
from institutions.services.words import a_reason, lock


@transaction.atomic
def add_member(
    *, institution: Institution, user: User, role: Role, from_on: dt.date, by: Viewer, at: dt.datetime, why: str
) -> InstitutionMembership:
    """Raises NoMemberRole, MembershipExists, ReasonMissing."""
    reason = a_reason(why)
    if role not in INSTITUTION:
        raise NoMemberRole(field="role")
    locked = lock(institution)
    in_force = locked.memberships.filter(Q(to_on=None) | Q(to_on__gte=from_on), user=user, role=role)
    if in_force.exists():
        raise MembershipExists(field="user")
    row = InstitutionMembership.objects.create(institution=locked, user=user, role=role, from_on=from_on)
    _audit("add_member", row, by, reason, at)
    return row


@transaction.atomic
def end_member(
    *, membership: InstitutionMembership, to_on: dt.date, by: Viewer, at: dt.datetime, why: str
) -> InstitutionMembership:
    """`to_on` is the last day of the role. Raises DatesReversed, ReasonMissing."""
    reason = a_reason(why)
    lock(membership.institution)
    row = InstitutionMembership.objects.select_for_update().get(pk=membership.pk)
    if to_on < row.from_on:
        raise DatesReversed(field="to_on")
    row.to_on = to_on
    row.save(update_fields=["to_on"])
    _audit("end_member", row, by, reason, at)
    return row


@transaction.atomic
def invite_member(
    *,
    institution: Institution,
    username: str,
    name: str,
    role: Role,
    by: Viewer,
    at: dt.datetime,
    now: dt.datetime,
    why: str,
) -> tuple[InstitutionMembership, str]:
    """A new account with one role here, and the token of the link by which its owner sets the password.

    Raises UsernameNotUsable, UsernameTaken, NoMemberRole, ReasonMissing.
    """
    user = create_account(username=username, name=name, by=by, at=at)
    row = add_member(institution=institution, user=user, role=role, from_on=at.date(), by=by, at=at, why=why)
    _invitation, token = invite(user=user, by=by, at=at, now=now, why=why)
    return row, token


@transaction.atomic
def invite_again(*, institution: Institution, user: User, by: Viewer, at: dt.datetime, now: dt.datetime) -> str:
    """A new link for somebody who lost his password; returns its token. Raises NotOnlyHere: whoever could open another
    institution's or an office's door with the account must not get a link to it."""
    on = at.date()
    here = institution.memberships.exclude(role=Role.INSTITUTION_OWNER).filter(user=user, from_on__lte=on)
    is_here = here.filter(_in_force(on)).exists()
    elsewhere = InstitutionMembership.objects.filter(_in_force(on), user=user).exclude(pk__in=here.values("pk"))
    if not is_here or elsewhere.exists() or DepartmentMembership.objects.filter(user=user).exists():
        raise NotOnlyHere
    _invitation, token = invite(user=user, by=by, at=at, now=now)
    return token


@transaction.atomic
def take_access(*, institution: Institution, user: User, by: Viewer, at: dt.datetime, why: str) -> int:
    """Every role of an account here ends at once: today it no longer holds. Owners are the bureau's to end.

    Raises NoMember, ReasonMissing.
    """
    reason, on = a_reason(why), at.date()
    locked = lock(institution)
    rows = locked.memberships.filter(_in_force(on), user=user).exclude(role=Role.INSTITUTION_OWNER)
    ended = list(rows.select_for_update(of=("self",)))
    if not ended:
        raise NoMember
    for row in ended:
        row.to_on = on - dt.timedelta(days=1)
        row.save(update_fields=["to_on"])
        _audit("end_member", row, by, reason, at)
    return len(ended)


def _in_force(on: dt.date) -> Q:
    return Q(to_on=None) | Q(to_on__gte=on)


def roles_of(user_ids: Collection[int], on: dt.date) -> list[tuple[int, int, Role]]:
    """(account id, institution id, role) of accounts on a day: what `users` asks for."""
    rows = InstitutionMembership.objects.filter(_in_force(on), user__in=user_ids, from_on__lte=on)
    return [(row.user_id, row.institution_id, Role(row.role)) for row in rows]


def users_of(institution_ids: Collection[int], roles: Collection[Role], on: dt.date) -> set[int]:
    """Accounts that hold one of the roles in one of the institutions on a day: what `desk` asks for."""
    rows = InstitutionMembership.objects.filter(
        Q(to_on=None) | Q(to_on__gte=on), institution__in=institution_ids, role__in=sorted(roles), from_on__lte=on
    )
    return set(rows.values_list("user_id", flat=True))


def _audit(verb: str, row: InstitutionMembership, by: Viewer, why: str, at: dt.datetime) -> None:
    record(
        f"institutions.{verb}",
        by=by,
        subject=("membership", row.pk),
        institution_id=row.institution_id,
        why=why,
        data={"user_id": row.user_id, "role": row.role},
        at=at,
    )
