"""From an account to the principal that scopes and rights look at. Read anew at every request: a role taken away is
gone with the next click."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from cixi_oversight.extensions import Many
from cixi_oversight.permissions import OFFICERS, PUBLIC_VIEWER, Role, Viewer, ViewerKind
from cixi_oversight.users.enums import ActorKind, DepartmentKind
from cixi_oversight.users.models import Actor, DepartmentMembership, User

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
    """The account's principal on a day; an account without a role in force sees what the public sees."""
    actor = actor_of(user)
    works = list(DepartmentMembership.objects.in_force(on).filter(user=user).select_related("department"))
    belongs = [pair for provider in MEMBERSHIPS.all() for pair in provider(user.pk, on)]
    officer_at = [work.department for work in works if Role(work.role) in OFFICERS]
    return Viewer(
        kind=ViewerKind.STAFF if works else ViewerKind.MEMBER if belongs else ViewerKind.PUBLIC,
        actor_id=actor.pk,
        user_id=user.pk,
        label=user.name,
        roles=frozenset({Role(work.role) for work in works} | {role for _, role in belongs}),
        county_ids=frozenset(work.department.county_id for work in works),
        county_wide=any(department.kind in _COUNTY_WIDE for department in officer_at),
        town_ids=frozenset(department.town_id for department in officer_at if department.town_id),
        department_ids=frozenset(department.pk for department in officer_at),
        institution_ids=frozenset(institution_id for institution_id, _ in belongs),
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
