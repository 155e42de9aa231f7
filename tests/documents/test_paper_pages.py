"""The bureau's pages of papers: the list, one paper, its PDF, withdrawing, how they are numbered."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.models import Paper, PaperSeries, PaperVoid
from cixi_oversight.documents.services import papers
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.users.services.viewer import system_viewer
from tests.documents.paper_facts import issued
from tests.people import AT, ON, World

pytestmark = pytest.mark.django_db
LIST = reverse("documents:papers")


@pytest.fixture(autouse=True)
def _today() -> None:
    pin(ON)


@pytest.fixture
def by() -> Viewer:
    return system_viewer(label="tests")


@pytest.fixture
def paper(world: World, by: Viewer) -> Paper:
    return issued(world.county, by, AT, subject=world.institution.pk)


@pytest.fixture
def chief(world: World) -> Client:
    return world.client(Role.SECTION_CHIEF)


def url(name: str, paper: Paper) -> str:
    return reverse(f"documents:{name}", args=[paper.public_id])


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_the_list_shows_ones_own_with_their_state(chief: Client, world: World, by: Viewer, paper: Paper) -> None:
    issued(world.other_county, by, AT, subject=world.foreign.pk, holder="余姚别家")
    gone = issued(world.county, by, AT, subject=world.institution.pk)
    papers.void(paper=gone, why="印制错误", by=by, at=AT)
    shown = text(chief.get(LIST))
    assert paper.number in shown
    assert gone.number in shown
    assert "余姚别家" not in shown
    assert "state-done" in shown
    assert "state-refused" in shown
    only = text(chief.get(LIST, {"state": "void"}))
    assert gone.number in only
    assert paper.number not in only
    assert paper.number in text(chief.get(LIST, {"q": "教约[2026]1号"}))


def test_the_list_takes_the_same_queries_for_two_and_for_twelve(
    chief: Client, world: World, by: Viewer, paper: Paper
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            text(chief.get(LIST))
        return len(seen)

    queries()
    few = queries()
    for _ in range(10):
        issued(world.county, by, AT, subject=world.institution.pk)
    assert queries() == few


def test_the_list_is_exported_with_the_state_in_words(chief: Client, paper: Paper) -> None:
    answer = chief.get(LIST, {"format": "xlsx"}, headers={"Accept-Language": "en"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][0] == paper.number
    assert "In force" in rows[1]


def test_the_pdf_is_a_download_that_can_do_nothing(chief: Client, paper: Paper) -> None:
    answer = chief.get(url("paper_pdf", paper))
    assert answer.content == papers.content_of(paper)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_whoever_the_paper_is_about_may_fetch_it_and_nobody_elses(world: World, by: Viewer, paper: Paper) -> None:
    owner = world.client(Role.INSTITUTION_OWNER)
    assert owner.get(url("paper_pdf", paper)).status_code == 200
    foreign = issued(world.other_county, by, AT, subject=world.foreign.pk)
    assert owner.get(url("paper_pdf", foreign)).status_code == 404
    assert world.client(Role.SECTION_CHIEF).get(url("paper_pdf", foreign)).status_code == 404
    assert world.client(Role.TEACHER).get(url("paper_pdf", paper)).status_code == 403


def test_the_chief_withdraws_with_a_reason_and_only_once(chief: Client, paper: Paper) -> None:
    address = url("void_paper", paper)
    assert chief.post(address, {"why": ""}).status_code == 422
    assert chief.post(address, {"why": "内容有误"}).status_code == 302
    assert PaperVoid.objects.get(paper=paper).why == "内容有误"
    assert chief.post(address, {"why": "再次"}).status_code == 409
    shown = text(chief.get(url("paper", paper)))
    assert "内容有误" in shown
    assert address not in shown


def test_an_inspector_sees_papers_and_withdraws_none(world: World, paper: Paper) -> None:
    inspector = world.client(Role.INSPECTOR)
    assert url("void_paper", paper) not in text(inspector.get(url("paper", paper)))
    assert inspector.post(url("void_paper", paper), {"why": "内容有误"}).status_code == 403


def test_the_chief_sets_word_and_office(chief: Client, world: World) -> None:
    address = reverse("documents:set_series", args=[PaperKind.TALK_NOTICE.value])
    assert chief.post(address, {"word": "慈教约1", "office": "慈溪市教育局", "why": "x"}).status_code == 400
    sent = {"word": "慈教约", "office": "慈溪市教育局", "why": "按局发文规定"}
    assert chief.post(address, sent).status_code == 302
    assert PaperSeries.objects.get(county=world.county).word == "慈教约"
    assert "慈教约〔2026〕1号" in text(chief.get(reverse("documents:series")))
    assert chief.get(reverse("documents:set_series", args=["nothing"])).status_code == 404
