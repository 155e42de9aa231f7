"""The frame of every page: who gets in, what a refusal looks like, what the front door answers."""

from typing import Any

import pytest
from django.test import Client

from cixi_oversight.users.models import User

pytestmark = pytest.mark.django_db


def test_the_front_door_is_open_to_anybody(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_desk_asks_who_is_there(client: Client) -> None:
    answer = client.get("/bureau/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/accounts/login/?next=/bureau/"


def test_a_fragment_is_sent_to_sign_in_as_a_whole(client: Client) -> None:
    answer = client.get("/bureau/search/?q=ab", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith("/accounts/login/")


def test_staff_see_their_desk_with_role_and_department(client: Client, chief: User) -> None:
    text = client.get("/bureau/").content.decode()
    assert "周科长" in text
    assert "慈溪市教育局" in text


def test_staff_without_the_right_are_refused(client: Client, chief: User) -> None:
    assert client.get("/my/").status_code == 403


@pytest.mark.parametrize("path", ["/bureau/nothing/", "/nothing"])
def test_what_is_missing_is_404(client: Client, chief: User, path: str) -> None:
    assert client.get(path).status_code == 404


def test_signing_in_leads_to_the_own_desk(client: Client, chief: User) -> None:
    assert client.get("/enter/").headers["Location"] == "/bureau/"


def test_every_face_is_wholly_in_the_chosen_language(client: Client, chief: User) -> None:
    client.post("/language/", {"language": "en", "next": "/bureau/"})
    answer = client.get("/bureau/")
    assert 'lang="en"' in answer.content.decode()
    assert "Section chief" in answer.content.decode()


def test_health_needs_no_sign_in_and_says_what_is_up(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    answer: Any = client.get("/readyz")
    assert answer.json()["database"] == "ok"
    assert answer.json()["last_night"] == "never"
