"""The complainant's link: made once, shows one complaint in plain words, takes one remark, and nothing else opens."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.errors import DomainError, NotFound
from cixi_oversight.permissions import Role, ViewerKind
from cixi_oversight.personal.models import Person
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline
from cixi_oversight.users.models import SignedLink
from cixi_oversight.users.services import links
from cixi_oversight.users.services.viewer import system_viewer
from inspections.enums import Channel, Matter, Outcome, Stage
from inspections.models import Complaint, ComplaintRemark
from inspections.rules import tracking as rules
from inspections.services import tracking
from inspections.services.complaints import judge_validity, receive_complaint, resolve_complaint
from tests.people import AT, ON, World, make_world

INTERNAL = "内部研判：疑似资金链断裂"
NAME, PHONE = "李莫愁", "13900001111"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def complaint(world: World) -> Complaint:
    return receive_complaint(
        institution=world.institution,
        channel=Channel.HOTLINE_12345,
        matter=Matter.REFUND,
        received_on=ON - dt.timedelta(days=3),
        summary="机构拒绝退费",
        complainant={"name": NAME, "phone": PHONE},
        by=system_viewer(label="tests"),
        at=AT,
    )


def url(token: str) -> str:
    return reverse("users:link", args=[token])


@pytest.fixture
def token(complaint: Complaint) -> str:
    return tracking.issue_link(complaint=complaint, by=system_viewer(label="tests"), at=AT)[1]


def told(token: str) -> str:
    answer = Client().get(url(token))
    assert answer.status_code == 200
    return answer.content.decode()


def remark(token: str, text: str, client: Client | None = None) -> Any:
    browser = client or Client()
    page = browser.get(url(token)).content.decode()
    found = re.search(r'name="stamp" value="([^"]+)"', page)
    return browser.post(url(token), {"stamp": found.group(1) if found else "", "text": text})


def test_it_says_what_a_parent_wants_to_know(complaint: Complaint, token: str) -> None:
    page = told(token)
    for shown in (complaint.number, "2026-11-20", complaint.due_on.isoformat(), "正在核实", complaint.institution.name):
        assert shown in page


def test_it_shows_nothing_personal_and_nothing_of_the_inside(complaint: Complaint, token: str) -> None:
    judge_validity(
        complaint=complaint, is_valid=True, reason=INTERNAL, decided_on=ON, by=system_viewer(label="审查员甲"), at=AT
    )
    resolve_complaint(
        complaint=complaint, outcome=Outcome.REFUNDED, reason=INTERNAL, by=system_viewer(label="t"), at=AT
    )
    page = told(token)
    assert "机构已退还费用" in page
    for hidden in (NAME, PHONE, "139****1111", "李*", INTERNAL, "审查员甲", complaint.summary, complaint.public_id):
        assert hidden not in page
    assert "/bureau/" not in page


@pytest.mark.parametrize(
    ("is_valid", "outcome", "is_late", "stage"),
    [
        (None, None, False, Stage.EXAMINED),
        (True, None, False, Stage.VALID),
        (False, None, False, Stage.NOT_VALID),
        (None, None, True, Stage.LATE),
        (True, None, True, Stage.LATE),
        (True, Outcome.REFUNDED, True, Stage.CLOSED),
        (None, Outcome.WITHDRAWN, False, Stage.CLOSED),
    ],
)
def test_the_stages(is_valid: bool | None, outcome: Outcome | None, is_late: bool, stage: Stage) -> None:
    assert rules.stage(is_valid=is_valid, outcome=outcome, is_late=is_late) is stage


def test_every_stage_and_outcome_has_words() -> None:
    assert set(rules.STANDS) == set(rules.NEXT) == set(Stage)
    assert set(rules.ENDED) == set(Outcome)


def test_the_due_day_is_the_deadlines_and_the_last_day_is_in_time(complaint: Complaint, token: str) -> None:
    Deadline.objects.filter(kind=DeadlineCode.COMPLAINT_REPLY).update(due_on=dt.date(2026, 12, 31))
    assert "2026-12-31" in told(token)
    holder = links.open(token, at=AT)
    assert tracking.tracked(holder, on=dt.date(2026, 12, 31)).stage is Stage.EXAMINED
    assert tracking.tracked(holder, on=dt.date(2027, 1, 1)).stage is Stage.LATE


def test_it_speaks_both_languages_without_keeping_anything(token: str) -> None:
    client = Client()
    assert "What happens next" in client.get(url(token) + "?lang=en").content.decode()
    assert "下一步" in client.get(url(token) + "?lang=zh-hans").content.decode()
    assert "下一步" in client.get(url(token) + "?lang=xx").content.decode()
    assert not client.cookies


# --- the remark ---


def test_one_remark_reaches_the_staff(world: World, complaint: Complaint, token: str) -> None:
    answer = remark(token, "  机构昨天又收了三个月费用 ")
    assert (answer.status_code, answer["Location"]) == (302, url(token))
    row = ComplaintRemark.objects.get()
    assert row.text == "机构昨天又收了三个月费用"
    assert row.text in told(token)
    page = reverse("inspections:complaint", args=[complaint.public_id])
    assert row.text in world.client(Role.INSPECTOR).get(page).content.decode()
    event = Event.objects.get(verb="inspections.add_remark")
    assert event.actor_id == SignedLink.objects.get().holder_id
    assert row.text not in str(event.data)
    again = remark(token, "再说一次")
    assert again.status_code == 403, "the page no longer offers the form, so there is no stamp"
    assert ComplaintRemark.objects.count() == 1


def test_two_remarks_at_once_are_one(token: str) -> None:
    """Both pages were open before either was sent."""
    holder = links.open(token, at=AT)
    tracking.add_remark(holder=holder, text="第一次", at=AT)
    with pytest.raises(DomainError, match="complaint_remark_given"):
        tracking.add_remark(holder=holder, text="第二次", at=AT)
    assert [row.text for row in ComplaintRemark.objects.all()] == ["第一次"]


@pytest.mark.parametrize(
    "text", ["", "   ", "请打 13812345678 找我", "卡号 4111111111111111", "藏\u202e字", "长" * 501]
)
def test_a_remark_that_is_empty_too_long_or_holds_a_number_is_refused(token: str, text: str) -> None:
    answer = remark(token, text)
    assert answer.status_code in {400, 422}
    assert not ComplaintRemark.objects.exists()
    assert answer["Referrer-Policy"] == "no-referrer"


def test_looking_changes_nothing_of_the_complaint(complaint: Complaint, token: str) -> None:
    before = list(Complaint.objects.values()), list(Person.objects.values())
    client = Client()
    for at in (url(token), url(token) + "?text=x&stamp=y", url(token) + "?lang=en"):
        client.get(at)
    assert before == (list(Complaint.objects.values()), list(Person.objects.values()))
    assert not ComplaintRemark.objects.exists()


# --- scope ---


def test_the_link_sees_its_complaint_and_no_other_thing(world: World, complaint: Complaint, token: str) -> None:
    other = receive_complaint(
        institution=world.institution,
        channel=Channel.VISIT,
        matter=Matter.FEES,
        received_on=ON,
        by=system_viewer(label="tests"),
        at=AT,
    )
    holder = links.open(token, at=AT)
    assert holder.kind is ViewerKind.LINK
    assert list(Complaint.objects.visible_to(holder)) == [complaint]
    assert not Person.objects.visible_to(holder).exists()
    assert other.number not in told(token)
    client = Client()
    client.get(url(token))
    for name in ("inspections:complaint", "inspections:links"):
        page = client.get(reverse(name, args=[complaint.public_id]))
        assert (page.status_code, "login" in page["Location"]) == (302, True), "a link is no session"
    assert client.get("/api/v1/institutions").status_code == 401


def test_the_holder_of_another_thing_is_not_found(world: World, complaint: Complaint) -> None:
    _link, token = links.make(
        subject=("institution", complaint.pk),
        purpose=tracking.PURPOSE,
        expires_at=clock.real_now() + dt.timedelta(days=1),
        by=system_viewer(label="tests"),
        at=AT,
    )
    assert Client().get(url(token)).status_code == 404
    with pytest.raises(NotFound):
        tracking.tracked(world.viewer(Role.SECTION_CHIEF), on=ON)


# --- the office ---


def test_the_clerk_gets_the_link_once(world: World, complaint: Complaint) -> None:
    client = world.client(Role.REGISTRAR)
    page = reverse("inspections:links", args=[complaint.public_id])
    assert "/t/" not in client.get(page).content.decode()
    made = client.post(page)
    assert (made.status_code, made["Cache-Control"]) == (201, "no-store, private")
    text = made.content.decode()
    found = re.search(r"https://oversight.example.gov.cn(/t/[A-Za-z0-9_-]{43}/)", text)
    assert found
    assert "data:image/svg+xml" in text
    assert Client().get(found.group(1)).status_code == 200
    again = client.get(page).content.decode()
    assert "/t/" not in again
    assert SignedLink.objects.get().public_id in again
    link = SignedLink.objects.get()
    assert dt.timedelta(days=179) < link.expires_at - clock.real_now() <= dt.timedelta(days=180)


def test_a_new_link_replaces_the_old_one(world: World, complaint: Complaint, token: str) -> None:
    _link, newer = tracking.issue_link(complaint=complaint, by=world.viewer(Role.REGISTRAR), at=AT)
    assert Client().get(url(token)).status_code == 404
    assert Client().get(url(newer)).status_code == 200
    assert remark(newer, "新链接可再补充一次").status_code == 302


def test_the_office_revokes_it_with_a_reason(world: World, complaint: Complaint, token: str) -> None:
    link = SignedLink.objects.get()
    client = world.client(Role.INSPECTOR)
    page = reverse("inspections:revoke_link", args=[complaint.public_id, link.public_id])
    assert client.post(page, {"why": ""}).status_code == 422
    assert Client().get(url(token)).status_code == 200
    assert client.post(page, {"why": "发错对象"}).status_code == 302
    assert Client().get(url(token)).status_code == 404
    listed = client.get(reverse("inspections:links", args=[complaint.public_id])).content.decode()
    assert "发错对象" in listed
    assert client.get(page).status_code == 404
    assert Event.objects.get(verb="users.revoke_link").why == "发错对象"


def test_entering_a_complaint_with_a_phone_leads_to_the_link(world: World) -> None:
    client = world.client(Role.REGISTRAR)
    form = {
        "institution": world.institution.name,
        "channel": Channel.VISIT.value,
        "matter": Matter.REFUND.value,
        "received_on": ON.isoformat(),
        "complainant_phone": PHONE,
    }
    first = client.post(reverse("inspections:receive"), form)
    row = Complaint.objects.get()
    assert first["Location"] == reverse("inspections:links", args=[row.public_id])
    second = client.post(reverse("inspections:receive"), form | {"complainant_phone": ""})
    assert second["Location"] == reverse("inspections:complaint", args=[Complaint.objects.latest("pk").public_id])


def test_numbers_in_the_page_are_scanned_as_everywhere(complaint: Complaint, token: str) -> None:
    from cixi_oversight.personal.rules.scan import numbers_in

    assert list(numbers_in(told(token))) == []
