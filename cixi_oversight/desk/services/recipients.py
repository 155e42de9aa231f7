"""Whom a message goes to: accounts, roles in a county, departments, towns, an institution's own people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Self

from django.db.models import Q

from cixi_oversight.desk.services.message_extensions import MEMBERS
from cixi_oversight.permissions import OFFICERS, Role
from cixi_oversight.users.models import DepartmentMembership, User
from cixi_oversight.users.services.viewer import viewers_of
from cixi_oversight.web import subjects


@dataclass(frozen=True, slots=True)
class Recipients:
    """Made by the functions below and joined by `|`.

    Roles in a county and towns are narrowed to those who see the message's subject: an officer of another town is
    not told. Accounts, departments and an institution's people are told because they are named.
    """

    user_ids: frozenset[int] = frozenset()
    county_roles: frozenset[tuple[int, Role]] = frozenset()
    town_ids: frozenset[int] = frozenset()
    department_ids: frozenset[int] = frozenset()
    institution_roles: frozenset[tuple[int, Role]] = frozenset()

    def __or__(self, other: Self) -> Recipients:
        return Recipients(
            self.user_ids | other.user_ids,
            self.county_roles | other.county_roles,
            self.town_ids | other.town_ids,
            self.department_ids | other.department_ids,
            self.institution_roles | other.institution_roles,
        )


def users(*ids: int) -> Recipients:
    return Recipients(user_ids=frozenset(ids))


def roles(county_id: int, *which: Role) -> Recipients:
    """Staff of a county who hold one of the roles and see the subject."""
    return Recipients(county_roles=frozenset((county_id, role) for role in which))


def towns(*ids: int) -> Recipients:
    """The officers of towns who see the subject."""
    return Recipients(town_ids=frozenset(ids))


def departments(*ids: int) -> Recipients:
    """Every officer of the departments."""
    return Recipients(department_ids=frozenset(ids))


def members(institution_id: int, *which: Role) -> Recipients:
    """An institution's own people in one of the roles; its owners where none is named."""
    named = which or (Role.INSTITUTION_OWNER,)
    return Recipients(institution_roles=frozenset((institution_id, role) for role in named))


def resolve(to: Recipients, *, subject: tuple[str, int], on: dt.date) -> set[int]:
    """The open accounts that are meant on a day."""
    named = set(to.user_ids) | _of_departments(to.department_ids, on) | _of_institutions(to, on)
    found = named | seeing(_by_duty(to, on) - named, subject=subject, on=on)
    return set(User.objects.filter(pk__in=found, is_active=True).values_list("pk", flat=True))


def seeing(user_ids: set[int], *, subject: tuple[str, int], on: dt.date) -> set[int]:
    """Those accounts within whose remit the subject is. A subject of an unknown kind is within nobody's."""
    viewers = viewers_of(list(User.objects.filter(pk__in=user_ids)), on=on)
    return {viewer.user_id or 0 for viewer in subjects.seeing(viewers, subject)}


def _by_duty(to: Recipients, on: dt.date) -> set[int]:
    wanted = Q(pk__in=[])
    for county_id, role in to.county_roles:
        wanted |= Q(department__county_id=county_id, role=role)
    wanted |= Q(department__town_id__in=to.town_ids, role=Role.TOWN_OFFICER)
    return set(DepartmentMembership.objects.in_force(on).filter(wanted).values_list("user_id", flat=True))


def _of_departments(ids: frozenset[int], on: dt.date) -> set[int]:
    rows = DepartmentMembership.objects.in_force(on).filter(department_id__in=ids, role__in=sorted(OFFICERS))
    return set(rows.values_list("user_id", flat=True))


def _of_institutions(to: Recipients, on: dt.date) -> set[int]:
    ask = MEMBERS.ask()
    if ask is None:
        return set()
    found: set[int] = set()
    for institution_id, role in to.institution_roles:
        found |= ask([institution_id], [role], on)
    return found
