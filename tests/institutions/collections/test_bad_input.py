"""Bad input at the pages of collections: a long sheet with three bad rows, two officers at once, stale tabs, rare
characters, and what is another county's."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.urls import reverse

from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role
from cixi_oversight.users.models import Town
from institutions.enums.collections import PartState, Shape
from institutions.models import Collection, CollectionPart
from institutions.rules.collections.columns import Column
from institutions.rules.filings.schema import FieldType
from institutions.services.collections.defining import create_collection
from institutions.services.collections.sending import send
from tests.people import AT, ON, World, make_world

from .conftest import ask

pytestmark = pytest.mark.django_db
COLUMNS = (Column("场所名称", FieldType.TEXT), Column("班数", FieldType.WHOLE_NUMBER))
ROWS = 5_000


@pytest.fixture
def world() -> World:
    pin(ON)
    return make_world()


@pytest.fixture
def part(world: World) -> CollectionPart:
    by = world.viewer(Role.REGISTRAR)
    made = create_collection(county=world.county, by=by, at=AT, **ask(shape=Shape.FREE, columns=COLUMNS, due_on=ON))
    send(collection=made, by=by, at=AT)
    return CollectionPart.objects.get(town=world.town)


def address(part: CollectionPart, name: str = "collection_part") -> str:
    return reverse(f"institutions:{name}", args=[part.public_id])


def sheet(bad: dict[int, str]) -> str:
    lines = ["场所名称\t班数", *(f"𠮷庆托管点{n}\t{bad.get(n, str(n % 9))}" for n in range(1, ROWS + 1))]
    return "\n".join(lines)


def test_five_thousand_pasted_rows_with_three_bad_ones_are_kept_named_and_put_right(
    world: World, part: CollectionPart
) -> None:
    office = world.client(Role.TOWN_OFFICER)
    bad = {18: "十二", 2_501: "-", 5_000: "3.5"}
    began = time.process_time()
    pasted = office.post(address(part, "collection_part_paste"), {"text": sheet(bad), "version": "1"})
    assert pasted.status_code == 302, pasted.content.decode()[-1500:]
    part.refresh_from_db()
    assert (part.rows_count, part.rows_done) == (ROWS, ROWS - 3)
    refused = office.post(
        address(part, "collection_part_submit"), {"is_sure": "on", "version": str(part.version)}, follow=True
    )
    text = refused.content.decode()
    assert all(f"第{number}行" in text for number in bad), "each of the three by its row"
    part.refresh_from_db()
    assert part.state == PartState.WAITING
    typed = {f"r{number}-c2": "1" for number in bad}
    assert office.post(address(part), typed | {"version": str(part.version)}).status_code == 302
    part.refresh_from_db()
    handed = office.post(address(part, "collection_part_submit"), {"is_sure": "on", "version": str(part.version)})
    assert handed.status_code == 302
    part.refresh_from_db()
    assert (part.state, part.rows_done) == (PartState.SUBMITTED, ROWS)
    assert part.rows.filter(values__c1="𠮷庆托管点7").exists()
    assert time.process_time() - began < 12


def test_of_two_officers_at_one_sheet_the_second_is_told_and_overwrites_nothing(
    world: World, part: CollectionPart
) -> None:
    office = world.client(Role.TOWN_OFFICER)
    first = {"r1-c1": "中心托管点", "r1-c2": "2", "version": "1"}
    assert office.post(address(part), first).status_code == 302
    for page, sent in (
        ("collection_part", first | {"r1-c1": "北街托管点"}),
        ("collection_part_paste", {"text": "场所名称\t班数\n北街托管点\t4", "version": "1"}),
        ("collection_part_submit", {"is_sure": "on", "version": "1"}),
    ):
        answer = office.post(address(part, page), sent)
        assert answer.status_code == 409, page
        if page != "collection_part_submit":
            assert "北街托管点" in answer.content.decode(), "what was typed is not lost"
    assert [row.values["c1"] for row in part.rows.all()] == ["中心托管点"]


def test_a_stale_tab_of_the_officer_changes_no_draft(world: World) -> None:
    by = world.viewer(Role.REGISTRAR)
    draft = create_collection(county=world.county, by=by, at=AT, **ask(due_on=ON))
    sent: dict[str, Any] = {"title": "甲", "about": "", "addressee": "towns", "shape": "free", "due_on": ON.isoformat()}
    sent |= {"column-1-name": "班数", "column-1-type": "whole_number", "version": "1"}
    page, registrar = reverse("institutions:change_collection", args=[draft.public_id]), world.client(Role.REGISTRAR)
    assert registrar.post(page, sent).status_code == 302
    assert registrar.post(page, sent | {"title": "乙"}).status_code == 409
    assert Collection.objects.get().title == "甲"
    foreign = Town.objects.get(county=world.other_county)
    assert registrar.post(page, sent | {"version": "2", "towns": [str(foreign.pk)]}).status_code == 422


def test_rows_and_columns_that_are_not_there_are_not_written(world: World, part: CollectionPart) -> None:
    office = world.client(Role.TOWN_OFFICER)
    sent = {"r1-c1": "甲", "r1-c9": "乙", "r1-institution": "1", "rX-c1": "丙", "r99999999999999999999-c1": "丁"}
    answer = office.post(address(part), sent | {"version": "1"})
    assert answer.status_code in (302, 400, 422)
    assert all(set(row.values) <= {"c1", "c2"} and row.institution_id is None for row in part.rows.all())
