"""The register's pages: what each role sees and does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role
from cixi_oversight.users.models import Department, Town
from institutions.enums import Category, Status
from institutions.models import Institution

from .conftest import ON, USCC, user_in


@pytest.fixture(autouse=True)
def _today(db: None) -> None:
    pin(ON)


@pytest.fixture
def signed_in(client: Client, bureau: Department, town: Town) -> Callable[[Role], Client]:
    def sign_in(role: Role) -> Client:
        client.force_login(user_in(role, bureau, town))
        return client

    return sign_in


@pytest.fixture
def chief(signed_in: Callable[[Role], Client]) -> Client:
    return signed_in(Role.SECTION_CHIEF)


def test_the_list_shows_and_filters(chief: Client, make: Callable[..., Institution], other_town: Town) -> None:
    make("青禾艺术培训", uscc=USCC)
    make("追风体育培训", category=Category.SPORTS, town=other_town)
    make("无名培训", category=None)
    page = reverse("institutions:list")
    assert text(chief.get(page)).count("row-link") == 3
    for query, name in (
        ({"q": "青禾"}, "青禾艺术培训"),
        ({"q": USCC[3:9]}, "青禾艺术培训"),
        ({"town": other_town.code}, "追风体育培训"),
        ({"category": "sports"}, "追风体育培训"),
        ({"gap": "category"}, "无名培训"),
    ):
        found = text(chief.get(page, query))
        assert found.count("row-link") == 1, query
        assert name in found, query


def test_the_list_begins_without_those_that_ended_and_says_so(chief: Client, make: Callable[..., Institution]) -> None:
    make("在营培训", status=Status.OPERATING)
    make("申请中培训", status=Status.APPLYING)
    make("已注销培训", status=Status.DEREGISTERED)
    page = reverse("institutions:list")
    first = chief.get(page)
    assert "已注销培训" not in text(first)
    assert text(first).count("row-link") == 2
    (chip,) = first.context["chips"]
    assert (chip.name, chip.query, chip.is_default) == ("state", "state=all", True)
    every = chief.get(page, {"state": "all"})
    assert text(every).count("row-link") == 3
    assert every.context["chips"] == []
    for query in ({"state": "ended"}, {"status": "deregistered"}, {"status": "deregistered", "state": "current"}):
        answer = chief.get(page, query)
        assert text(answer).count("row-link") == 1, query
        assert "已注销培训" in text(answer)
    assert text(chief.get(page, {"state": "active"})).count("row-link") == 1


def test_sheets_and_counts_follow_what_the_list_shows(chief: Client, make: Callable[..., Institution]) -> None:
    make("在营培训", status=Status.OPERATING)
    make("已注销培训", status=Status.DEREGISTERED)
    page = reverse("institutions:list")
    for query, names in (({}, {"在营培训"}), ({"state": "all"}, {"在营培训", "已注销培训"})):
        sheet = b"".join(chief.get(page, {**query, "format": "csv"})).decode("utf-8-sig")
        assert {line.split(",")[0].strip('"') for line in sheet.splitlines()[1:]} == names
        counted = chief.get(page, {**query, "count": "1"}, headers={"HX-Request": "true"})
        assert counted.context["count"] == len(names)


def test_the_api_gives_ended_ones_as_ever(chief: Client, make: Callable[..., Institution]) -> None:
    make("已注销培训", status=Status.DEREGISTERED)
    assert [row["status"] for row in chief.get(reverse("api:institutions")).json()["results"]] == ["deregistered"]


def test_the_list_refuses_what_it_does_not_know(chief: Client, institution: Institution) -> None:
    page = reverse("institutions:list")
    assert chief.get(page, {"colour_of_door": "red"}).status_code == 400
    assert chief.get(page, {"status": "asleep"}).status_code == 400
    assert chief.get(page, {"q": "青" * 65}).status_code == 400


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return str(answer.content.decode())


@pytest.mark.parametrize("tab", ["", "overview", "licences", "filings", "changes"])
def test_each_tab_opens(chief: Client, institution: Institution, tab: str) -> None:
    args = [institution.public_id, *([tab] if tab else [])]
    assert institution.name in text(chief.get(reverse("institutions:file", args=args)))


def test_a_tab_that_does_not_exist_is_404(chief: Client, institution: Institution) -> None:
    assert chief.get(reverse("institutions:file", args=[institution.public_id, "nothing"])).status_code == 404


def test_out_of_scope_looks_like_missing(
    signed_in: Callable[[Role], Client], make: Callable[..., Institution], other_town: Town
) -> None:
    elsewhere = make("外镇", town=other_town)
    client = signed_in(Role.TOWN_OFFICER)
    foreign = client.get(reverse("institutions:file", args=[elsewhere.public_id]))
    missing = client.get(reverse("institutions:file", args=["nothingofthat"]))
    assert foreign.status_code == missing.status_code == 404
