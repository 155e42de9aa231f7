"""What proxies say of a request: believed from our own, from nobody else. And where addresses that we print point."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from cixi_oversight.permissions import Role
from inspections.models import Complaint
from tests.people import World, make_world
from tests.project.access_table import ROUTES
from tests.project.things import complaint

FORGED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Server": "evil.example",
    "X-Forwarded-Port": "4444",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Scheme": "https",
    "X-Original-Url": "/bureau/system/accounts/",
    "X-Rewrite-Url": "/bureau/system/accounts/",
    "X-Http-Method-Override": "DELETE",
    "Forwarded": 'for=1.2.3.4;host=evil.example;proto="https"',
    "X-Host": "evil.example",
    "Via": "1.1 evil.example",
}
HOSTS = ["evil.example", "testserver.evil.example", "testserver:80@evil.example", "evil.example/testserver", "[::1", ""]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def pages() -> list[str]:
    """Of each door: public, sign-in, bureau, institution, link, API."""
    return ["/", "/accounts/login/", "/bureau/", "/my/", "/t/" + "x" * 43 + "/", "/api/v1/institutions", "/healthz"]


@pytest.mark.parametrize("host", HOSTS)
def test_a_poisoned_host_is_refused_at_every_door(db: None, host: str) -> None:
    for at in pages():
        answer = Client(raise_request_exception=False).get(at, headers={"Host": host})
        assert answer.status_code == 400, at
        assert b"evil" not in answer.content


def test_what_strangers_forward_changes_no_answer(world: World) -> None:
    for client in (Client(), world.client(Role.REGISTRAR)):
        for at in pages():
            plain, forged = client.get(at), client.get(at, headers=FORGED)
            assert forged.status_code == plain.status_code, at
            assert forged.get("Location") == plain.get("Location"), at
            assert b"evil" not in forged.content, at


def test_only_the_last_address_is_believed_and_only_behind_our_proxy(settings: Any) -> None:
    """nginx writes the address that it sees at the end; what stood before it was sent by the client."""
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "6.6.6.6, 10.0.0.7"}, REMOTE_ADDR="127.0.0.1")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert get_adapter().get_client_ip(request) == "127.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert get_adapter().get_client_ip(request) == "10.0.0.7"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert get_adapter().get_client_ip(request) == "6.6.6.6"


def test_fewer_proxies_than_configured_is_no_reason_to_guess(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    with pytest.raises(ImproperlyConfigured):
        get_adapter().get_client_ip(RequestFactory().get("/", headers={"X-Forwarded-For": "6.6.6.6"}))


def test_the_scheme_is_the_proxys_word_in_production_and_nobodys_elsewhere(world: World, settings: Any) -> None:
    forwarded = {"X-Forwarded-Proto": "https"}
    assert not Client().get("/", headers=forwarded).wsgi_request.is_secure()
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert Client().get("/", headers=forwarded).wsgi_request.is_secure()
    for wrong in ("http", "http, https", "HTTPS", "on", ""):
        assert not Client().get("/", headers={"X-Forwarded-Proto": wrong}).wsgi_request.is_secure(), wrong


def test_a_link_that_is_handed_over_leads_to_our_own_address(world: World, settings: Any) -> None:
    """Whatever the clerk's request claimed: the address is that of the configuration."""
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    row = complaint(world.institution)
    page = reverse("inspections:links", args=[row.public_id])
    answer = world.client(Role.REGISTRAR).post(page, headers={"Host": "other.example", **FORGED})
    found = re.findall(r"https?://[a-z0-9.:-]+/t/", answer.content.decode())
    assert found == [f"{settings.PUBLIC_ORIGIN}/t/"]


def test_every_post_needs_the_token_of_the_session(world: World) -> None:
    """Whoever is signed in, wherever something may be posted: without the token nothing gets as far as the page. Links
    have a stamp of their own, and machines a key instead of a cookie."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.user(Role.SECTION_CHIEF))
    before = Complaint.objects.count()
    let_in = []
    for name, entry in ROUTES.items():
        if entry.door != "page" or name in OWN_GUARD or (entry.post is None and entry.method != "POST"):
            continue
        args = entry.of.own(world) if entry.of else entry.args
        answer = client.post(entry.at or reverse(name, kwargs=dict(args)), {"why": "测试测试"})
        if answer.status_code != 403:
            let_in.append(f"{name}: {answer.status_code}")
    assert let_in == []
    assert Complaint.objects.count() >= before


OWN_GUARD = {"desk:receipts"}  # gateways sign what they send


def test_no_other_view_is_exempt_from_the_token() -> None:
    """A decorator more would show here."""
    assert exempt() == EXEMPT


EXEMPT = {"users:link", "desk:receipts"}


def exempt() -> set[str]:
    found = set()

    def walk(resolver: Any, spaces: tuple[str, ...]) -> None:
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
            elif getattr(pattern.callback, "csrf_exempt", False):
                found.add(":".join((*spaces, pattern.name or str(pattern.pattern))))

    walk(get_resolver(), ())
    return {name for name in found if not name.startswith("api:")}
