"""/api/v1/papers: what another system may know of papers, and the list page's filter by state."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cixi_oversight.documents.models import Paper
from cixi_oversight.documents.services import papers
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role
from cixi_oversight.users.services.viewer import system_viewer
from institutions.services import posting_board
from tests.api.conftest import assert_refused, own_queries
from tests.documents.paper_facts import issued
from tests.institutions.test_posting_board import permitted, registered
from tests.people import AT, ON, World
from tests.project import things

PAPERS = "/api/v1/papers"


@pytest.fixture(autouse=True)
def _today(db: None) -> None:
    pin(ON)


@pytest.fixture
def client(world: World) -> Client:
    """A department's system."""
    return world.client(Role.API_CLIENT)


@pytest.fixture
def board(world: World) -> Paper:
    """In force: it says what is on record."""
    by = system_viewer(label="tests")
    permitted(world.institution, by)
    registered(world.institution, by)
    return posting_board.issue_board(institution=world.institution, by=by, at=AT)


def numbers(client: Client, query: dict[str, Any]) -> list[str]:
    answer = client.get(PAPERS, query)
    assert answer.status_code == 200, answer.content
    return [row["number"] for row in answer.json()["results"]]


def test_a_system_reads_whether_a_paper_holds(world: World, client: Client, board: Paper) -> None:
    row = client.get(f"{PAPERS}/{board.public_id}").json()
    assert row == client.get(PAPERS).json()["results"][0]
    assert (row["number"], row["kind"], row["county"]) == (board.number, "posting_board", world.county.code)
    assert (row["state"], row["since"], row["issued_on"]) == ("in_force", None, ON.isoformat())
    assert row["institution"] == {"public_id": world.institution.public_id, "name": world.institution.name}
    assert row["sha256"] == board.sha256
    assert row["check_url"].endswith(f"/check/{board.token}/")
    papers.void(paper=board, why="错印", by=world.viewer(Role.SECTION_CHIEF), at=AT)
    row = client.get(f"{PAPERS}/{board.public_id}").json()
    assert (row["state"], row["since"]) == ("void", ON.isoformat())
    assert "错印" not in str(row), "why is the bureau's"


def test_states_are_told_apart_in_the_api_and_on_the_page(world: World, client: Client, board: Paper) -> None:
    lapsed = things.paper(world.institution)  # its facts are not those on record
    void = issued(world.county, system_viewer(label="tests"), AT, subject=world.institution.pk)
    papers.void(paper=void, why="错印", by=world.viewer(Role.SECTION_CHIEF), at=AT)
    assert numbers(client, {"state": "in_force"}) == [board.number]
    assert numbers(client, {"state": "lapsed"}) == [lapsed.number]
    assert numbers(client, {"state": "void"}) == [void.number]
    page = world.client(Role.REGISTRAR)
    for state, shown in (("lapsed", {lapsed}), ("void", {void}), ("standing", {board, lapsed})):
        text = page.get(f"/bureau/papers/?state={state}").content.decode()
        assert {row for row in (board, lapsed, void) if f"/bureau/papers/{row.public_id}/" in text} == shown


def test_filters_narrow_and_what_cannot_be_read_is_refused(world: World, client: Client, board: Paper) -> None:
    for query in (
        {"number": board.number},
        {"number": board.number.replace("〔", "[").replace("〕", "]")},
        {"kind": "posting_board"},
        {"institution": world.institution.public_id},
        {"issued_from": ON.isoformat(), "issued_to": ON.isoformat()},
    ):
        assert numbers(client, query) == [board.number], query
    assert numbers(client, {"institution": world.foreign.public_id}) == []
    assert numbers(client, {"kind": "talk_notice"}) == []
    for name, value in (("number", "7"), ("kind", "letter"), ("state", "genuine"), ("issued_from", "2026-02-30")):
        assert client.get(PAPERS, {name: value}).status_code == 400, name
    assert_refused(client.get(PAPERS, {"q": "x"}), 400, "parameter_unknown", "q")


def test_out_of_remit_is_as_missing(world: World, client: Client) -> None:
    foreign = things.paper(world.foreign)
    assert_refused(client.get(f"{PAPERS}/{foreign.public_id}"), 404, "not_found")
    assert numbers(client, {}) == []


def test_the_queries_do_not_grow_with_the_rows(world: World, board: Paper) -> None:
    client = world.client(Role.DEPARTMENT_OFFICER)
    few = own_queries(client, PAPERS)
    for _ in range(3):
        things.paper(world.institution)
    assert own_queries(client, PAPERS) == few
