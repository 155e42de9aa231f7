"""Every route of the resolver, tried by every role on one's own object, on somebody else's and on a missing one.

The walk takes most of the suite's time, so whatever is true of every answer is looked at on its way (`every_answer`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cixi_oversight.permissions import PUBLIC_VIEWER, Permission, Role, Viewer, ViewerKind
from tests.people import World
from tests.project.access_table import ANSWERS_TO_A_FORM, ROUTES, Access, Args, Thing
from tests.project.every_answer import faults
from tests.project.plain_sight import world_with_people

# what differs between two refusals of the same thing: tokens of forms and the number of the request
_OF_THE_REQUEST = re.compile(rb'csrf[^"]*" value="[^"]+|X-CSRFToken\W+\w+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')
ROLES: list[Role | None] = [None, *Role]


@dataclass(frozen=True, slots=True)
class Asking:
    role: Role | None
    viewer: Viewer
    client: Client
    faults: list[str] = field(default_factory=list)  # of the answers that came


def named(resolver: URLResolver | None = None, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        elif isinstance(pattern, URLPattern):
            callback = pattern.callback
            view = getattr(callback, "view_class", None) or getattr(callback, "cls", None) or callback
            yield ":".join((*spaces, pattern.name or str(pattern.pattern))), view


@pytest.fixture
def world(db: None) -> World:
    return world_with_people()


def test_every_route_is_in_the_table_and_the_table_has_no_other() -> None:
    routed = {name for name, _ in named()}
    assert sorted(routed - set(ROUTES)) == [], "not in tests/project/access_table.py"
    assert sorted(set(ROUTES) - routed) == [], "no longer a route"


def test_the_table_names_the_right_that_the_view_declares() -> None:
    views = dict(named())
    other = {
        name: (entry.right.name, declared.name)
        for name, entry in ROUTES.items()
        if entry.door != "library"
        for declared in [_declared(views[name], entry)]
        if declared != entry.right
    }
    assert other == {}


def test_the_table_names_the_scope_that_the_view_declares() -> None:
    views = dict(named())
    other = {
        name: (entry.scope, declared)
        for name, entry in ROUTES.items()
        if entry.scope != (declared := getattr(views[name], "scope", ""))
    }
    assert other == {}


def test_the_table_says_who_may_post_wherever_something_is_posted() -> None:
    silent = [
        name
        for name, view in named()
        if ROUTES[name].door == "page" and hasattr(view, "post") and ROUTES[name].method != "POST"
        if ROUTES[name].post is None
    ]
    assert silent == []


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "nobody")
def test_every_route_answers_a_role_as_the_table_says(world: World, role: Role | None) -> None:
    asking = Asking(role, world.viewer(role) if role else PUBLIC_VIEWER, world.client(role))
    wrong = [
        f"{what} -> {got}, not {sorted(expected)}"
        for name, entry in ROUTES.items()
        for what, got, expected in attempts(name, entry, world, asking)
        if got not in expected
    ]
    assert not wrong, "\n".join(wrong)
    assert not asking.faults, "\n".join(asking.faults)


def attempts(name: str, entry: Access, world: World, asking: Asking) -> Iterator[tuple[str, object, set[object]]]:
    """What was tried, the status (or address of the sign-in page) that came, and the ones that would be right."""
    viewer = asking.viewer
    if entry.door == "library":
        answer = _send(asking, "GET", name, entry.args)
        yield f"GET {name}", answer.status_code, {200, 302, 401, 403, 404, 405, 409}
        return
    methods = {entry.method: entry.right} | ({"POST": entry.post} if entry.post else {})
    for method, right in methods.items():
        ok: set[object] = set(entry.ok if method == entry.method else ANSWERS_TO_A_FORM)
        if entry.of is None:
            answer = _send(asking, method, name, entry.args, at=entry.at)
            yield f"{method} {name}", _sign(answer), _expected(right, viewer, entry, ok)
            continue
        in_scope = asking.role not in entry.of.blind
        for more in ({}, *entry.also):
            of = _asked_for(entry.of, may=right.allows(viewer), again=method != entry.method)
            answers = {what: _send(asking, method, name, {**args(world), **more}) for what, args in of.items()}
            for what, answer in answers.items():
                expected = ok if what == "own" and in_scope else {404}
                if expected == ok and asking.role in entry.refused:
                    expected = {403}
                yield f"{method} {name} {more or ''} {what}", _sign(answer), _expected(right, viewer, entry, expected)
            if "foreign" in answers and "missing" in answers and answers["foreign"].status_code == 404:
                same = _told(answers["missing"]) == _told(answers["foreign"])
                yield f"{method} {name} {more or ''}: one body for foreign and missing", same, {True}


def _asked_for(thing: Thing, *, may: bool, again: bool) -> dict[str, Callable[[World], Args]]:
    """One's own last: trying may change it. Whoever lacks the right is told so of whatever there is; what a page says
    of a missing thing is not asked `again` by its form."""
    of = {"missing": thing.missing, "foreign": thing.foreign, "own": thing.own}
    left_out = {"foreign"} if not may else {"missing"} if again else set()
    return {what: args for what, args in of.items() if what not in left_out}


def _expected(right: Permission, viewer: Viewer, entry: Access, granted: set[object]) -> set[object]:
    if viewer.kind is ViewerKind.CLIENT:
        if entry.door == "page":
            viewer = PUBLIC_VIEWER  # pages know no keys
        elif not entry.scope and not right.anyone:
            return {403}
    if right.allows(viewer):
        return granted
    if viewer.is_signed_in:
        return {403}
    return {401} if entry.door == "api" else {"sign in"}


def _send(asking: Asking, method: str, name: str, args: Args, *, at: str = "") -> Any:
    answer: Any = asking.client.generic(method, at or reverse(name, kwargs=dict(args)))
    asking.faults.extend(f"{method} {name}: {fault}" for fault in faults(answer, name=name, role=asking.role))
    return answer


def _sign(answer: Any) -> object:
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
    return "sign in" if to_sign_in else answer.status_code


def _told(answer: Any) -> bytes:
    """The body without what only repeats the request."""
    path = answer.wsgi_request.path
    return _OF_THE_REQUEST.sub(b"", answer.content).replace(path.encode(), b"").replace(quote(path, "").encode(), b"")


def _declared(view: Any, entry: Access) -> Permission:
    declared: Permission = getattr(view, "permissions", {}).get(entry.method, view.permission)
    return declared
