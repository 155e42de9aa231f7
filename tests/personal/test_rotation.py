"""New keys: old rows are read meanwhile, sealed again slice by slice, and a stopped job goes on where it stood."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cixi_oversight.jobs.enums import JobState
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services import engine
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.personal.enums import Field, Kind
from cixi_oversight.personal.models import Person
from cixi_oversight.personal.ports import crypto
from cixi_oversight.personal.services import rotation
from cixi_oversight.personal.services.reveal import look_up, reveal
from inspections.models import Complaint

from .conftest import AT, ON, key

pytestmark = pytest.mark.django_db
PHONES = [f"1390000{number:04d}" for number in range(7)]


@pytest.fixture
def persons(complain: Callable[..., Complaint]) -> list[Person]:
    found = [complain(phone=phone).complainant for phone in PHONES]
    return [person for person in found if person is not None]


@pytest.fixture
def newer(persons: list[Person], settings: Any) -> Iterator[Any]:
    """k2 and i2 are current; k1 and i1 still open and find."""
    settings.PERSONAL_KEYS = [*settings.PERSONAL_KEYS, f"k2:{key('b')}"]
    settings.PERSONAL_KEY_CURRENT = "k2"
    settings.PERSONAL_INDEX_KEYS = [*settings.PERSONAL_INDEX_KEYS, f"i2:{key('c')}"]
    settings.PERSONAL_INDEX_KEY_CURRENT = "i2"
    return settings


def phones() -> list[str]:
    rows = Person.objects.order_by("pk")
    return [crypto.unseal(row.phone_sealed, row=row.public_id, field=Field.PHONE) for row in rows]


def test_before_the_rotation_old_rows_are_read_and_found(
    newer: Any, persons: list[Person], as_role: Callable[[Role], Viewer]
) -> None:
    chief = as_role(Role.SECTION_CHIEF)
    assert reveal(person=persons[0], field=Field.PHONE, why="回访投诉处理结果", by=chief, at=AT) == PHONES[0]
    assert look_up(kind=Kind.COMPLAINANT, phone=PHONES[0], by=chief, at=AT) == [persons[0]]


def test_the_rotation_brings_every_row_to_the_current_keys(newer: Any, by: Viewer) -> None:
    before = Person.objects.order_by("pk").values_list("version", flat=True)[0]
    job = rotation.start_rotation(on=ON, by=by, waking=False)
    assert work_through(job.pk) is JobState.DONE
    assert not rotation.old().exists()
    newer.PERSONAL_KEYS, newer.PERSONAL_INDEX_KEYS = newer.PERSONAL_KEYS[1:], newer.PERSONAL_INDEX_KEYS[1:]
    assert phones() == PHONES
    for row in Person.objects.order_by("pk"):
        assert row.name_sealed.startswith("aesgcm:k2:")
        assert row.phone_index.startswith("hmac-sha256:i2:")
        assert row.version == before  # a form that is open stays good


def test_stopped_half_way_it_goes_on(
    newer: Any, by: Viewer, persons: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "SLICE", 2)
    job = rotation.start_rotation(on=ON, by=by, waking=False)
    calls = iter(range(100))
    real = crypto.seal

    def failing(*args: Any, **kwargs: Any) -> str:
        if next(calls) == 5:  # in the second slice, between two columns of a row
            raise MemoryError
        return real(*args, **kwargs)

    monkeypatch.setattr(crypto, "seal", failing)
    engine._step(Job.objects.get(pk=job.pk), rotation.KIND)  # plans
    for _ in range(2):  # a whole slice, and one that is given back
        engine._step(Job.objects.get(pk=job.pk), rotation.KIND)
    assert rotation.old().count() == 5
    assert phones() == PHONES  # whatever key each row has by now
    monkeypatch.setattr(crypto, "seal", real)
    assert work_through(job.pk, patient=True) is JobState.DONE
    assert not rotation.old().exists()
    assert phones() == PHONES


def test_a_broken_row_is_counted_named_and_left(newer: Any, by: Viewer, persons: list[Person]) -> None:
    Person.objects.filter(pk=persons[2].pk).update(name_sealed=persons[3].name_sealed)
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("rotate_personal_keys", stdout=out)
    assert "partial: 1 left" in out.getvalue()
    assert list(rotation.old()) == [persons[2]]
    persons[2].refresh_from_db()
    assert persons[2].name_sealed == persons[3].name_sealed


def test_the_command_says_how_many_and_does_it(newer: Any, persons: list[Person]) -> None:
    out = io.StringIO()
    call_command("rotate_personal_keys", "--check", stdout=out)
    assert out.getvalue() == "7 rows of older keys\n"
    assert rotation.old().count() == 7
    call_command("rotate_personal_keys", stdout=out)
    assert rotation.old().count() == 0
    call_command("rotate_personal_keys", stdout=out)
    assert out.getvalue().endswith("0 rows of older keys\n")


def test_with_nothing_to_do_the_night_does_nothing(persons: list[Person], by: Viewer) -> None:
    job = rotation.start_rotation(on=ON, by=by, waking=False)
    assert work_through(job.pk) is JobState.DONE
    assert not job.slices.exists()
