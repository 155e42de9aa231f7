"""A collection to 19 towns comes back in a day: drawn up at nine, the merged sheet at five. Through the pages."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import Department, DepartmentMembership, Town, User
from institutions.models import Collection, CollectionPart
from institutions.services.collections.defining import create_collection
from institutions.services.collections.sending import send
from tests.institutions.collections.conftest import ask
from tests.people import AT, ON, SINCE, World, make_institution, make_world

pytestmark = pytest.mark.django_db
TOWNS = 19
COLUMNS = (
    ("机构名称", "text", "name", ""),
    ("参加托管学生数", "whole_number", "", ""),
    ("有无供餐", "choice", "", "自有厨房、配送、无"),
)


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return str(answer.content.decode())


def wrong_in(answer: Any) -> str:
    """The summary of errors on a page."""
    return " ".join(answer.content.decode().partition('id="errors"')[2].partition("</ul>")[0].split())


def go(client: Client, name: str, thing: Any, sent: dict[str, Any]) -> Any:
    answer = client.post(reverse(f"institutions:{name}", args=[thing.public_id]), sent)
    assert answer.status_code == 302, (name, wrong_in(answer))
    return answer


def town_offices(world: World) -> dict[Town, Client]:
    """Nineteen towns with an officer and an institution each; the world's own is the first."""
    towns = {world.town: world.client(Role.TOWN_OFFICER)}
    for n in range(2, TOWNS + 1):
        town = Town.objects.create(county=world.county, code=f"3302820{n:02d}", name=f"第{n}镇")
        office = Department.objects.create(
            county=world.county, kind=DepartmentKind.TOWN_OFFICE, town=town, name=f"{town.name}政府"
        )
        user = User.objects.create(username=f"town{n}", name=town.name, joined_at=AT)
        DepartmentMembership.objects.create(user=user, department=office, role=Role.TOWN_OFFICER, from_on=SINCE)
        make_institution(world.county, town, f"慈溪市{town.name}晨光艺术培训有限公司")
        towns[town] = Client()
        towns[town].force_login(user)
    return towns


def test_a_collection_to_nineteen_towns_comes_back_in_a_day() -> None:
    pin(ON)
    world = make_world()
    offices = town_offices(world)
    make_institution(world.county, world.town, "=HYPERLINK(1)艺术培训有限公司")
    registrar = world.client(Role.REGISTRAR)

    # drawn up and sent out
    sent = {
        "title": "托管需求摸底",
        "about": "今日下班前报送。",
        "addressee": "towns",
        "shape": "institutions",
        "due_on": ON.isoformat(),
    }
    for n, (name, kind, source, choices) in enumerate(COLUMNS, 1):
        line = {"name": name, "type": kind, "source": source, "choices": choices, "is_required": "on", "help": ""}
        sent |= {f"column-{n}-{key}": value for key, value in line.items()}
    wrong = registrar.post(reverse("institutions:create_collection"), sent | {"column-2-name": "家长手机号"})
    assert wrong.status_code == 400
    assert "托管需求摸底" in wrong.content.decode(), "what was typed is not lost"
    answer = registrar.post(reverse("institutions:create_collection"), sent)
    assert answer.status_code == 302, wrong_in(answer)
    collection = Collection.objects.get()
    go(registrar, "collection_send", collection, {"is_sure": "on"})
    assert CollectionPart.objects.count() == TOWNS

    # eighteen paste their sheets, the first one types
    for town, office in offices.items():
        part = CollectionPart.objects.get(town=town)
        assert collection.title in text(office.get(reverse("institutions:collections")))
        if town == world.town:
            cells = {f"r{n}-c{m}": value for n in (1, 2) for m, value in ((2, "8"), (3, "无"))}
            go(office, "collection_part", part, cells | {"version": str(part.version), "verb": "submit"})
        else:
            sheet = f"机构名称\t参加托管学生数\t有无供餐\n慈溪市{town.name}晨光艺术培训有限公司\t12\t配送"
            go(office, "collection_part_paste", part, {"text": sheet, "version": str(part.version)})
        part.refresh_from_db()
        go(office, "collection_part_submit", part, {"is_sure": "on", "version": str(part.version)})

    # one goes back and comes again, then everything is taken over
    part = CollectionPart.objects.get(town=world.town)
    go(registrar, "collection_part_return", part, {"why": "学生数请核对"})
    own = offices[world.town]
    part.refresh_from_db()
    assert "学生数请核对" in text(own.get(reverse("institutions:collection_part", args=[part.public_id])))
    go(own, "collection_part", part, {"r1-c2": "9", "version": str(part.version), "verb": "submit"})
    part.refresh_from_db()
    go(own, "collection_part_submit", part, {"is_sure": "on", "version": str(part.version)})
    go(registrar, "collection_accept_all", collection, {})
    assert set(CollectionPart.objects.values_list("state", flat=True)) == {"accepted"}

    # the merged sheet, with nothing in it that a spreadsheet would run; a town gets its own rows only
    page = reverse("institutions:collection", args=[collection.public_id])
    rows = sheet_of(registrar, page)
    assert len(rows) == TOWNS + 2
    assert rows[0][3:] == [name for name, *_ in COLUMNS]
    assert sum(int(row[4]) for row in rows[1:]) == 18 * 12 + 9 + 8
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    assert len(sheet_of(own, page)) == 3
    go(registrar, "collection_close", collection, {"is_sure": "on"})


def sheet_of(client: Client, page: str) -> list[list[str]]:
    answer: Any = client.get(page, {"format": "csv"})
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(body)))


def test_what_a_town_pastes_wrong_stays_in_the_box() -> None:
    pin(ON)
    world = make_world()
    office = world.client(Role.TOWN_OFFICER)

    collection = a_collection(world)
    send(collection=collection, by=world.viewer(Role.REGISTRAR), at=AT)
    part = CollectionPart.objects.get(town=world.town)
    sheet = "机构名称\t参加托管学生数\n没有这家\t12\n"
    address = reverse("institutions:collection_part_paste", args=[part.public_id])
    answer = office.post(address, {"text": sheet, "version": str(part.version)})
    assert answer.status_code == 400
    assert "没有这家\t12" in answer.content.decode()
    assert part.rows.get().values == {"c1": world.institution.name}


def a_collection(world: World) -> Collection:
    by = world.viewer(Role.REGISTRAR)
    return create_collection(county=world.county, by=by, at=AT, **ask(due_on=ON + dt.timedelta(days=2)))
