"""Suspected sites: reports of one place come together, who is told, what was found, the public form."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cixi_oversight.desk.models import Message
from cixi_oversight.errors import DomainError, Forbidden, Problems, StaleVersion, WrongState
from cixi_oversight.permissions import Role
from cixi_oversight.personal.errors import NumberInText
from cixi_oversight.personal.models import Person
from cixi_oversight.policy.models import Deadline
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums.suspected import SiteOrigin, SiteState, SiteVerb
from institutions.errors.suspected import OpenElsewhere, WhichInstitution
from institutions.models import SiteReport, SuspectedSite
from institutions.services.suspected import limits
from institutions.services.suspected.moving import move, place
from institutions.services.suspected.reporting import report
from tests.people import AT, ON, World, make_world

FORM = {"address": "浒山街道教场山路8号", "taught": "小学数学", "form_token": "a" * 22}


@pytest.fixture
def world(db: None) -> World:
    cache.clear()
    return make_world()


def told(world: World, **changed: Any) -> SiteReport:
    facts = {"county": world.county, "town": world.town, "address": "教场山路8号", "taught": "小学数学"} | changed
    return report(**{"origin": SiteOrigin.PUBLIC, "by": system_viewer(label="tests"), "at": AT} | facts)


def found(world: World, site: SuspectedSite, verb: SiteVerb, role: Role = Role.INSPECTOR, **more: Any) -> SuspectedSite:
    facts = {"finding": "现场无人", "by": world.viewer(role), "at": AT, "expected_version": site.version} | more
    return move(site=site, verb=verb, **facts)


def test_a_report_is_numbered_has_its_days_and_reaches_town_and_inspectors(world: World) -> None:
    world.user(Role.TOWN_OFFICER), world.user(Role.INSPECTOR)
    site = told(world).site
    assert site.number == "WZ330282-2026-00001"
    assert Deadline.objects.get(subject_kind="suspected_site", subject_id=site.pk).due_on == dt.date(2026, 12, 7)
    assert set(Message.objects.values_list("recipient__username", flat=True)) == {"town_officer", "inspector"}


def test_reports_of_one_open_address_come_together_and_a_closed_one_begins_anew(world: World) -> None:
    first = told(world).site
    again = told(world, address="慈溪市 教场山路８号", sign="小状元")
    assert again.site_id == first.pk
    assert (again.site.reports_count, again.site.sign) == (2, "小状元")
    found(world, again.site, SiteVerb.FIND_NOTHING)
    assert told(world).site_id != first.pk


def test_a_reference_or_form_sent_twice_is_one_report(world: World) -> None:
    fed = {"origin": SiteOrigin.BUSINESS_FEED, "reference": "2026-48-7"}
    assert told(world, **fed).pk == told(world, address="别处1号", **fed).pk
    assert told(world, token="t" * 20).pk == told(world, token="t" * 20).pk
    assert SiteReport.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"address": " ，"}, Problems),
        ({"taught": ""}, Problems),
        ({"note": "打13812345678"}, NumberInText),
    ],
)
def test_what_a_report_must_say_and_must_not(world: World, changed: dict[str, str], refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        told(world, **changed)
    assert not SuspectedSite.objects.exists()


def test_the_table_is_walked_to_its_end_and_back(world: World) -> None:
    site = found(world, told(world).site, SiteVerb.CHECK, Role.TOWN_OFFICER)
    assert site.state == SiteState.CHECKED
    with pytest.raises(StaleVersion):
        found(world, site, SiteVerb.CONFIRM, expected_version=1)
    with pytest.raises(WhichInstitution):
        found(world, site, SiteVerb.FIND_LICENSED)
    site = found(world, site, SiteVerb.FIND_LICENSED, institution=world.institution)
    assert (site.state, site.institution_id) == (SiteState.LICENSED, world.institution.pk)
    assert Deadline.objects.get(subject_id=site.pk, subject_kind="suspected_site").stopped_on == ON
    with pytest.raises(WrongState):
        found(world, site, SiteVerb.CONFIRM)
    with pytest.raises(Forbidden):
        found(world, site, SiteVerb.REOPEN, Role.TOWN_OFFICER)
    other = told(world).site
    with pytest.raises(OpenElsewhere):
        found(world, site, SiteVerb.REOPEN)
    found(world, other, SiteVerb.FIND_NOTHING)
    again = found(world, site, SiteVerb.REOPEN)
    assert (again.state, again.institution_id, again.visited_on) == (SiteState.REPORTED, None, None)
    assert Deadline.objects.get(subject_id=site.pk, subject_kind="suspected_site").stopped_on is None


def test_a_town_sees_its_own_and_one_without_a_town_once_it_is_placed(world: World) -> None:
    site = told(world, town=None).site
    mine = SuspectedSite.objects.visible_to(world.viewer(Role.TOWN_OFFICER))  # type: ignore[attr-defined]
    assert not mine.exists()
    place(site=site, town=world.town, by=world.viewer(Role.INSPECTOR), at=AT, expected_version=site.version)
    assert mine.get() == site


def test_anybody_reports_without_an_account_and_sees_later_how_it_ended(world: World) -> None:
    browser = Client()
    typed = FORM | {"town": world.town.pk, "reporter_phone": "13812345678", "sign": "小状元"}
    answer = browser.post(reverse("institutions:report_site"), typed)
    assert answer.status_code == 302
    row = SiteReport.objects.get()
    assert row.reporter == Person.objects.get()
    assert row.reporter.phone_masked != "13812345678"
    assert browser.post(reverse("institutions:report_site"), typed)["Location"] == answer["Location"]
    assert SiteReport.objects.count() == 1
    page = browser.get(answer["Location"]).content.decode()
    assert row.site.number in page
    assert "教场山路" not in page
    found(world, row.site, SiteVerb.CONFIRM)
    assert "确认无证" in browser.get(answer["Location"]).content.decode()


def test_what_no_person_fills_in_and_too_many_of_one_address_are_not_kept(world: World) -> None:
    browser, url = Client(), reverse("institutions:report_site")
    assert browser.post(url, FORM | {"website": "http://x"}).status_code == 302
    assert not SiteReport.objects.exists()
    for _ in range(limits.MOST_A_DAY):
        limits.count("127.0.0.1")
    assert browser.post(url, FORM).status_code == 422
    assert not SiteReport.objects.exists()


def test_a_form_that_says_nothing_is_put_right_with_what_was_typed(world: World) -> None:
    answer = Client().post(reverse("institutions:report_site"), {"sign": "小状元", "taught": "舞蹈"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="小状元"' in page
    assert 'href="#id_address"' in page


def test_the_pages_of_the_work_list_show_what_may_be_done(world: World) -> None:
    site = told(world).site
    browser = world.client(Role.TOWN_OFFICER)
    assert site.address in browser.get(reverse("institutions:suspected_sites"), {"open": "open"}).content.decode()
    assert (
        site.address not in browser.get(reverse("institutions:suspected_sites"), {"open": "overdue"}).content.decode()
    )
    url = reverse("institutions:move_site", args=[site.public_id, SiteVerb.CONFIRM])
    answer = browser.post(url, {"visited_on": "2020-01-06", "finding": "现场有学生", "version": site.version})
    assert answer.status_code == 302
    site.refresh_from_db()
    assert (site.state, site.visited_on) == (SiteState.UNLICENSED, dt.date(2020, 1, 6))
