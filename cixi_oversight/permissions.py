"""Who may do what: the closed set of roles, and rights that are declared by name with the roles that hold them.

Plain Python, so that an app's `rules/access.py` can be read as its table of rights. Every view names one right in its
`permission` attribute (a system check fails otherwise). Scope (which rows) is `visible_to(viewer)`, never decided here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """ARCHITECTURE section 6. A small office may give several to one person; the three administrators never."""

    BUREAU_DIRECTOR = "bureau_director"
    SECTION_CHIEF = "section_chief"
    REGISTRAR = "registrar"
    FUNDS_OFFICER = "funds_officer"
    INSPECTOR = "inspector"
    LEGAL_REVIEWER = "legal_reviewer"
    RISK_ANALYST = "risk_analyst"
    TOWN_OFFICER = "town_officer"
    SERVICE_CENTRE_CLERK = "service_centre_clerk"
    DEPARTMENT_OFFICER = "department_officer"
    ASSOCIATION_OFFICER = "association_officer"
    INSTITUTION_OWNER = "institution_owner"
    INSTITUTION_FINANCE = "institution_finance"
    INSTITUTION_FRONT_DESK = "institution_front_desk"
    TEACHER = "teacher"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"
    API_CLIENT = "api_client"


BUREAU: Final = frozenset(
    {
        Role.BUREAU_DIRECTOR,
        Role.SECTION_CHIEF,
        Role.REGISTRAR,
        Role.FUNDS_OFFICER,
        Role.INSPECTOR,
        Role.LEGAL_REVIEWER,
        Role.RISK_ANALYST,
    }
)
OFFICERS: Final = BUREAU | {Role.TOWN_OFFICER, Role.SERVICE_CENTRE_CLERK, Role.DEPARTMENT_OFFICER}
ADMINISTRATORS: Final = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
INSTITUTION: Final = frozenset(
    {Role.INSTITUTION_OWNER, Role.INSTITUTION_FINANCE, Role.INSTITUTION_FRONT_DESK, Role.TEACHER}
)
STAFF: Final = OFFICERS | ADMINISTRATORS | {Role.ASSOCIATION_OFFICER}


class ViewerKind(StrEnum):
    STAFF = "staff"
    MEMBER = "member"
    CLIENT = "client"
    LINK = "link"
    PUBLIC = "public"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Viewer:
    """The principal of a request or a job (decision 12): what `visible_to` and `Permission.allows` look at.

    `county_ids` are the counties that staff work in. `county_wide` staff see the whole of theirs; others see the union
    of their towns (`town_ids`), of institutions for which one of their departments is an authority
    (`department_ids`), and of institutions they belong to. `scopes` are a client's, as `resource:read` or
    `resource:write`; nobody else has any.
    """

    kind: ViewerKind
    actor_id: int = 0  # the public has none: no history row takes 0
    user_id: int | None = None
    label: str = ""
    roles: frozenset[Role] = frozenset()
    county_ids: frozenset[int] = frozenset()
    county_wide: bool = False
    town_ids: frozenset[int] = frozenset()
    department_ids: frozenset[int] = frozenset()
    institution_ids: frozenset[int] = frozenset()
    subject: tuple[str, int] | None = None  # the one thing that a signed link opens
    lent: frozenset[tuple[Role, int]] = frozenset()  # as a deputy: role and the actor id of the colleague on leave
    own_roles: frozenset[Role] = frozenset()  # of `roles`, those the account holds itself
    acting_for: tuple[int, ...] = ()  # actor ids of the colleagues on whose right this very act rests
    scopes: frozenset[str] = frozenset()

    @property
    def is_signed_in(self) -> bool:
        """Somebody known by name: an account, or a department's system with its key."""
        return self.user_id is not None or self.kind is ViewerKind.CLIENT

    def reads(self, resource: str) -> bool:
        """Whether scopes leave this within reach where it comes along with something else. People have none."""
        return self.kind is not ViewerKind.CLIENT or f"{resource}:read" in self.scopes


PUBLIC_VIEWER: Final = Viewer(kind=ViewerKind.PUBLIC)


@dataclass(frozen=True, slots=True)
class Permission:
    """A named right and the roles that hold it; `anyone` and `signed_in` open it without a role."""

    name: str
    roles: frozenset[Role] = frozenset()
    anyone: bool = False
    signed_in: bool = False

    def allows(self, viewer: Viewer) -> bool:
        if self.anyone or viewer.kind is ViewerKind.SYSTEM:
            return True
        if self.signed_in:
            return viewer.is_signed_in
        return bool(self.roles & viewer.roles)

    def used_by(self, viewer: Viewer) -> Viewer:
        """The viewer as this right is used: it names the colleagues for whom a deputy acts.

        A deputy who holds one of the right's roles himself acts for himself, unless the same role was lent to him for
        another place of work too: then the colleague is named as well.
        """
        lent = {(role, actor_id) for role, actor_id in viewer.lent if role in self.roles}
        own = self.roles & viewer.own_roles
        if own:
            lent = {pair for pair in lent if pair[0] in own}
        names = tuple(sorted({actor_id for _, actor_id in lent}))
        if names == viewer.acting_for:
            return viewer
        known = {field.name: getattr(viewer, field.name) for field in fields(Viewer)}  # a request's viewer is lazy
        return Viewer(**known | {"acting_for": names})


_DECLARED: dict[str, Permission] = {}


def right(name: str, roles: Iterable[Role] = (), *, anyone: bool = False, signed_in: bool = False) -> Permission:
    """Declare a right once, as `app.verb_noun`."""
    permission = Permission(name, frozenset(roles), anyone, signed_in)
    if _DECLARED.setdefault(name, permission) != permission:
        raise ValueError(f"{name} is declared twice with different roles")
    return permission


def declared() -> list[Permission]:
    return sorted(_DECLARED.values(), key=lambda permission: permission.name)


ANYONE: Final = right("portal.open", anyone=True)
SIGNED_IN: Final = right("portal.signed_in", signed_in=True)
ANY_STAFF: Final = right("portal.staff", STAFF)
