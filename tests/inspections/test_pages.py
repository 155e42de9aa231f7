"""The pages of complaints."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.users.models import Department, Town
from cixi_oversight.users.services.viewer import viewer_of
from cixi_oversight.web.home import todo
from inspections.enums import Channel, Matter, Outcome
from inspections.models import Complaint, ComplaintResolution, ComplaintValidity
from inspections.rules import labels
from inspections.rules.access import JUDGE_VALIDITY, RECEIVE_COMPLAINT, RESOLVE_COMPLAINT, VIEW_COMPLAINTS
from inspections.services.complaints import judge_validity, resolve_complaint
from institutions.models import Institution

from .conftest import AT, ON, user_in

DAY = dt.timedelta(days=1)
LIST_MOST = 20


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
def inspector(signed_in: Callable[[Role], Client]) -> Client:
    return signed_in(Role.INSPECTOR)


def url(name: str, *args: str) -> str:
    return reverse(f"inspections:{name}", args=args)


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return str(answer.content.decode())


def shown(client: Client, **query: str) -> set[str]:
    return set(re.findall(r"TS330282-\d{4}-\d{5}", text(client.get(url("complaints"), query))))


def test_every_member_has_its_words() -> None:
    for kind, table in ((Channel, labels.CHANNEL), (Matter, labels.MATTER), (Outcome, labels.OUTCOME)):
        assert list(table) == list(kind)


def test_the_list_filters(
    inspector: Client,
    receive: Callable[..., Complaint],
    make: Callable[..., Institution],
    other_town: Town,
    by: Viewer,
) -> None:
    late = receive()
    fresh = receive(received_on=ON, channel=Channel.VISIT, matter=Matter.SAFETY)
    closed = receive(institution=make("外镇培训", town=other_town))
    judge_validity(complaint=closed, is_valid=True, reason="属实", by=by, at=AT)
    resolve_complaint(complaint=closed, outcome=Outcome.REFUNDED, reason="已退", by=by, at=AT)
    everything = {late.number, fresh.number, closed.number}
    assert shown(inspector) == everything
    assert shown(inspector, state="open") == {late.number, fresh.number}
    assert shown(inspector, state="overdue") == {late.number}
    assert shown(inspector, state="closed") == {closed.number}
    assert shown(inspector, validity="open") == {late.number, fresh.number}
    assert shown(inspector, validity="yes") == {closed.number}
    assert shown(inspector, validity="no") == set()
    assert shown(inspector, channel="visit") == {fresh.number}
    assert shown(inspector, matter="safety") == {fresh.number}
    assert shown(inspector, town=other_town.code) == {closed.number}
    assert shown(inspector, q="外镇") == shown(inspector, q=closed.number) == {closed.number}
    assert shown(inspector, received_from=ON.isoformat()) == {fresh.number}
    assert shown(inspector, received_to=(ON - DAY).isoformat()) == everything - {fresh.number}
    assert inspector.get(url("complaints"), {"state": "asleep"}).status_code == 400
    assert inspector.get(url("complaints"), {"colour": "red"}).status_code == 400


def test_the_list_does_not_ask_more_for_more_rows(inspector: Client, receive: Callable[..., Complaint]) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            text(inspector.get(url("complaints")))
        return len(captured)

    receive()
    asked()
    few = asked()
    for _ in range(20):
        receive()
    assert asked() == few <= LIST_MOST


def test_entering_a_complaint(inspector: Client, institution: Institution) -> None:
    data = {
        "institution": institution.uscc,
        "channel": "hotline_12345",
        "matter": "refund",
        "received_on": "2026-11-20",
        "amount_fen": "3,300",
        "summary": "要求退还剩余课时费",
    }
    for wrong in (
        {"institution": ""},
        {"institution": "没有这家"},
        {"channel": "pigeon"},
        {"received_on": "2026-11-24"},
        {"received_on": "20.11.2026"},
        {"amount_fen": "0"},
        {"amount_fen": "1e3"},
        {"amount_fen": "-5"},
        {"summary": "退" * 5_000},
        {"summary": "退\u202e费"},
        {"summary": "退\x00费"},
    ):
        assert inspector.post(url("receive"), data | wrong).status_code in (400, 422), wrong
    assert not Complaint.objects.exists()
    answer = inspector.post(url("receive"), data)
    row = Complaint.objects.get()
    assert answer.headers["Location"] == url("complaint", row.public_id)
    assert (row.institution, row.amount_fen, row.due_on) == (institution, 330_000, dt.date(2026, 11, 27))
    assert row.number in text(inspector.get(answer.headers["Location"]))


def test_an_institution_is_meant_by_its_name_or_asked_for(inspector: Client, make: Callable[..., Institution]) -> None:
    for name in ("青禾艺术培训", "青禾体育培训", "星河培训"):
        make(name)
    data = {"channel": "visit", "matter": "other", "received_on": "2026-11-20"}
    several = inspector.post(url("receive"), data | {"institution": "青禾"})
    assert several.status_code == 422
    assert (
        "青禾艺术培训、青禾体育培训" in several.content.decode()
        or "青禾体育培训、青禾艺术培训" in several.content.decode()
    )
    assert inspector.post(url("receive"), data | {"institution": "星河"}).status_code == 302
    assert Complaint.objects.get().institution.name == "星河培训"


def test_judging_and_closing(inspector: Client, complaint: Complaint) -> None:
    judge, close = url("judge", complaint.public_id), url("resolve", complaint.public_id)
    done = {"outcome": "refunded", "resolved_on": "2026-11-23", "reason": "已退款"}
    assert inspector.post(close, done).status_code == 409  # not judged yet
    data = {"judgement": "yes", "decided_on": "2026-11-20", "reason": "合同与收据相符"}
    assert inspector.post(judge, data | {"reason": ""}).status_code == 422
    assert inspector.post(judge, data | {"judgement": "maybe"}).status_code == 422
    assert inspector.post(judge, data | {"decided_on": "2026-11-01"}).status_code == 422
    assert inspector.post(judge, data).status_code == 302
    first = ComplaintValidity.objects.get()
    assert inspector.post(judge, data | {"judgement": "no"}).status_code == 409  # the form did not know of it
    assert inspector.post(judge, data | {"judgement": "no", "standing": "999999999"}).status_code == 409
    assert inspector.post(close, done | {"outcome": "not_upheld"}).status_code == 409
    assert inspector.post(close, done).status_code == 302
    changed = data | {
        "judgement": "no",
        "decided_on": "2026-11-23",
        "standing": str(first.pk),
        "reason": "款项早已退还",
    }
    assert inspector.post(judge, changed).status_code == 302
    page = text(inspector.get(url("complaint", complaint.public_id)))
    assert "合同与收据相符" in page
    assert "款项早已退还" in page
    assert "已被替代" in page
    assert ComplaintResolution.objects.get().outcome == Outcome.REFUNDED


@pytest.mark.parametrize("role", [role for role in Role if role in VIEW_COMPLAINTS.roles - {Role.API_CLIENT}])
def test_each_role_sees_the_buttons_it_may_use(
    role: Role, signed_in: Callable[[Role], Client], complaint: Complaint
) -> None:
    client = signed_in(role)
    page = text(client.get(url("complaint", complaint.public_id)))
    for name, right in (("judge", JUDGE_VALIDITY), ("resolve", RESOLVE_COMPLAINT)):
        target = url(name, complaint.public_id)
        assert (target in page) is (role in right.roles)
        assert client.get(target).status_code == (200 if role in right.roles else 403)
    may_receive = role in RECEIVE_COMPLAINT.roles
    assert (url("receive") in text(client.get(url("complaints")))) is may_receive
    assert client.get(url("receive")).status_code == (200 if may_receive else 403)


def test_out_of_scope_looks_like_missing(
    signed_in: Callable[[Role], Client],
    receive: Callable[..., Complaint],
    make: Callable[..., Institution],
    other_town: Town,
) -> None:
    foreign = receive(institution=make("外镇", town=other_town))
    client = signed_in(Role.TOWN_OFFICER)
    assert client.get(url("complaint", foreign.public_id)).status_code == 404
    assert client.get(url("complaint", "nothingofthat")).status_code == 404
    data = {"institution": "外镇", "channel": "visit", "matter": "other", "received_on": "2026-11-20"}
    assert client.post(url("receive"), data).status_code == 422
    assert shown(client) == set()


def test_the_file_shows_its_complaints(inspector: Client, complaint: Complaint, by: Viewer) -> None:
    judge_validity(complaint=complaint, is_valid=True, reason="合同与收据相符", by=by, at=AT)
    page = reverse("institutions:file", args=[complaint.institution.public_id, "complaints"])
    found = text(inspector.get(page))
    assert complaint.number in found
    assert "有效投诉" in found
    assert "投诉认定为有效" in found  # the timeline


def test_what_waits_is_on_the_desk(
    complaint: Complaint, bureau: Department, town: Town, receive: Callable[..., Complaint]
) -> None:
    receive(received_on=ON)
    viewer = viewer_of(user_in(Role.INSPECTOR, bureau, town), on=ON)
    late, fresh = [one for one in todo(viewer, ON) if "complaints" in one.url]
    assert (late.title.split()[0], late.due_on) == (complaint.number, complaint.due_on)
    assert (late.whose, fresh.whose) == (complaint.institution.name,) * 2
    judge_validity(complaint=complaint, is_valid=True, reason="合同与收据相符", by=viewer, at=AT)
    labels_of = [one.label.id for one in todo(viewer, ON) if "complaints" in one.url]
    assert labels_of == ["Complaint to be closed", "Complaint to be judged"]
    for _ in range(10):
        receive(received_on=ON)
    *named, rest = [one for one in todo(viewer, ON) if "complaints" in one.url]
    assert (len(named), rest.title, rest.count) == (10, "", 2)
    analyst = viewer_of(user_in(Role.RISK_ANALYST, bureau, town), on=ON)
    assert not [one for one in todo(analyst, ON) if "complaints" in one.url]
