"""/api/v1/complaints: what 12345 hands in is entered once, the complainant goes into the vault, nothing comes out."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from cixi_oversight.permissions import Role
from cixi_oversight.personal.models import Person
from inspections.enums import Outcome
from inspections.models import Complaint
from inspections.services.complaints import judge_validity, resolve_complaint
from institutions.models import Institution
from tests.api.conftest import assert_refused, own_queries
from tests.people import AT, ON, World, make_system

URL = "/api/v1/complaints"
USCC = "91330282MA2AJXJR73"


@pytest.fixture
def client(world: World) -> Client:
    Institution.objects.filter(pk=world.institution.pk).update(uscc=USCC)
    return world.client(Role.API_CLIENT)


def body(**changes: Any) -> dict[str, Any]:
    whole = {
        "institution": {"uscc": USCC},
        "channel": "hotline_12345",
        "matter": "refund",
        "reference": "12345-20261123-000871",
        "received_on": "2026-11-20",
        "amount_fen": 468000,
        "summary": "上课 12 课时后机构停课，要求退还剩余费用",
        "complainant": {"name": "张三丰", "phone": "13812345678"},
    }
    return {name: value for name, value in (whole | changes).items() if value is not None}


def hand_in(client: Client, sent: Any, key: str | None = None) -> Any:
    headers = {"Idempotency-Key": key or uuid4().hex}
    return client.post(URL, sent, content_type="application/json", headers=headers)


def test_a_complaint_is_entered_and_who_complained_is_sealed(world: World, client: Client) -> None:
    answer = hand_in(client, body())
    assert answer.status_code == 201, answer.content
    row = Complaint.objects.get()
    assert answer.json() == {
        "number": "TS330282-2026-00001",
        "public_id": row.public_id,
        "reference": "12345-20261123-000871",
        "received_on": "2026-11-20",
        "due_on": row.due_on.isoformat(),
    }
    assert (row.institution_id, row.amount_fen, row.matter) == (world.institution.pk, 468000, "refund")
    assert row.recorded_by.label.startswith("12345")
    person = Person.objects.get()
    assert person.subject_id == row.pk
    assert "13812345678" not in str([str(value) for value in vars(person).values()])


def test_the_state_is_read_and_nothing_personal(world: World, client: Client) -> None:
    made = hand_in(client, body()).json()
    row = Complaint.objects.get()
    by = world.viewer(Role.SECTION_CHIEF)

    def read() -> Any:
        one = client.get(f"{URL}/{made['public_id']}").json()
        assert client.get(URL).json()["results"] == [one]
        return one

    assert read() == {
        **made,
        "institution": {"public_id": world.institution.public_id, "name": world.institution.name, "uscc": USCC},
        "channel": "hotline_12345",
        "matter": "refund",
        "amount_fen": 468000,
        "state": "received",
        "is_valid": None,
        "outcome": None,
        "resolved_on": None,
    }
    judge_validity(complaint=row, is_valid=True, reason="核实停课", by=by, at=AT)
    assert (read()["state"], read()["is_valid"]) == ("judged", True)
    resolve_complaint(complaint=row, outcome=Outcome.REFUNDED, reason="已退款", by=by, at=AT)
    assert (read()["state"], read()["outcome"], read()["resolved_on"]) == ("closed", "refunded", "2026-11-23")
    assert "张三丰" not in client.get(URL).content.decode()


def test_a_complaint_without_a_name_and_without_money(world: World, client: Client) -> None:
    sent = body(complainant=None, amount_fen=None, institution={"public_id": world.institution.public_id})
    assert hand_in(client, sent).status_code == 201
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "status", "code", "field"),
    [
        ({"number": "TS1"}, 400, "field_unknown", "number"),
        ({"due_on": "2026-12-01"}, 400, "field_unknown", "due_on"),
        ({"institution": None}, 400, "field_missing", "institution"),
        ({"institution": {}}, 400, "one_of_these", "institution"),
        ({"institution": {"uscc": USCC, "public_id": "aaaaaaaaaaaaa"}}, 400, "one_of_these", "institution"),
        ({"institution": {"uscc": "９１330282MA2AJXJR7K"}}, 400, "not_a_uscc", "institution.uscc"),
        ({"institution": {"uscc": USCC.lower()}}, 400, "not_a_uscc", "institution.uscc"),
        ({"institution": {"name": "青禾"}}, 400, "field_unknown", "institution.name"),
        ({"institution": {"uscc": "91330282MA2GT3PW5D"}}, 400, "not_a_uscc", "institution.uscc"),
        ({"institution": {"public_id": "aaaaaaaaaaaaa"}}, 422, "institution_unknown", "institution"),
        ({"channel": "12345"}, 400, "not_a_choice", "channel"),
        ({"matter": 1}, 400, "not_text", "matter"),
        ({"reference": None}, 400, "field_missing", "reference"),
        ({"reference": "x" * 61}, 400, "text_too_long", "reference"),
        ({"reference": " "}, 400, "field_blank", "reference"),
        ({"received_on": "2040-11-24"}, 422, "received_in_future", "received_on"),
        ({"received_on": "2026/11/20"}, 400, "not_a_day", "received_on"),
        ({"amount_fen": 0}, 400, "out_of_range", "amount_fen"),
        ({"amount_fen": "4680"}, 400, "amount_not_fen", "amount_fen"),
        ({"amount_fen": 1.5}, 400, "amount_not_fen", "amount_fen"),
        ({"summary": "字" * 501}, 400, "text_too_long", "summary"),
        ({"summary": "一行\n两行"}, 400, "character_not_accepted", "summary"),
        ({"summary": "请回电 13812345678"}, None, "personal_number_in_text", "summary"),
        ({"complainant": {"phone": "１３812345678"}}, None, "personal_phone_unreadable", "complainant.phone"),
        ({"complainant": {"phone": "+8613812345678"}}, None, "personal_phone_unreadable", "complainant.phone"),
        ({"complainant": {}}, None, "personal_nothing_given", "complainant.name"),
        ({"complainant": {"id": "110101199003071938"}}, 400, "field_unknown", "complainant.id"),
    ],
)
def test_it_refuses(client: Client, changes: dict[str, Any], status: int | None, code: str, field: str) -> None:
    answer = hand_in(client, body() | changes if None not in changes.values() else body(**changes))
    assert_refused(answer, status or answer.status_code, code, field)
    assert answer.status_code in {400, 422}
    assert Complaint.objects.count() == 0


def test_texts_are_kept_composed(client: Client) -> None:
    assert hand_in(client, body(summary="cafe\u0301 退费")).status_code == 201
    assert Complaint.objects.get().summary == "caf\u00e9 退费"


def test_foreign_and_missing_institutions_are_one_answer(world: World, client: Client) -> None:
    answers = [
        hand_in(client, body(institution={"public_id": public_id}))
        for public_id in (world.foreign.public_id, "aaaaaaaaaaaaa")
    ]
    told = [{**answer.json(), "request_id": ""} for answer in answers]
    assert told[0] == told[1]
    assert {answer.status_code for answer in answers} == {422}


def test_a_reference_is_taken_once_for_each_sender(world: World, client: Client) -> None:
    assert hand_in(client, body()).status_code == 201
    again = hand_in(client, body(summary="再次投诉"))
    refused = assert_refused(again, 409, "reference_taken", "reference")
    assert refused["figures"] == {"number": "TS330282-2026-00001"}
    department = world.system()[0].department
    _other, key = make_system(department, ["complaints:write", "complaints:read"], name="110")
    other = Client(headers={"Authorization": f"Api-Key {key}"})
    assert hand_in(other, body()).status_code == 201
    found = other.get(URL, {"reference": "12345-20261123-000871"}).json()["results"]
    assert [row["number"] for row in found] == ["TS330282-2026-00002"]
    assert {row["reference"] for row in other.get(URL).json()["results"]} == {None, "12345-20261123-000871"}


def test_it_lists_by_state_and_day(world: World, client: Client) -> None:
    for day in (18, 19, 20):
        hand_in(client, body(reference=f"r{day}", received_on=f"2026-11-{day}"))
    first, second, _third = Complaint.objects.order_by("pk")
    by = world.viewer(Role.SECTION_CHIEF)
    judge_validity(complaint=first, is_valid=False, reason="查无此事", by=by, at=AT)
    resolve_complaint(complaint=first, outcome=Outcome.NOT_UPHELD, reason="查无此事", by=by, at=AT)
    judge_validity(complaint=second, is_valid=True, reason="核实停课", by=by, at=AT)

    def refs(**query: str) -> list[str]:
        return [row["reference"] for row in client.get(URL, query).json()["results"]]

    assert refs() == ["r20", "r19", "r18"]
    assert refs(state="closed") == ["r18"]
    assert refs(state="judged") == ["r19"]
    assert refs(state="received") == ["r20"]
    assert refs(received_from="2026-11-19", received_to="2026-11-19") == ["r19"]
    assert refs(institution=world.institution.public_id, ordering="id") == ["r18", "r19", "r20"]
    assert_refused(client.get(URL, {"summary": "x"}), 400, "parameter_unknown", "summary")


def test_queries_do_not_grow_with_the_rows(world: World, client: Client) -> None:
    chief = world.client(Role.SECTION_CHIEF)
    counts = []
    for number in range(1, 5):
        hand_in(client, body(reference=f"r{number}"))
        if number in (1, 4):
            counts.append(own_queries(chief, URL))
    assert counts == [2, 2]


def test_without_the_write_scope_nothing_is_handed_in(world: World, client: Client) -> None:
    type(world.system()[0]).objects.update(scopes=["complaints:read"])
    refused = hand_in(client, body())
    assert_refused(refused, 403, "scope_missing")
    assert refused.json()["figures"] == {"scope": "complaints:write"}
    assert client.get(URL).status_code == 200


def test_every_example_of_the_schema_is_accepted(world: World, client: Client) -> None:
    """The examples are real: each is sent as it stands, but for the id of an institution that exists here."""
    schema = world.client(Role.SECTION_CHIEF).get("/api/v1/schema").json()
    operation = schema["paths"]["/api/v1/complaints"]["post"]
    examples = operation["requestBody"]["content"]["application/json"]["examples"]
    assert len(examples) == 2
    for example in examples.values():
        sent = example["value"]
        if "public_id" in sent["institution"]:
            sent["institution"]["public_id"] = world.institution.public_id
        answer = hand_in(client, sent)
        assert answer.status_code == 201, answer.content
    shown = operation["responses"]["201"]["content"]["application/json"]["examples"]
    for example in shown.values():
        assert set(example["value"]) == set(answer.json())
        assert (
            example["value"]["due_on"]
            == (dt.date.fromisoformat(example["value"]["received_on"]) + dt.timedelta(days=15)).isoformat()
        )
    assert ON.isoformat() == "2026-11-23"
