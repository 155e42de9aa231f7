"""Handing over between departments: each party's receipt, by its system over REST or by its officers on the page."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cixi_oversight.audit.models import Event
from cixi_oversight.desk.enums import AssignmentState, AssignmentVerb, ReceiptState
from cixi_oversight.desk.models import Assignment, Receipt, ReceiptTransition
from cixi_oversight.desk.services.assignments import assign, move
from cixi_oversight.desk.services.parties import Owner
from cixi_oversight.permissions import Role
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import ApiClient
from cixi_oversight.users.services.viewer import system_viewer
from tests.api.conftest import assert_refused
from tests.desk.conftest import DUE
from tests.people import AT, World
from tests.project import things


@pytest.fixture
def client(world: World) -> Client:
    """The system of market supervision."""
    return world.client(Role.API_CLIENT)


@pytest.fixture
def owned(world: World) -> Assignment:
    """Owned by market supervision, with the town as co-owner."""
    return assign(
        county_id=world.county.pk,
        title="核查广告",
        source=("meeting", None),
        institution_id=world.institution.pk,
        owner=Owner(department=world.departments[DepartmentKind.MARKET_SUPERVISION]),
        co_owners=[Owner(town=world.town)],
        due_on=DUE,
        by=system_viewer(label="tests"),
        at=AT,
    )


def url(row: Assignment) -> str:
    return f"/api/v1/assignments/{row.public_id}/receipts"


def send(client: Client, row: Assignment, key: str | None = None, **sent: Any) -> Any:
    return client.post(url(row), sent, content_type="application/json", headers={"Idempotency-Key": key or uuid4().hex})


def states(row: Assignment) -> dict[str, str]:
    given = Receipt.objects.filter(assignment=row).select_related("party__department", "party__town")
    return {(one.party.department or one.party.town).name: one.state for one in given}


def test_fetching_it_is_its_delivery_once(client: Client, owned: Assignment) -> None:
    assert not Receipt.objects.exists()
    for address in ("/api/v1/assignments", f"/api/v1/assignments/{owned.public_id}", url(owned)):
        assert client.get(address).status_code == 200
    assert states(owned) == {"market_supervision": "delivered"}
    assert Event.objects.filter(verb="desk.deliver").count() == 1
    rows = client.get(url(owned)).json()["results"]
    assert [(row["party"], row["role"], row["state"]) for row in rows] == [
        ("market_supervision", "owner", "delivered"),
        ("浒山街道", "co_owner", None),
    ]


def test_the_owners_system_accepts_and_answers(client: Client, owned: Assignment) -> None:
    accepted = send(client, owned, verb="accept")
    assert (accepted.status_code, accepted.json()["state"]) == (201, "accepted")
    owned.refresh_from_db()
    assert owned.state == AssignmentState.IN_PROGRESS  # taking the receipt is accepting the work
    answered = send(client, owned, verb="answer", answer="已核查，机构已撤下广告").json()
    assert (answered["state"], answered["answer"]) == ("answered", "已核查，机构已撤下广告")
    assert answered["delivered_at"] <= answered["accepted_at"] <= answered["answered_at"]
    told = ReceiptTransition.objects.order_by("pk").values_list("verb", "target", "actor__label")
    assert [(verb, target) for verb, target, _ in told] == [("accept", "accepted"), ("answer", "answered")]
    assert {label for _, _, label in told} == {"12345（market_supervision）"}
    owned.refresh_from_db()
    assert owned.state == AssignmentState.IN_PROGRESS  # reporting it done is a step of its own


def test_a_repetition_answers_once(client: Client, owned: Assignment) -> None:
    key = uuid4().hex
    first, again = (send(client, owned, key, verb="answer", answer="已办结") for _ in range(2))
    assert first.content == again.content
    assert ReceiptTransition.objects.count() == 1
    assert_refused(send(client, owned, verb="answer", answer="又办结"), 409, "wrong_state")
    assert_refused(send(client, owned, verb="accept"), 409, "wrong_state")


def test_a_co_owners_receipt_leaves_the_assignment_alone(world: World, client: Client) -> None:
    row = things.assignment(world.institution)
    assert send(client, row, verb="accept").status_code == 201
    row.refresh_from_db()
    assert row.state == AssignmentState.ASSIGNED
    assert states(row) == {"market_supervision": "accepted"}


def test_what_an_officer_does_on_the_page_is_the_receipt(world: World, owned: Assignment) -> None:
    officer = world.client(Role.DEPARTMENT_OFFICER)
    page = officer.get(reverse("desk:assignment", args=[owned.public_id]))
    assert page.status_code == 200
    assert "签收回执" in page.content.decode()
    assert states(owned) == {"market_supervision": "delivered"}
    by = world.viewer(Role.DEPARTMENT_OFFICER)
    move(assignment=owned, verb=AssignmentVerb.ACCEPT, by=by, why="", at=AT)
    assert states(owned) == {"market_supervision": "accepted"}
    move(assignment=owned, verb=AssignmentVerb.REPORT, by=by, why="已核查完毕", at=AT)
    receipt = Receipt.objects.get()
    assert (receipt.state, receipt.answer) == (ReceiptState.ANSWERED, "已核查完毕")
    shown = world.client(Role.SECTION_CHIEF).get(reverse("desk:assignment", args=[owned.public_id])).content.decode()
    assert "已核查完毕" in shown
    assert states(owned) == {"market_supervision": "answered"}  # the bureau's look at it is nobody's delivery


def test_reporting_at_once_delivers_accepts_and_answers(world: World, owned: Assignment) -> None:
    by = world.viewer(Role.DEPARTMENT_OFFICER)
    move(assignment=owned, verb=AssignmentVerb.REPORT, by=by, why="当场办结", at=AT)
    receipt = Receipt.objects.get()
    assert (receipt.state, receipt.accepted_at, receipt.answered_at) == (ReceiptState.ANSWERED, AT, AT)


@pytest.mark.parametrize(
    ("sent", "code", "field"),
    [
        ({}, "field_missing", "verb"),
        ({"verb": "deliver"}, "not_a_choice", "verb"),
        ({"verb": "answer"}, "field_missing", "answer"),
        ({"verb": "accept", "answer": "好"}, "field_unknown", "answer"),
        ({"verb": "answer", "answer": "请联系13812345678"}, "personal_number_in_text", "answer"),
        ({"verb": "answer", "answer": "字" * 1001}, "text_too_long", "answer"),
        ({"verb": "accept", "party": 1}, "field_unknown", "party"),
    ],
)
def test_it_refuses(client: Client, owned: Assignment, sent: Any, code: str, field: str) -> None:
    assert_refused(send(client, owned, **sent), 400, code, field)
    assert ReceiptTransition.objects.count() == 0


def test_who_has_no_part_in_it(world: World, client: Client, owned: Assignment) -> None:
    missing = things.own_assignment(world.institution)  # the institution's alone
    assert_refused(send(client, missing, verb="accept"), 404, "not_found")
    chief = world.client(Role.SECTION_CHIEF)
    assert_refused(send(chief, owned, verb="accept"), 403, "not_the_owner")
    ApiClient.objects.update(scopes=["assignments:read"])
    assert_refused(send(client, owned, verb="accept"), 403, "scope_missing")
    assert client.get(url(owned)).status_code == 200


def test_every_example_of_the_schema_is_accepted(world: World, client: Client, owned: Assignment) -> None:
    schema = world.client(Role.SECTION_CHIEF).get("/api/v1/schema").json()
    body = schema["paths"]["/api/v1/assignments/{public_id}/receipts"]["post"]["requestBody"]
    examples = body["content"]["application/json"]["examples"]
    answers = [send(client, owned, **example["value"]).status_code for example in examples.values()]
    assert answers == [201, 201]
