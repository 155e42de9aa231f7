"""Every route and who may use it. A route that is not here fails `test_access_table`.

To add a page: one line in ROUTES under the route's name (`app:name`), with the right its view declares:

    "institutions:list": page(VIEW_REGISTER),
    "institutions:file": page(VIEW_REGISTER, of=INSTITUTION),                  # own, foreign and missing are tried
    "institutions:edit": page(VIEW_REGISTER, of=INSTITUTION, post=EDIT_REGISTER),
    "policy:calendar": page(VIEW_POLICY, args={"year": 2026}),
    "imports:apply": button(APPLY_IMPORTS, of=BATCH),                          # takes POST only

`of=` names how the address of one's own object, of somebody else's and of a missing one is built. `args=` are fixed
parts of the address. Without the right: 403; nobody signed in: to the sign-in page (API: 401). With the right but out
of scope: 404, with the same body as missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from cixi_oversight.pages.views.home import VIEW_OWN
from cixi_oversight.permissions import ANY_STAFF, ANYONE, SIGNED_IN, Permission, Role
from institutions.rules import access as register
from tests.people import World

MISSING: Final = "aaaaaaaaaaaaa"
Args = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Thing:
    """How to address an object. `blind` are roles that may hold the right but have this object out of their scope."""

    own: Callable[[World], Args]
    foreign: Callable[[World], Args]
    missing: Callable[[World], Args]
    blind: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Access:
    right: Permission
    door: str = "page"  # page, api, or library: somebody else's views, which must only never fail
    of: Thing | None = None
    args: Args = field(default_factory=dict)
    post: Permission | None = None  # the right to POST where the route takes it too
    method: str = "GET"
    ok: frozenset[int] = frozenset({200})


def page(right: Permission, **more: Any) -> Access:
    return Access(right, **more)


def api(right: Permission, **more: Any) -> Access:
    return Access(right, door="api", **more)


def button(right: Permission, **more: Any) -> Access:
    """Takes POST only. What an empty form is answered with is the page's own matter."""
    return Access(right, method="POST", ok=ANSWERS_TO_A_FORM, **more)


def library(**args: Any) -> Access:
    return Access(ANYONE, door="library", args=args)


ANSWERS_TO_A_FORM: Final = frozenset({200, 302, 303, 400, 409, 422})

# The association has no scope of its own before it is given one; administrators have none at all.
INSTITUTION: Final = Thing(
    own=lambda world: {"public_id": world.institution.public_id},
    foreign=lambda world: {"public_id": world.foreign.public_id},
    missing=lambda world: {"public_id": MISSING},
    blind=frozenset({Role.ASSOCIATION_OFFICER}),
)


def thing(of: Thing, **args: Any) -> Thing:
    """The same object with fixed parts in the address, such as a tab or a verb."""
    return replace(
        of,
        own=lambda world: {**of.own(world), **args},
        foreign=lambda world: {**of.foreign(world), **args},
        missing=lambda world: {**of.missing(world), **args},
    )


ROUTES: Final[dict[str, Access]] = {
    # --- doors ---
    "home": page(ANYONE, ok=frozenset({200, 302})),
    "search": page(ANY_STAFF),
    "healthz": page(ANYONE),
    "readyz": page(ANYONE, ok=frozenset({200, 503})),
    "set_language": library(),
    "pages:enter": page(ANYONE, ok=frozenset({200, 302})),
    "pages:desk": page(ANY_STAFF),
    "pages:my": page(VIEW_OWN),
    # --- REST ---
    "api:institutions": api(register.VIEW_REGISTER),
    "api:institution": api(register.VIEW_REGISTER, of=INSTITUTION),
    "api:schema": api(SIGNED_IN),
    "api:docs": api(SIGNED_IN),
    "api:nothing": api(ANYONE, args={"path": "v1/nothing"}, ok=frozenset({404})),
    # --- sign-in: django-allauth's own views ---
    "account_login": library(),
    "account_logout": library(),
    "account_inactive": library(),
    "account_signup": library(),
    "account_reauthenticate": library(),
    "account_email": library(),
    "account_email_verification_sent": library(),
    "account_change_password": library(),
    "account_set_password": library(),
    "account_reset_password": library(),
    "account_confirm_login_code": library(),
    "account_confirm_email": library(key="a"),
    "account_reset_password_from_key_done": library(),
    "account_reset_password_from_key": library(uidb36="1", key="a-b"),
    "account_reset_password_done": library(),
    "mfa_index": library(),
    "mfa_authenticate": library(),
    "mfa_reauthenticate": library(),
    "mfa_activate_totp": library(),
    "mfa_deactivate_totp": library(),
    "mfa_view_recovery_codes": library(),
    "mfa_generate_recovery_codes": library(),
    "mfa_download_recovery_codes": library(),
}
