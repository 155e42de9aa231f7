"""Background work in the browser: the list, live progress, trying again, and the demo's next day."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from cixi_oversight import clock
from cixi_oversight.jobs.enums import JobState
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services.business_date import pin, pinned_date
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.jobs.services.wake import start
from cixi_oversight.permissions import Role
from cixi_oversight.users.models import County, User
from cixi_oversight.users.services.viewer import system_viewer
from tests.jobs.conftest import NAME, Toy
from tests.users.conftest import bureau, person

__all__ = ["bureau", "person"]

pytestmark = pytest.mark.django_db
LIST = "/bureau/system/jobs/"


@pytest.fixture
def signed_in(client: Client, person: Callable[..., User]) -> Callable[..., Client]:
    def enter(*roles: Role) -> Client:
        client.force_login(person("somebody", *roles))
        return client

    return enter


@pytest.fixture
def failed(toy: Toy) -> Job:
    def poison() -> None:
        raise LookupError("no rule set in force")

    toy.on_finish = poison
    job = start(NAME, slot="330282:2026-11-23", by=system_viewer())
    for _ in range(3):
        with pytest.raises(LookupError):
            work_through(job.pk)
    return Job.objects.get(pk=job.pk)


def test_the_list_names_the_work_and_its_state(signed_in: Callable[..., Client], failed: Job) -> None:
    page = signed_in(Role.REGISTRAR).get(LIST).content.decode()
    assert "330282:2026-11-23" in page
    assert f"{LIST}{failed.pk}/" in page


def test_filters_narrow_the_list(signed_in: Callable[..., Client], failed: Job) -> None:
    client = signed_in(Role.REGISTRAR)
    assert "330282:2026-11-23" in client.get(LIST, {"state": "failed"}).content.decode()
    assert "330282:2026-11-23" not in client.get(LIST, {"state": "done"}).content.decode()
    assert client.get(LIST, {"state": "nonsense"}).status_code == 400
    assert client.get(LIST, {"stat": "failed"}).status_code == 400


def test_a_running_job_polls_without_keeping_the_session_alive(signed_in: Callable[..., Client], toy: Toy) -> None:
    job = start(NAME, slot="x", by=system_viewer())
    page = signed_in(Role.REGISTRAR).get(f"{LIST}{job.pk}/").content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert "X-Poll" in page


def test_progress_comes_as_a_fragment_and_stops_polling_when_done(signed_in: Callable[..., Client], toy: Toy) -> None:
    job = start(NAME, slot="x", by=system_viewer())
    work_through(job.pk)
    answer = signed_in(Role.REGISTRAR).get(f"{LIST}{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in answer
    assert "3/3" in answer
    assert "every 2s" not in answer


def test_a_failure_says_why_and_may_be_tried_again_by_few(signed_in: Callable[..., Client], failed: Job) -> None:
    client = signed_in(Role.SECTION_CHIEF)
    assert "no rule set in force" in client.get(f"{LIST}{failed.pk}/").content.decode()
    assert client.post(f"{LIST}{failed.pk}/").status_code == 302
    assert Job.objects.get(pk=failed.pk).state == JobState.QUEUED
    assert client.post(f"{LIST}{failed.pk}/").status_code == 409, "there is nothing to try again now"


def test_others_see_the_failure_but_have_no_button(signed_in: Callable[..., Client], failed: Job) -> None:
    client = signed_in(Role.REGISTRAR)
    assert '<form method="post" data-once>' not in client.get(f"{LIST}{failed.pk}/").content.decode()
    assert client.post(f"{LIST}{failed.pk}/").status_code == 403


def test_the_work_of_another_county_is_not_found(signed_in: Callable[..., Client], toy: Toy) -> None:
    other = County.objects.create(code="330281", name="余姚市")
    job = start(NAME, slot="330281:x", by=system_viewer(), county_id=other.pk)
    client = signed_in(Role.REGISTRAR)
    assert client.get(f"{LIST}{job.pk}/").status_code == 404
    assert client.get(f"{LIST}999999999999999999999/").status_code == 404
    assert "330281:x" not in client.get(LIST).content.decode()


def test_it_says_when_no_worker_answers(signed_in: Callable[..., Client], toy: Toy) -> None:
    from cixi_oversight.jobs.services import heartbeat

    client, warning = signed_in(Role.SYSTEM_ADMIN), 'class="alert alert-warning"'
    assert warning not in client.get(LIST).content.decode(), "nothing waits"
    start(NAME, slot="x", by=system_viewer())
    with time_machine.travel(clock.real_now() + dt.timedelta(minutes=4)):
        assert warning in client.get(LIST).content.decode()
    heartbeat.beat()
    assert warning not in client.get(LIST).content.decode()
    with time_machine.travel(clock.real_now() + dt.timedelta(minutes=4)):
        assert warning in client.get(LIST).content.decode()


NEXT = "/bureau/system/next-day/"
MONDAY = dt.date(2026, 11, 23)


def test_next_day_is_not_there_outside_the_demo(signed_in: Callable[..., Client]) -> None:
    pin(MONDAY)
    assert signed_in(Role.REGISTRAR).post(NEXT).status_code == 404
    assert pinned_date() == MONDAY


def test_next_day_moves_the_date_and_leads_to_the_nights_work(
    signed_in: Callable[..., Client], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.IS_DEMO = True
    monkeypatch.setattr("cixi_oversight.jobs.services.nightly.schedule", tuple)
    pin(MONDAY)
    client = signed_in(Role.REGISTRAR)
    tuesday = MONDAY + dt.timedelta(days=1)
    assert client.post(NEXT).headers["Location"] == f"/bureau/system/jobs/?night={tuesday.isoformat()}"
    assert client.get(f"/bureau/system/jobs/?night={tuesday.isoformat()}").status_code == 200
    assert pinned_date() == tuesday
    assert client.get(NEXT).status_code == 405


def test_who_may_not_see_the_work_returns_to_the_page(
    signed_in: Callable[..., Client], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.IS_DEMO = True
    monkeypatch.setattr("cixi_oversight.jobs.services.nightly.schedule", tuple)
    pin(MONDAY)
    client = signed_in(Role.TOWN_OFFICER)
    assert client.post(NEXT, {"next": "/bureau/risk/?x=1"}).headers["Location"] == "/bureau/risk/?x=1"
    assert "evil" not in client.post(NEXT, {"next": "//evil.example"}).headers["Location"]


def test_the_public_does_not_move_the_date(client: Client, settings: Any) -> None:
    settings.IS_DEMO = True
    pin(MONDAY)
    assert client.post(NEXT).headers["Location"].startswith("/accounts/login/")
    assert pinned_date() == MONDAY
