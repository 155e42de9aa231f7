"""From an account to the principal that scopes and rights look at. Read anew at every request: a role taken away is
gone with the next click."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Final

from cixi_oversight.extensions import Many
from cixi_oversight.permissions import ADMINISTRATORS, OFFICERS, PUBLIC_VIEWER, Role, Viewer, ViewerKind
from cixi_oversight.users.enums import ActorKind, DepartmentKind
from cixi_oversight.users.models import Actor, ApiClient, DepartmentMembership, Deputyship, User

# answered by institutions: (account id, institution id, role) of accounts on a day
MEMBERSHIPS: Final[Many[Callable[[Collection[int], dt.date], list[tuple[int, int, Role]]]]] = Many("users.memberships")

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
    """The account's principal on a day; an account without a role in force sees what the public sees."""
    return viewers_of([user], on=on)[0]


def viewers_of(users: Sequence[User], *, on: dt.date) -> list[Viewer]:
    """Those of several accounts, in their order, by the same few queries whatever their number.

    A deputy has the duties of colleagues on leave beside his own, but never an administrator's. He acts under his own
    name: where two persons are asked for, he is one of them, and what he submitted he cannot confirm.
    """
    ids = [user.pk for user in users]
    actors = {actor.user_id: actor for actor in Actor.objects.filter(user__in=ids)}
    own = _works(ids, on)
    lent = _lent(own, on)
    belongs: dict[int, list[tuple[int, Role]]] = defaultdict(list)
    for provider in MEMBERSHIPS.all():
        for user_id, institution_id, role in provider(ids, on):
            belongs[user_id].append((institution_id, role))
    return [
        _viewer(user, actors.get(user.pk) or actor_of(user), own[user.pk], lent[user.pk], belongs[user.pk])
        for user in users
    ]


def _viewer(
    user: User,
    actor: Actor,
    own: list[DepartmentMembership],
    lent: list[tuple[DepartmentMembership, int]],
    belongs: list[tuple[int, Role]],
) -> Viewer:
    works = [*own, *(work for work, _ in lent)]
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


def _works(user_ids: Collection[int], on: dt.date) -> dict[int, list[DepartmentMembership]]:
    """By account."""
    found: dict[int, list[DepartmentMembership]] = defaultdict(list)
    for row in DepartmentMembership.objects.in_force(on).filter(user__in=user_ids).select_related("department"):
        found[row.user_id].append(row)
    return found


def _lent(own: dict[int, list[DepartmentMembership]], on: dt.date) -> dict[int, list[tuple[DepartmentMembership, int]]]:
    """What colleagues on leave left to each deputy: their work places, less those he has anyway, and their actor's id.

    A deputy who is an administrator himself gets nothing: the three administrators do no office beside by loan.
    """
    found: dict[int, list[tuple[DepartmentMembership, int]]] = defaultdict(list)
    may = [user_id for user_id, works in own.items() if not any(Role(work.role) in ADMINISTRATORS for work in works)]
    leaves = Deputyship.objects.in_force(on).filter(deputy__in=may, absent__is_active=True).select_related("absent")
    absent = {(row.deputy_id, row.absent_id): row.absent for row in leaves} if may else {}
    works_of = _works({absent_id for _, absent_id in absent}, on) if absent else {}
    for (deputy_id, absent_id), colleague in absent.items():
        has = {(work.department_id, work.role) for work in own[deputy_id]}
        for work in works_of.get(absent_id, ()):
            if Role(work.role) not in ADMINISTRATORS and (work.department_id, work.role) not in has:
                found[deputy_id].append((work, actor_of(colleague).pk))
    return found


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
