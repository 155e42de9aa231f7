"""Signed links: one thing, for whoever holds the token, until it is over or revoked; looking changes nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import time
from typing import Any

import pytest
import structlog
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.errors import DomainError, msg
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.settings.logs import hide_tokens
from cixi_oversight.users.errors import LinkAlreadyRevoked, LinkNotValid
from cixi_oversight.users.models import SignedLink
from cixi_oversight.users.rules.tokens import hash_of, new_token
from cixi_oversight.users.services import guessing, links
from cixi_oversight.web import link_pages
from cixi_oversight.web.link_pages import STAMP_SECONDS, LinkPage, LinkPurpose, stamp_of
from tests.project.test_logs import logged
from tests.users.conftest import AT

__all__ = ["logged"]

THING = ("complaint", 7)
SENT: list[str] = []


class SmallPage(LinkPage):
    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(f"{self.viewer.kind} {self.viewer.subject} {sorted(self.viewer.roles)}")

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        SENT.append(self.viewer.label)
        return HttpResponse("sent")


@pytest.fixture(autouse=True)
def _purpose(monkeypatch: pytest.MonkeyPatch) -> None:
    SENT.clear()
    monkeypatch.setitem(link_pages._PURPOSES, "t.small", LinkPurpose("t.small", msg("Small"), SmallPage.as_view()))


def made(by: Viewer, *, days: float = 30, subject: tuple[str, int] = THING) -> tuple[SignedLink, str]:
    return links.make(
        subject=subject, purpose="t.small", expires_at=clock.real_now() + dt.timedelta(days=days), by=by, at=AT
    )


def url(token: str) -> str:
    return reverse("users:link", args=[token])


def over(link: SignedLink) -> None:
    SignedLink.objects.filter(pk=link.pk).update(expires_at=clock.real_now())


def test_a_token_has_256_random_bits() -> None:
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in tokens)


@pytest.mark.parametrize("text", ["", "x", "x" * 42, "x" * 44, "é" * 43, "x" * 42 + " ", "x" * 42 + "\n", "%" * 43])
def test_what_is_no_token_is_not_looked_up(text: str) -> None:
    assert hash_of(text) is None


def test_the_token_is_kept_nowhere(by: Viewer) -> None:
    link, token = made(by)
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert all(token not in str(value) for value in SignedLink.objects.filter(pk=link.pk).values_list())
    events = Event.objects.filter(subject_kind="complaint")
    assert [event.verb for event in events] == ["users.make_link"]
    assert token not in str(list(events.values()))
    with pytest.raises(IntegrityError, match="signed_link_holds_a_hash"), transaction.atomic():
        SignedLink.objects.filter(pk=link.pk).update(token_hash=token)


def test_it_opens_one_thing_without_a_role(by: Viewer) -> None:
    link, token = made(by)
    viewer = links.open(token, at=AT)
    assert viewer == Viewer(
        kind=ViewerKind.LINK, actor_id=link.holder_id, label=f"link {link.public_id}", subject=THING
    )
    answer = Client().get(url(token))
    assert answer.content.decode() == f"link {THING} []"


def test_only_the_first_opening_is_on_record(by: Viewer) -> None:
    link, token = made(by)
    Client().head(url(token))
    assert not Event.objects.filter(verb="users.open_link").exists()
    for _ in range(3):
        Client().get(url(token))
    event = Event.objects.get(verb="users.open_link")
    assert (event.actor_id, event.subject_id, event.source) == (link.holder_id, 7, "127.0.0.1")


def test_two_first_openings_are_one(by: Viewer) -> None:
    """Both have read the row before either wrote."""
    link, _token = made(by)
    stale = SignedLink.objects.get(pk=link.pk)
    links.note_opening(link, at=AT)
    links.note_opening(stale, at=AT)
    assert Event.objects.filter(verb="users.open_link").count() == 1


def test_unknown_over_and_revoked_look_the_same(by: Viewer) -> None:
    ended, its_token = made(by)
    over(ended)
    revoked, another = made(by)
    links.revoke(link=revoked, by=by, why="误发", at=AT)
    answers = [Client().get(url(token)) for token in (new_token(), its_token, another, "short")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert "users/link_gone.html" in {str(template.name) for template in answers[0].templates}


def test_it_ends_at_its_moment_and_not_before(by: Viewer) -> None:
    link, token = made(by)
    assert links.find(token) == link
    assert link.is_open(link.expires_at - dt.timedelta(microseconds=1))
    assert not link.is_open(link.expires_at)
    over(link)
    with pytest.raises(LinkNotValid):
        links.find(token)


def test_a_revoked_link_is_shut_at_the_next_request_also_for_writing(by: Viewer) -> None:
    link, token = made(by)
    client = Client()
    assert client.get(url(token)).status_code == 200
    stamp = stamp_of(link.public_id)
    links.revoke(link=link, by=by, why="误发", at=AT)
    assert client.get(url(token)).status_code == 404
    assert client.post(url(token), {"stamp": stamp}).status_code == 404
    assert SENT == []
    with pytest.raises(LinkAlreadyRevoked):
        links.revoke(link=link, by=by, why="误发", at=AT)
    with pytest.raises(DomainError, match="reason_missing"):
        links.revoke(link=made(by)[0], by=by, why=" ", at=AT)


def test_all_links_of_a_thing_are_revoked_and_no_other(by: Viewer) -> None:
    one, two, other = made(by)[0], made(by)[0], made(by, subject=("complaint", 8))[0]
    assert links.revoke_all(subject=THING, purpose="t.small", by=by, why="重新发放", at=AT) == 2
    assert set(SignedLink.objects.open(clock.real_now())) == {other}
    assert {row.pk for row in SignedLink.objects.of(*THING, purpose="t.small")} == {one.pk, two.pk}


def test_a_link_of_another_purpose_opens_nothing(by: Viewer) -> None:
    _link, token = made(by)
    with pytest.raises(LinkNotValid):
        links.find(token, purpose="t.other")
    SignedLink.objects.update(purpose="t.gone")
    assert Client().get(url(token)).status_code == 404


def test_a_write_needs_a_post_with_the_stamp_of_the_page(by: Viewer) -> None:
    link, token = made(by)
    other, _ = made(by)
    client = Client(enforce_csrf_checks=True)
    old = signing.TimestampSigner(salt="web.link_pages").sign(link.public_id)
    for stamp in ("", "forged", stamp_of(other.public_id), old + "x", link.public_id):
        assert client.post(url(token), {"stamp": stamp}).status_code == 403
    assert client.get(url(token), {"stamp": stamp_of(link.public_id)}).content != b"sent"
    assert SENT == []
    assert client.post(url(token), {"stamp": stamp_of(link.public_id)}).content == b"sent"
    assert [f"link {link.public_id}"] == SENT


def test_the_stamp_is_over_after_twelve_hours(by: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    link, token = made(by)
    stamp = stamp_of(link.public_id)
    later = time.time() + STAMP_SECONDS + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert Client().post(url(token), {"stamp": stamp}).status_code == 403


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_no_other_method(by: Viewer, method: str) -> None:
    _link, token = made(by)
    assert getattr(Client(), method)(url(token)).status_code == 405


def test_every_answer_is_kept_by_nobody_and_tells_nobody(by: Viewer) -> None:
    link, token = made(by)
    answers = [
        Client().get(url(token)),
        Client().post(url(token), {"stamp": stamp_of(link.public_id)}),
        Client().post(url(token)),
        Client().get(url(new_token())),
        Client().put(url(token)),
    ]
    for answer in answers:
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert not answer.cookies


def test_guessing_is_limited_by_address(by: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "MISSES", 5)
    _link, token = made(by)
    client = Client()
    assert [client.get(url(new_token())).status_code for _ in range(5)] == [404] * 5
    assert client.get(url(new_token())).status_code == 429
    forged = client.get(url(new_token()), headers={"X-Forwarded-For": "10.1.2.3"})
    assert forged.status_code == 429, "a claimed address is not believed"
    assert client.get(url(token)).status_code == 429
    assert Client(REMOTE_ADDR="10.9.9.9").get(url(token)).status_code == 200


def test_no_log_line_holds_a_token(by: Viewer, logged: structlog.testing.LogCapture) -> None:
    _link, token = made(by)
    Client().get(url(token))
    Client().post(url(token))
    Client().get(url("short-and-unknown"))
    assert len(logged.entries) >= 6
    assert token not in str(logged.entries)
    assert "short-and-unknown" not in str(logged.entries)
    assert logged.entries[0]["request"] == "GET /t/***/"


def test_lines_of_other_packages_lose_it_too() -> None:
    token = new_token()
    line = {"event": f"Forbidden (CSRF): /t/{token}/", "exception": f"x\n/t/{token}/?lang=en", "n": 3}
    assert hide_tokens(None, "warning", line) == {
        "event": "Forbidden (CSRF): /t/***/",
        "exception": "x\n/t/***/?lang=en",
        "n": 3,
    }


def test_a_link_that_is_over_before_it_begins_is_a_mistake(by: Viewer) -> None:
    with pytest.raises(ValueError, match="before it begins"):
        made(by, days=-1)
