"""The public check page: genuine, withdrawn or unknown, for anybody, and of no use to whoever guesses."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.models import Paper
from cixi_oversight.documents.services import guessing, papers
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.services.viewer import system_viewer
from tests.documents.paper_facts import BOARD, issued
from tests.people import AT, World

pytestmark = pytest.mark.django_db
FORM = reverse("documents:check_form")


@pytest.fixture
def by() -> Viewer:
    return system_viewer(label="tests")


@pytest.fixture
def paper(world: World, by: Viewer) -> Paper:
    return issued(world.county, by, AT)


def check(client: Client, token: str, **headers: Any) -> Any:
    return client.get(reverse("documents:check", args=[token]), headers={"Accept-Language": "en", **headers})


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_genuine_paper(client: Client, paper: Paper) -> None:
    answer = check(client, paper.token)
    assert answer.status_code == 200
    shown = text(answer)
    for what in ("Genuine and in force", paper.number, paper.office, "2026-11-23", paper.sha256[:16]):
        assert what in shown
    assert paper.sha256 not in shown
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Cache-Control"] == "no-store"


def test_a_notice_does_not_say_to_whom_it_went_but_a_board_does(
    client: Client, world: World, by: Viewer, paper: Paper
) -> None:
    assert BOARD["name"] not in text(check(client, paper.token))
    board = issued(world.county, by, AT, kind=PaperKind.POSTING_BOARD, subject=world.institution.pk)
    assert BOARD["name"] in text(check(client, board.token))


def test_a_withdrawn_paper_says_since_when_and_not_why(client: Client, by: Viewer, paper: Paper) -> None:
    papers.void(paper=paper, why="写错了负责人", by=by, at=AT)
    shown = text(check(client, paper.token))
    assert "Void since 2026-11-23" in shown
    assert "Genuine" not in shown
    assert "写错了负责人" not in shown


@pytest.mark.parametrize("token", ["aaaaaaaaaaaaaaaaaaaaaaaa", "A", "x" * 500, "%00", "..%2f..", "'--", "慈教约"])
def test_an_unknown_one_is_the_same_page_saying_so(client: Client, token: str) -> None:
    answer = client.get(f"/check/{token}/", headers={"Accept-Language": "en"})
    assert answer.status_code in {200, 400, 404}  # what is no address of ours never reaches the page
    if answer.status_code == 200:
        assert "Unknown paper" in text(answer)


def test_unknown_and_known_have_one_shape(client: Client, paper: Paper) -> None:
    known, unknown = check(client, paper.token), check(client, "a" * 24)
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert known.templates[0].name == unknown.templates[0].name == "documents/check.html"
    assert set(known.headers) == set(unknown.headers)


def test_by_number_and_code(client: Client, paper: Paper) -> None:
    code = f"{paper.check_code[:4]}-{paper.check_code[4:]}".upper()
    answer = client.post(FORM, {"number": "教约[2026] 1号", "code": code}, headers={"Accept-Language": "en"})
    assert "Genuine and in force" in text(answer)
    for number, wrong in (("教约[2026] 1号", "2222-2222"), ("教约[2026] 9号", code), ("什么", code)):
        answer = client.post(FORM, {"number": number, "code": wrong}, headers={"Accept-Language": "en"})
        assert "Unknown paper" in text(answer)


def test_an_empty_form_says_what_is_missing(client: Client) -> None:
    assert client.post(FORM, {}).status_code == 422


def test_guessing_ends_after_some_misses_and_a_hit_would_not_be_told(client: Client, paper: Paper) -> None:
    for n in range(guessing.MISSES):
        assert check(client, f"{n:024d}".replace("0", "a").replace("1", "b")).status_code == 200
    assert check(client, "a" * 24).status_code == 429
    assert check(client, paper.token).status_code == 429
    form = {"number": paper.number, "code": paper.check_code}
    assert client.post(FORM, form).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert "Genuine" in text(check(elsewhere, paper.token))


def test_scanning_what_there_is_costs_nothing(client: Client, paper: Paper) -> None:
    answers = {check(client, paper.token).status_code for _ in range(guessing.MISSES + 5)}
    assert answers == {200}


def test_the_address_on_paper_is_the_settings_and_never_the_hosts(client: Client, world: World, paper: Paper) -> None:
    assert papers.check_url(paper.token) == f"https://oversight.example.gov.cn/check/{paper.token}/"
    assert check(client, paper.token, host="evil.example").status_code == 400
    shown = text(check(client, paper.token, **{"X-Forwarded-Host": "evil.example"}))
    assert "evil.example" not in shown


def test_nothing_personal_and_nothing_internal_is_shown(client: Client, world: World, by: Viewer) -> None:
    board = issued(world.county, by, AT, kind=PaperKind.POSTING_BOARD, subject=world.institution.pk)
    shown = text(check(client, board.token))
    assert board.recorded_by.label not in re.sub(r"<[^>]+>", " ", shown)
    assert board.public_id not in shown
    assert board.check_code not in shown
