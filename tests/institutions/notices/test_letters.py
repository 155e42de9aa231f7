"""Letters to parents: written, published, sent to schools by link, confirmed, opened, reminded of, withdrawn."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_oversight.errors import Forbidden, Problems, StaleVersion, WrongState
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role
from cixi_oversight.personal.errors import NumberInText
from cixi_oversight.personal.models import Contact
from cixi_oversight.policy.models import Deadline
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums.notices import NoticeSection, NoticeState, SchoolKind
from institutions.errors import DateInFuture
from institutions.errors.notices import (
    NobodyToRemind,
    NoSchoolLeft,
    NoticeOut,
    NotPublished,
    SchoolClosed,
    SchoolKnown,
)
from institutions.models import Notice, NoticeDelivery, NoticeReading, School
from institutions.services.notices.delivering import progress, remind, schools_for, send_to
from institutions.services.notices.schools import close_school, edit_school, enter_school, reopen_school
from institutions.services.notices.writing import change_notice, publish_notice, withdraw_notice, write_notice
from tests.people import AT, ON, World, make_world

pytestmark = pytest.mark.django_db
TEXT = "请核对机构办学许可证，一次缴费不超过3个月或60课时，不超过5000元。"


@pytest.fixture
def world() -> World:
    pin(ON)
    return make_world()


def letter(world: World, **changed: Any) -> Notice:
    facts = {"section": NoticeSection.LETTER, "title": "致家长的一封信", "text": TEXT, "issuer": "慈溪市教育局"}
    return write_notice(county=world.county, by=system_viewer(label="tests"), at=AT, **(facts | changed))


def school(world: World, name: str = "实验小学") -> School:
    by = system_viewer(label="tests")
    return enter_school(county=world.county, name=name, kind=SchoolKind.PRIMARY, town=world.town, by=by, at=AT)


def out(world: World) -> Notice:
    return publish_notice(notice=letter(world), by=world.viewer(Role.SECTION_CHIEF), at=AT)


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:1500]
    return str(answer.content.decode())


def test_a_person_s_number_and_an_empty_text_are_refused(world: World) -> None:
    with pytest.raises(NumberInText):
        letter(world, text="请拨13812345678")
    with pytest.raises(Problems):
        letter(world, title=" ", text="")


def test_the_chief_lets_it_out_and_then_it_is_not_changed(world: World) -> None:
    row = letter(world)
    with pytest.raises(Forbidden):
        publish_notice(notice=row, by=world.viewer(Role.REGISTRAR), at=AT)
    row = publish_notice(notice=row, by=world.viewer(Role.SECTION_CHIEF), at=AT)
    assert (row.state, row.published_on) == (NoticeState.PUBLISHED, ON)
    facts: dict[str, Any] = {"section": NoticeSection.LETTER, "title": "改", "text": "改", "issuer": "改"}
    with pytest.raises(NoticeOut):
        change_notice(notice=row, expected_version=2, by=world.viewer(Role.REGISTRAR), at=AT, **facts)


def test_a_contact_of_a_school_is_sealed_and_a_name_is_there_once(world: World) -> None:
    by = system_viewer(label="tests")
    made = enter_school(
        county=world.county,
        name="新城中学",
        kind=SchoolKind.JUNIOR,
        town=world.town,
        contact_name="张三",
        contact_phone="13800000001",
        by=by,
        at=AT,
    )
    assert Contact.objects.get(subject_kind="school", subject_id=made.pk).person.kind == "contact"
    shown = text(world.client(Role.REGISTRAR).get(reverse("institutions:schools")))
    assert "138****0001" in shown
    assert "13800000001" not in shown
    with pytest.raises(SchoolKnown):
        enter_school(county=world.county, name="新城中学", kind=SchoolKind.JUNIOR, town=None, by=by, at=AT)


def test_a_school_opens_its_link_confirms_and_parents_are_counted_once_a_session(world: World) -> None:
    row, registrar = out(world), world.client(Role.REGISTRAR)
    school(world)
    page = text(registrar.post(reverse("institutions:notice_send", args=[row.public_id]), {}), 201)
    path = re.search(r"/t/[\w-]+/", page)
    assert path
    delivery = NoticeDelivery.objects.get()
    assert Deadline.objects.get(subject_kind="notice_delivery", subject_id=delivery.pk).stopped_on is None

    at_school = Client()
    shown = text(at_school.get(path[0]))
    assert TEXT in shown
    assert delivery.received_at is None, "looking confirms nothing"
    stamp = re.search(r'name="stamp" value="([^"]+)"', shown)
    assert stamp
    assert at_school.post(path[0], {"families": "620"}).status_code == 403, "not without the page's stamp"
    assert at_school.post(path[0], {"stamp": stamp[1], "families": "620"}).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.families, delivery.received_at is not None) == (620, True)
    assert at_school.post(path[0], {"stamp": stamp[1], "families": "1"}).status_code == 409
    assert Deadline.objects.get(subject_kind="notice_delivery", subject_id=delivery.pk).stopped_on == ON

    address = reverse("institutions:school_notice", args=[row.public_id, delivery.public_id])
    for parent in (Client(), Client()):
        assert TEXT in text(parent.get(address))
        parent.get(address)
    registrar.get(address)
    assert NoticeReading.objects.get().openings == 2
    done = progress([row.pk])[row.pk]
    assert (done.sent, done.received, done.families) == (1, 1, 620)
    assert "620" in text(registrar.get(reverse("institutions:notice", args=[row.public_id])))


def test_only_a_published_letter_goes_out_and_to_each_school_once(world: World) -> None:
    by, one = system_viewer(label="tests"), school(world)
    with pytest.raises(NotPublished):
        send_to(notice=letter(world), schools=[one], by=by, at=AT)
    row = out(world)
    assert len(send_to(notice=row, schools=[one, school(world, "文昌小学")], by=by, at=AT)) == 2
    with pytest.raises(NoSchoolLeft):
        send_to(notice=row, schools=[one], by=by, at=AT)


def test_a_reminder_makes_a_new_link_once_a_day_and_the_old_one_opens_nothing(world: World) -> None:
    by, row = system_viewer(label="tests"), out(world)
    first = send_to(notice=row, schools=[school(world)], by=by, at=AT)[0]
    second = remind(notice=row, by=by, at=AT)[0]
    with pytest.raises(NobodyToRemind):
        remind(notice=row, by=by, at=AT)
    assert Client().get(reverse("users:link", args=[first.token])).status_code == 404
    assert Client().get(reverse("users:link", args=[second.token])).status_code == 200
    remind(notice=row, by=by, at=AT + dt.timedelta(days=1))
    assert NoticeDelivery.objects.get().reminders == 2


def test_what_is_withdrawn_is_gone_for_the_public_and_for_schools(world: World) -> None:
    by, row = system_viewer(label="tests"), out(world)
    told = send_to(notice=row, schools=[school(world)], by=by, at=AT)[0]
    with pytest.raises(Forbidden):
        withdraw_notice(notice=row, why="有误", by=world.viewer(Role.REGISTRAR), at=AT)
    withdraw_notice(notice=row, why="表述有误", by=by, at=AT)
    with pytest.raises(WrongState):
        publish_notice(notice=row, by=by, at=AT)
    assert Client().get(reverse("institutions:public_notice", args=[row.public_id])).status_code == 404
    assert Client().get(reverse("users:link", args=[told.token])).status_code == 404
    assert row.title not in text(Client().get(reverse("institutions:public_notices")))


def test_after_school_care_has_a_page_of_its_own(world: World) -> None:
    by = system_viewer(label="tests")
    care = publish_notice(notice=letter(world, section=NoticeSection.AFTER_SCHOOL, title="课后服务安排"), by=by, at=AT)
    other = out(world)
    page = text(Client().get(reverse("institutions:public_section", args=["after-school"])))
    assert care.title in page
    assert other.title not in page
    assert Client().get(reverse("institutions:public_section", args=["other"])).status_code == 404


def chosen(world: World, row: Notice, *schools: School, **more: Any) -> Any:
    sent = {"schools": [one.public_id for one in schools]} | more
    return world.client(Role.REGISTRAR).post(reverse("institutions:notice_send", args=[row.public_id]), sent)


def test_a_letter_goes_to_single_schools_chosen_by_hand(world: World) -> None:
    row = out(world)
    first, second, third = (school(world, name) for name in ("一小", "二小", "三小"))
    page = text(world.client(Role.REGISTRAR).get(reverse("institutions:notice_send", args=[row.public_id])))
    assert all(one.public_id in page for one in (first, second, third))
    answer = chosen(world, row, first, third, kinds=[SchoolKind.KINDERGARTEN])
    text(answer, 201)
    assert set(NoticeDelivery.objects.values_list("school__name", flat=True)) == {"一小", "三小"}
    assert chosen(world, row, first).status_code == 422, "it has the letter"
    text(chosen(world, row), 201)  # nobody ticked: whoever is left
    assert NoticeDelivery.objects.count() == 3


def test_a_school_of_another_county_is_not_chosen(world: World) -> None:
    row, by = out(world), system_viewer(label="tests")
    foreign = enter_school(county=world.other_county, name="他县小学", kind=SchoolKind.PRIMARY, town=None, by=by, at=AT)
    assert chosen(world, row, foreign).status_code == 422
    assert not NoticeDelivery.objects.exists()


def test_a_school_is_corrected_and_its_contact_with_it(world: World) -> None:
    made, by = school(world), world.viewer(Role.REGISTRAR)
    facts: dict[str, Any] = {"kind": SchoolKind.NINE_YEAR, "town": world.town, "by": by, "at": AT}
    edit_school(school=made, name="实验学校", expected_version=1, contact_name="张三", **facts)
    row = School.objects.get()
    assert (row.name, row.kind, row.version) == ("实验学校", SchoolKind.NINE_YEAR, 2)
    edit_school(school=made, name="实验学校", expected_version=2, contact_phone="13800000001", **facts)
    contact = Contact.objects.get(subject_kind="school", subject_id=row.pk)
    shown = text(world.client(Role.REGISTRAR).get(reverse("institutions:school", args=[row.public_id])))
    assert (contact.to_on, "138****0001" in shown, "13800000001" in shown) == (None, True, False)
    with pytest.raises(StaleVersion):
        edit_school(school=made, name="旧页", expected_version=2, **facts)
    school(world, "二小")
    with pytest.raises(SchoolKnown):
        edit_school(school=made, name="二小", expected_version=3, **facts)


def test_a_closed_school_owes_nothing_and_gets_nothing(world: World) -> None:
    row, made, by = out(world), school(world), world.viewer(Role.REGISTRAR)
    (told,) = send_to(notice=row, schools=[made], by=by, at=AT)
    with pytest.raises(DateInFuture):
        close_school(school=made, closed_on=ON + dt.timedelta(days=1), why="并校", by=by, at=AT)
    close_school(school=made, closed_on=ON, why="并入第二小学", by=by, at=AT)
    term = Deadline.objects.get(subject_kind="notice_delivery", subject_id=told.delivery.pk)
    assert (term.stopped_on, term.stopped_why) == (ON, "并入第二小学")
    assert Client().get(f"/t/{told.token}/").status_code == 404
    with pytest.raises(NobodyToRemind):
        remind(notice=row, by=by, at=AT)
    with pytest.raises(SchoolClosed):
        close_school(school=made, closed_on=ON, why="再次", by=by, at=AT)
    with pytest.raises(SchoolClosed):
        edit_school(school=made, name="改", kind=SchoolKind.PRIMARY, town=None, expected_version=2, by=by, at=AT)
    other = out(world)
    with pytest.raises(NoSchoolLeft):
        send_to(notice=other, schools=list(schools_for(by, other)), by=by, at=AT)
    again = reopen_school(school=made, why="登记有误", by=by, at=AT)
    assert again.closed_on is None
    assert [one.pk for one in schools_for(by, other)] == [made.pk]
