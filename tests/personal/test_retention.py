"""Forgetting: in time, on request, not while needed or held; and what is left of a forgotten person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.jobs.enums import JobState
from cixi_oversight.jobs.rules.nightly import Nightly
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.jobs.services.nightly import start_line
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.personal.enums import Field
from cixi_oversight.personal.errors import AlreadyErased, NothingOnRecord, NotOnHold, OnHold, ReasonMissing, StillNeeded
from cixi_oversight.personal.models import Contact, Person
from cixi_oversight.personal.services import contacts, retention
from cixi_oversight.personal.services.reveal import reveal
from cixi_oversight.users.models import Department, Town
from inspections.enums import Outcome
from inspections.models import Complaint
from inspections.services.complaints import resolve_complaint
from institutions.enums import Verb
from institutions.models import Institution
from institutions.services.status import change_status

from .conftest import AT, ID, NAME, ON, PHONE, user_in
from .test_people import everything

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
WHY = "本人申请删除"


def night(on: dt.date, by: Viewer) -> int:
    """Works the nightly line of a day; returns how many persons it erased."""
    pin(on)
    job = start_line(Nightly(retention.JOB, at=dt.time(3)), day=on, by=by)[0]
    assert work_through(job.pk) is JobState.DONE
    return sum(job.slices.values_list("rows", flat=True))


@pytest.fixture
def closed(complain: Callable[..., Complaint], by: Viewer) -> Complaint:
    row = complain()
    resolve_complaint(complaint=row, outcome=Outcome.WITHDRAWN, reason="投诉人撤回", by=by, at=AT)
    return row


def person_of(complaint: Complaint) -> Person:
    assert complaint.complainant_id is not None
    return Person.objects.get(pk=complaint.complainant_id)


def test_the_night_erases_on_the_day_after_the_last(closed: Complaint, by: Viewer) -> None:
    last = person_of(closed).retain_until
    assert last is not None
    assert night(last, by) == 0
    assert night(last + DAY, by) == 1
    row = person_of(closed)
    assert row.is_erased
    assert row.erased_at is not None
    assert timezone.localdate(row.erased_at) == last + DAY
    assert night(last + 2 * DAY, by) == 0


def test_an_open_complaint_keeps_who_complained(complain: Callable[..., Complaint], by: Viewer) -> None:
    row = complain()
    late = ON + 2000 * DAY
    assert night(late, by) == 0
    resolve_complaint(complaint=row, outcome=Outcome.WITHDRAWN, reason="投诉人撤回", by=by, at=clock.at(late))
    assert night(late + DAY, by) == 1


def test_a_serving_contact_is_kept_and_an_ended_one_is_not(contact: Contact, by: Viewer) -> None:
    assert night(ON + 4000 * DAY, by) == 0
    contacts.end_contact(contact=contact, expected_version=1, to_on=ON, why="变更法定代表人", by=by, at=AT)
    assert night(ON + 4001 * DAY, by) == 1


def test_with_the_institution_its_contacts_end(contact: Contact, institution: Institution, by: Viewer) -> None:
    change_status(institution=institution, verb=Verb.REPORT_VANISHED, by=by, why="现场无人", at=AT)
    assert Contact.objects.get().to_on is None
    change_status(institution=institution, verb=Verb.CLOSE_BY_ORDER, by=by, why="责令停止办学", at=AT)
    row = Contact.objects.select_related("person").get()
    assert (row.to_on, row.person.retain_until) == (ON, ON + 1096 * DAY)
    assert night(ON + 1097 * DAY, by) == 1


def test_a_hold_keeps_until_it_is_lifted(closed: Complaint, by: Viewer) -> None:
    row = person_of(closed)
    retention.hold(person=row, why="行政诉讼期间", by=by, at=AT)
    with pytest.raises(OnHold):
        retention.hold(person=row, why="再次留存", by=by, at=AT)
    with pytest.raises(OnHold):
        retention.erase(person=row, why=WHY, by=by, at=AT)
    assert night(ON + 2000 * DAY, by) == 0
    retention.lift_hold(person=row, why="诉讼已结束", by=by, at=AT)
    with pytest.raises(NotOnHold):
        retention.lift_hold(person=row, why="诉讼已结束", by=by, at=AT)
    assert night(ON + 2001 * DAY, by) == 1


def test_hundreds_go_in_slices(
    closed: Complaint, complain: Callable[..., Complaint], by: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "SLICE", 3)
    for number in range(10):
        row = complain(phone=f"1390000{number:04d}")
        resolve_complaint(complaint=row, outcome=Outcome.WITHDRAWN, reason="投诉人撤回", by=by, at=AT)
    assert night(ON + 2000 * DAY, by) == 11


def test_on_request_the_values_are_nowhere_any_more(
    contact: Contact, closed: Complaint, by: Viewer, as_role: Callable[[Role], Viewer]
) -> None:
    contacts.edit_contact(
        contact=contact, expected_version=1, values={"phone": "0574-63012345"}, why="换了号码", by=by, at=AT
    )
    reveal(person=contact.person, field=Field.PHONE, why="核对登记信息", by=as_role(Role.SECTION_CHIEF), at=AT)
    contacts.end_contact(contact=contact, expected_version=2, to_on=ON, why="变更法定代表人", by=by, at=AT)
    sealed = [getattr(row, f"{field}_sealed") for row in (contact.person, person_of(closed)) for field in Field]
    index = Person.objects.get(pk=contact.person_id).phone_index
    for row in (contact.person, person_of(closed)):
        retention.erase(person=row, why=WHY, by=by, at=AT + DAY)
    text = everything()
    for value in (NAME, PHONE, ID, "057463012345", "李四", "13900001111"):
        assert value not in text
    for masked in ("张**", "0574******45", f"3302**********{ID[-4:]}", "李*", "139****1111", index):
        assert masked not in text
    assert not [value for value in sealed if value and value in text]
    row = Person.objects.get(pk=contact.person_id)
    assert row.pseudonym == f"P-{row.public_id[:6].upper()}"
    assert Event.objects.filter(verb="personal.erase", why=WHY).count() == 2
    with pytest.raises(NothingOnRecord):
        reveal(person=row, field=Field.PHONE, why="核对登记信息", by=as_role(Role.SECTION_CHIEF), at=AT)
    with pytest.raises(AlreadyErased):
        retention.erase(person=row, why=WHY, by=by, at=AT)


def test_what_is_in_use_is_not_erased_on_request(
    contact: Contact, complain: Callable[..., Complaint], by: Viewer
) -> None:
    for row in (contact.person, person_of(complain())):
        with pytest.raises(StillNeeded):
            retention.erase(person=row, why=WHY, by=by, at=AT)
        with pytest.raises(ReasonMissing):
            retention.erase(person=row, why=" ", by=by, at=AT)
    assert not Person.objects.exclude(erased_at=None).exists()


def test_pages_say_that_it_was_erased(closed: Complaint, client: Client, bureau: Department, town: Town) -> None:
    pin(ON)
    client.force_login(user_in(Role.SECTION_CHIEF, bureau, town))
    row = person_of(closed)
    answer = client.post(reverse("personal:erase", args=[row.public_id]), {"why": WHY})
    assert answer.status_code == 302
    for url in (
        reverse("personal:person", args=[row.public_id]),
        reverse("inspections:complaint", args=[closed.public_id]),
    ):
        text = client.get(url).content.decode()
        assert f"P-{row.public_id[:6].upper()}" in text
        assert "139****1111" not in text
    assert client.get(reverse("personal:reveal", args=[row.public_id, "phone"])).status_code == 404
    assert client.get(reverse("personal:erase", args=[row.public_id])).status_code == 403


def test_a_hold_is_put_and_lifted_by_hand(closed: Complaint, client: Client, bureau: Department, town: Town) -> None:
    pin(ON)
    client.force_login(user_in(Role.LEGAL_REVIEWER, bureau, town))
    row = person_of(closed)
    url = reverse("personal:hold", args=[row.public_id])
    client.post(url, {"why": "行政诉讼期间"})
    assert "行政诉讼期间" in client.get(reverse("personal:person", args=[row.public_id])).content.decode()
    client.post(url, {"why": "诉讼已结束"})
    assert person_of(closed).hold_reason == ""
    assert client.post(url, {"why": ""}).status_code == 422
