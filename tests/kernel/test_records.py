"""Versions that a stale form trips over, and facts as they were known."""

import datetime as dt
import threading

import pytest
from django.db import connection

from cixi_oversight.errors import StaleVersion
from cixi_oversight.records import new_public_id
from cixi_oversight.users.services.viewer import system_viewer
from inspections.models import Complaint, ComplaintValidity
from institutions.models import Institution
from tests.people import AT, World, make_world

DAY = dt.timedelta(days=1)


@pytest.mark.django_db
def test_who_was_slower_overwrites_nothing() -> None:
    world, by = make_world(), system_viewer()
    first, second = (Institution.objects.get(pk=world.institution.pk) for _ in range(2))
    first.trade_name, second.trade_name = "甲", "乙"
    first.save_version(expected=first.version, by=by.actor_id, at=AT + DAY, fields=["trade_name"])
    with pytest.raises(StaleVersion):
        second.save_version(expected=second.version, by=by.actor_id, at=AT + DAY, fields=["trade_name"])
    stored = Institution.objects.get(pk=world.institution.pk)
    assert (stored.trade_name, stored.version, stored.changed_at) == ("甲", first.version, AT + DAY)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told() -> None:
    world, by = make_world(), system_viewer()
    together, refused, failed = threading.Barrier(2), [], []

    def save(name: str) -> None:
        try:
            row = Institution.objects.get(pk=world.institution.pk)
            row.trade_name = name
            together.wait(10)
            row.save_version(expected=row.version, by=by.actor_id, at=AT, fields=["trade_name"])
        except StaleVersion:
            refused.append(name)
        except BaseException as error:  # noqa: BLE001 - shown below
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(name,)) for name in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert failed == []
    assert len(refused) == 1
    stored = Institution.objects.get(pk=world.institution.pk)
    assert stored.version == world.institution.version + 1
    assert {stored.trade_name, *refused} == {"甲", "乙"}


@pytest.fixture
def complaint(db: None) -> Complaint:
    world: World = make_world()
    return Complaint.objects.create(
        institution=world.institution, number="TS-1", channel="hotline", matter="refund", received_on=AT.date(),
        due_on=AT.date(), recorded_at=AT, recorded_by_id=system_viewer().actor_id,
    )  # fmt: skip


def judged(
    complaint: Complaint, at: dt.datetime, *, valid: bool, instead_of: ComplaintValidity | None = None
) -> ComplaintValidity:
    return ComplaintValidity.objects.create(
        complaint=complaint, institution=complaint.institution, is_valid=valid, decided_on=at.date(), reason="查实",
        recorded_at=at, recorded_by_id=system_viewer().actor_id, supersedes=instead_of,
    )  # fmt: skip


def test_a_night_knows_what_was_recorded_by_its_cutoff(complaint: Complaint) -> None:
    first = judged(complaint, AT, valid=True)
    second = judged(complaint, AT + DAY, valid=False, instead_of=first)
    rows = ComplaintValidity.objects
    moment = dt.timedelta(microseconds=1)
    assert list(rows.all().as_of(AT - moment)) == []
    assert list(rows.all().as_of(AT)) == [first]
    assert list(rows.all().as_of(AT + DAY - moment)) == [first]
    assert list(rows.all().as_of(AT + DAY)) == [second]
    assert list(rows.all().standing()) == [second]


def test_public_ids_are_opaque_and_speakable() -> None:
    found = {new_public_id() for _ in range(2_000)}
    assert len(found) == 2_000
    assert all(len(one) == 13 for one in found)
    assert not set("".join(found)) & set("01ilo")
