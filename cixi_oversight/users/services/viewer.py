"""From an account to the principal that scopes and rights look at. Read anew at every request: a role taken away is
gone with the next click."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from cixi_oversight.extensions import Many
from cixi_oversight.permissions import ADMINISTRATORS, OFFICERS, PUBLIC_VIEWER, Role, Viewer, ViewerKind
from cixi_oversight.users.enums import ActorKind, DepartmentKind
from cixi_oversight.users.models import Actor, ApiClient, DepartmentMembership, Deputyship, User

# answered by institutions: (institution id, role) pairs of an account on a day
MEMBERSHIPS: Final[Many[Callable[[int, dt.date], list[tuple[int, Role]]]]] = Many("users.memberships")

# these kinds work with every institution of the county; the others with those for which they are an authority
_COUNTY_WIDE: Final = frozenset(
    {
        DepartmentKind.EDUCATION,
        DepartmentKind.SERVICE_CENTRE,
        DepartmentKind.ENFORCEMENT,
        DepartmentKind.POLICE,
        DepartmentKind.FIRE,
        DepartmentKind.POLITICS_LAW,
    }
)
SYSTEM_LABEL: Final = "system"


def viewer_of(user: User, *, on: dt.date) -> Viewer:
    """The account's principal on a day; an account without a role in force sees what the public sees.

    A deputy has the duties of colleagues on leave beside his own, but never an administrator's. He acts under his own
    name: where two persons are asked for, he is one of them, and what he submitted he cannot confirm.
    """
    actor = actor_of(user)
    own = _works([user.pk], on)
    lent = _lent(user, own, on)
    works = [*own, *(work for work, _ in lent)]
    belongs = [pair for provider in MEMBERSHIPS.all() for pair in provider(user.pk, on)]
    officer_at = [work.department for work in works if Role(work.role) in OFFICERS]
    own_roles = frozenset({Role(work.role) for work in own} | {role for _, role in belongs})
    return Viewer(
        kind=ViewerKind.STAFF if works else ViewerKind.MEMBER if belongs else ViewerKind.PUBLIC,
        actor_id=actor.pk,
        user_id=user.pk,
        label=user.name,
        roles=own_roles | {Role(work.role) for work, _ in lent},
        county_ids=frozenset(work.department.county_id for work in works),
        county_wide=any(department.kind in _COUNTY_WIDE for department in officer_at),
        town_ids=frozenset(department.town_id for department in officer_at if department.town_id),
        department_ids=frozenset(department.pk for department in officer_at),
        institution_ids=frozenset(institution_id for institution_id, _ in belongs),
        lent=frozenset((Role(work.role), actor_id) for work, actor_id in lent),
        own_roles=own_roles,
    )


def _works(user_ids: Sequence[int], on: dt.date) -> list[DepartmentMembership]:
    rows = DepartmentMembership.objects.in_force(on).filter(user__in=user_ids)
    return list(rows.select_related("department"))


def _lent(user: User, own: list[DepartmentMembership], on: dt.date) -> list[tuple[DepartmentMembership, int]]:
    """What colleagues on leave left to a deputy: their work places, less those he has anyway, and their actor's id.

    A deputy who is an administrator himself gets nothing: the three administrators do no office beside by loan.
    """
    if not own or any(Role(work.role) in ADMINISTRATORS for work in own):
        return []
    leaves = Deputyship.objects.in_force(on).filter(deputy=user, absent__is_active=True)
    absent = {row.absent_id: actor_of(row.absent).pk for row in leaves.select_related("absent")}
    if not absent:
        return []
    has = {(work.department_id, work.role) for work in own}
    return [
        (work, absent[work.user_id])
        for work in _works(list(absent), on)
        if Role(work.role) not in ADMINISTRATORS and (work.department_id, work.role) not in has
    ]


def client_viewer(client: ApiClient) -> Viewer:
    """A department's system: what an officer of the department sees, as far as its scopes go."""
    department = client.department
    return Viewer(
        kind=ViewerKind.CLIENT,
        actor_id=client.actor_id,
        label=client.actor.label,
        roles=frozenset({Role.API_CLIENT}),
        county_ids=frozenset({department.county_id}),
        county_wide=department.kind in _COUNTY_WIDE,
        town_ids=frozenset({department.town_id} if department.town_id else ()),
        department_ids=frozenset({department.pk}),
        scopes=frozenset(client.scopes),
    )


def public_viewer() -> Viewer:
    return PUBLIC_VIEWER


def system_viewer(*, label: str = SYSTEM_LABEL) -> Viewer:
    """A job of ours; the label names it in the history."""
    actor, _ = Actor.objects.get_or_create(kind=ActorKind.JOB, user=None, label=label)
    return Viewer(kind=ViewerKind.SYSTEM, actor_id=actor.pk, label=label)


def actor_of(user: User) -> Actor:
    actor, _ = Actor.objects.get_or_create(user=user, defaults={"kind": ActorKind.USER, "label": user.name})
    return actor
