"""A real process that changes the keys is killed (SIGKILL) in the middle; the next one goes on, and nothing is lost."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

import pytest
from django.conf import settings as portal

from cixi_oversight.jobs.enums import JobState
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.personal.enums import Field, Kind
from cixi_oversight.personal.models import Person
from cixi_oversight.personal.ports import crypto
from cixi_oversight.personal.services import people, rotation
from cixi_oversight.users.services.viewer import system_viewer
from tests.crash import night_cases
from tests.people import AT, ON

pytestmark = pytest.mark.django_db(transaction=True)
PHONES = [f"1390000{number:04d}" for number in range(12)]


@pytest.fixture
def job(settings: Any) -> Job:
    by = system_viewer(label="tests")
    for phone in PHONES:
        people.enter_person(
            kind=Kind.COMPLAINANT,
            subject_kind="complaint",
            subject_id=1,
            institution_id=None,
            values={"phone": phone},
            by=by,
            at=AT,
        )
    settings.PERSONAL_KEYS = [*portal.PERSONAL_KEYS, f"k2:{base64.b64encode(b'b' * 32).decode()}"]
    settings.PERSONAL_KEY_CURRENT = "k2"
    return rotation.start_rotation(on=ON, by=by, waking=False)


def forget_leases() -> None:
    """Of the dead process: the next one need not wait for them to run out."""
    for model in (Job, JobSlice):
        model.objects.filter(lease_until__isnull=False).update(lease_until=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))


def phones() -> list[str]:
    rows = Person.objects.order_by("pk")
    return [crypto.unseal(row.phone_sealed, row=row.public_id, field=Field.PHONE) for row in rows]


@pytest.mark.parametrize("nth", [1, 7, 12])
@pytest.mark.parametrize("point", ["personal.rotation", "jobs.before_slice_commit"])
def test_a_killed_rotation_is_taken_up_again(job: Job, settings: Any, point: str, nth: int) -> None:
    keys = {
        "PERSONAL_KEYS": ",".join(settings.PERSONAL_KEYS),
        "PERSONAL_KEY_CURRENT": "k2",
        "PERSONAL_INDEX_KEYS": ",".join(settings.PERSONAL_INDEX_KEYS),
    }
    at = 1 if point.startswith("jobs.") else nth
    assert night_cases.worker(job, CIXI_CRASH=f"{point}:{at}", **keys).returncode == -9
    assert phones() == PHONES
    assert rotation.old().exists()
    forget_leases()
    finished = night_cases.worker(job, **keys)
    assert finished.stdout.strip() == JobState.DONE, finished.stderr
    assert not rotation.old().exists()
    assert phones() == PHONES
