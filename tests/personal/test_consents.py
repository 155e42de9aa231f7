"""A guardian's consent: who needs one, what is shut without it, and the day on which a child is a child no longer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.jobs.rules.nightly import Nightly
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.jobs.services.nightly import start_line
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.personal.enums import ConsentForm, DataClass, DocumentType, Field, Kind
from cixi_oversight.personal.errors import (
    ConsentDate,
    ConsentRestricts,
    ConsentStands,
    NoConsentNeeded,
    NoConsentStands,
    ReasonMissing,
)
from cixi_oversight.personal.models import Consent, Person
from cixi_oversight.personal.services import ages, consents
from cixi_oversight.personal.services.people import enter_person
from cixi_oversight.personal.services.reveal import reveal
from institutions.models import Institution
from tests.people import make_world

from .conftest import AT, ON, valid_id

pytestmark = pytest.mark.django_db
WHY = "核对退费对象"


@pytest.fixture
def chief(as_role: Callable[[Role], Viewer]) -> Viewer:
    return as_role(Role.SECTION_CHIEF)


@pytest.fixture
def child(institution: Institution, by: Viewer) -> Callable[..., Person]:
    def born(day: str, *, at: dt.datetime = AT) -> Person:
        number = valid_id(f"330282{day}123")
        return enter_person(
            kind=Kind.STUDENT,
            subject_kind="institution",
            subject_id=institution.pk,
            institution_id=institution.pk,
            values={"name": "小明", "document_type": DocumentType.RESIDENT_ID, "document_number": number},
            by=by,
            at=at,
        )

    return born


@pytest.mark.parametrize(
    ("born", "on", "is_child"),
    [
        ("20121124", "2026-11-23", True),  # the day before the birthday
        ("20121123", "2026-11-23", False),  # the birthday itself
        ("20121122", "2026-11-23", False),
        ("20120229", "2026-02-27", True),  # 29 February, in a common year
        ("20120229", "2026-02-28", False),
        ("20120229", "2026-03-01", False),
        ("20120228", "2026-02-27", True),
        ("20120301", "2026-02-28", True),
        ("20120301", "2026-03-01", False),
    ],
)
def test_the_business_date_decides(child: Callable[..., Person], born: str, on: str, is_child: bool) -> None:
    row = child(born, at=clock.at(dt.date(2025, 1, 1), 10))
    assert row.is_child
    assert consents.is_child_on(row, dt.date.fromisoformat(on)) is is_child


def test_midnight_is_that_of_shanghai(child: Callable[..., Person], chief: Viewer) -> None:
    """At 15:59 UTC it is still the day before; a minute later the child is 14."""
    row = child("20121124", at=clock.at(dt.date(2025, 1, 1), 10))
    before = dt.datetime(2026, 11, 23, 15, 59, 59, tzinfo=dt.UTC).astimezone(clock.SHANGHAI)
    after = dt.datetime(2026, 11, 23, 16, 0, 0, tzinfo=dt.UTC).astimezone(clock.SHANGHAI)
    with pytest.raises(ConsentRestricts):
        reveal(person=row, field=Field.NAME, why=WHY, by=chief, at=before)
    assert reveal(person=row, field=Field.NAME, why=WHY, by=chief, at=after) == "小明"


def test_without_a_consent_a_child_is_shut_with_one_open_withdrawn_shut_again(
    child: Callable[..., Person], chief: Viewer
) -> None:
    row = child("20180501")

    def look() -> str:
        return reveal(person=row, field=Field.NAME, why=WHY, by=chief, at=AT)

    with pytest.raises(ConsentRestricts):
        look()
    consents.give(person=row, form=ConsentForm.PAPER, on=ON, by=chief, at=AT)
    assert look() == "小明"
    consents.withdraw(person=row, on=ON, why="监护人书面撤回", by=chief, at=AT + dt.timedelta(minutes=1))
    with pytest.raises(ConsentRestricts):
        look()
    consents.give(person=row, form=ConsentForm.IN_PERSON, on=ON, by=chief, at=AT + dt.timedelta(minutes=2))
    assert look() == "小明"
    verbs = Event.objects.filter(subject_kind="person", subject_id=row.pk).order_by("id").values_list("verb", flat=True)
    assert [verb for verb in verbs if "consent" in verb] == [
        "personal.give_consent",
        "personal.withdraw_consent",
        "personal.give_consent",
    ]


def test_many_are_asked_in_one_query(
    child: Callable[..., Person], chief: Viewer, django_assert_num_queries: Callable[[int], object]
) -> None:
    shut, open_ = child("20180501"), child("20180502")
    consents.give(person=open_, form=ConsentForm.PAPER, on=ON, by=chief, at=AT)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert consents.restricted([shut, open_], on=ON) == {shut.pk}


def test_what_does_not_fit_is_refused(child: Callable[..., Person], person: Person, chief: Viewer) -> None:
    row = child("20180501")
    with pytest.raises(NoConsentNeeded):
        consents.give(person=person, form=ConsentForm.PAPER, on=ON, by=chief, at=AT)
    with pytest.raises(NoConsentStands):
        consents.withdraw(person=row, on=ON, why="没有同意", by=chief, at=AT)
    with pytest.raises(ConsentDate):
        consents.give(person=row, form=ConsentForm.PAPER, on=ON + dt.timedelta(days=1), by=chief, at=AT)
    consents.give(person=row, form=ConsentForm.PAPER, on=ON, by=chief, at=AT)
    with pytest.raises(ConsentStands):
        consents.give(person=row, form=ConsentForm.PAPER, on=ON, by=chief, at=AT)
    with pytest.raises(ReasonMissing):
        consents.withdraw(person=row, on=ON, why="", by=chief, at=AT)
    assert Consent.objects.count() == 1


def test_the_night_after_the_birthday_changes_the_class(
    child: Callable[..., Person], by: Viewer, institution: Institution
) -> None:
    early = clock.at(dt.date(2025, 1, 1), 10)
    grown, young = child("20121123", at=early), child("20121124", at=early)
    job = start_line(Nightly(ages.JOB, at=dt.time(0, 10)), day=ON, by=by)[0]
    work_through(job.pk, patient=True)
    for row in (grown, young):
        row.refresh_from_db()
    assert (grown.is_child, young.is_child) == (False, True)
    assert grown.data_class == DataClass.SENSITIVE, "a student's document number is, at any age"
    assert [event.subject_id for event in Event.objects.filter(verb="personal.come_of_age")] == [grown.pk]


def test_it_is_recorded_on_the_childs_page() -> None:
    from tests.project.things import student

    world = make_world()
    row = student(world.institution)
    Person.objects.filter(pk=row.pk).update(is_child=True)
    client: Client = world.client(Role.SECTION_CHIEF)
    page = reverse("personal:person", args=[row.public_id])
    assert "未满十四周岁且没有有效的监护人同意" in client.get(page).content.decode()
    give = reverse("personal:give_consent", args=[row.public_id])
    assert client.post(give, {"form": "paper", "on": "2026-11-20"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "2026-11-20" in shown
    assert "没有有效的监护人同意" not in shown
    withdraw = reverse("personal:withdraw_consent", args=[row.public_id])
    assert client.post(withdraw, {"on": "2026-11-21", "why": ""}).status_code == 422
    assert client.post(withdraw, {"on": "2026-11-21", "why": "监护人来电撤回"}).status_code == 302
    assert "监护人来电撤回" in client.get(page).content.decode()
