"""Calendar and parameters in the browser."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from cixi_oversight.permissions import Role
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.models import Parameter
from cixi_oversight.policy.services import calendar, parameters
from cixi_oversight.users.models import User
from tests.users.conftest import bureau, person

__all__ = ["bureau", "person"]

pytestmark = pytest.mark.django_db
CALENDAR = "/bureau/system/calendar/"
PARAMETERS = "/bureau/system/parameters/"


@pytest.fixture
def enter(client: Client, person: Callable[..., User]) -> Callable[[Role], Client]:
    def sign_in(role: Role) -> Client:
        client.force_login(person("somebody", role))
        return client

    return sign_in


def test_a_published_year_names_its_notice_and_an_unpublished_one_is_marked(enter: Callable[[Role], Client]) -> None:
    client = enter(Role.TOWN_OFFICER)
    published = client.get(f"{CALENDAR}2026/").content.decode()
    assert "国务院办公厅关于2026年部分节假日安排的通知" in published
    assert 'class="alert alert-warning"' not in published
    assert 'class="alert alert-warning"' in client.get(f"{CALENDAR}2027/").content.decode()
    assert "端午节" in client.get(f"{CALENDAR}2027/").content.decode()


@pytest.mark.parametrize("year", [2003, 2100, 99999999])
def test_a_year_outside_the_calendar_is_not_found(enter: Callable[[Role], Client], year: int) -> None:
    assert enter(Role.TOWN_OFFICER).get(f"{CALENDAR}{year}/").status_code == 404


def test_the_section_chief_sets_a_day(enter: Callable[[Role], Client]) -> None:
    client = enter(Role.SECTION_CHIEF)
    data = {"day": "2027-03-08", "is_workday": "off", "name": "局定休息", "why": "暴雪停工"}
    assert client.post(f"{CALENDAR}set-day/", data).headers["Location"] == f"{CALENDAR}2027/"
    assert not calendar.is_workday(dt.date(2027, 3, 8))


@pytest.mark.parametrize(
    "change",
    [
        {"day": "2027-02-30"},
        {"day": "２０２７-03-08"},
        {"is_workday": "maybe"},
        {"why": ""},
        {"name": "\x00"},
        {"day": "2003-01-01"},
    ],
)
def test_a_day_that_cannot_be_read_is_refused(enter: Callable[[Role], Client], change: dict[str, str]) -> None:
    data = {"day": "2027-03-08", "is_workday": "off", "name": "休", "why": "雪"} | change
    assert enter(Role.SECTION_CHIEF).post(f"{CALENDAR}set-day/", data).status_code in {400, 422}
    assert calendar.is_workday(dt.date(2027, 3, 8))


def test_the_section_chief_publishes_a_year_once(enter: Callable[[Role], Client]) -> None:
    client = enter(Role.SECTION_CHIEF)
    data = {"year": "2027", "source": "国务院办公厅通知", "why": "已公布"}
    assert client.post(f"{CALENDAR}publish/", data).status_code == 302
    assert not calendar.is_provisional(dt.date(2027, 6, 1))
    assert client.post(f"{CALENDAR}publish/", data).status_code == 409


@pytest.mark.parametrize(
    "path", [f"{CALENDAR}set-day/", f"{CALENDAR}publish/", f"{PARAMETERS}filings.statement_due_days/"]
)
def test_only_the_section_chief_changes_policy(enter: Callable[[Role], Client], path: str) -> None:
    client = enter(Role.REGISTRAR)
    assert client.get(path).status_code == 403
    assert client.post(path, {}).status_code == 403


def test_parameters_show_what_holds_its_source_and_what_is_not_confirmed(enter: Callable[[Role], Client]) -> None:
    page = enter(Role.REGISTRAR).get(PARAMETERS).content.decode()
    assert "浙江省实施《中华人民共和国消费者权益保护法》办法" in page
    assert "¥5,000.00" in page
    assert "state-waits" in page


def test_a_new_value_stands_beside_the_old_one(enter: Callable[[Role], Client]) -> None:
    client = enter(Role.SECTION_CHIEF)
    data = {
        "value": "20",
        "effective_from": "2027-01-01",
        "source": "局发〔2026〕8号",
        "confirmed": "on",
        "why": "新规",
    }
    path = f"{PARAMETERS}filings.statement_due_days/"
    assert client.post(path, data).headers["Location"] == PARAMETERS
    assert parameters.value("filings.statement_due_days", on=dt.date(2026, 12, 31)) == 15
    assert parameters.value("filings.statement_due_days", on=dt.date(2027, 1, 1)) == 20
    assert client.post(path, data).status_code == 409
    assert "局发〔2026〕8号" in client.get(PARAMETERS).content.decode()


@pytest.mark.parametrize("value", ["1_000", "１２", "1e3", "-1", "12.0", "", "9" * 30])
def test_a_value_that_is_no_plain_number_is_refused(enter: Callable[[Role], Client], value: str) -> None:
    data = {"value": value, "effective_from": "2027-01-01", "source": "x", "why": "x"}
    assert enter(Role.SECTION_CHIEF).post(f"{PARAMETERS}filings.statement_due_days/", data).status_code == 422


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("messages.quiet_from", "22:30", 22 * 60 + 30),
        ("messages.quiet_to", "00:00", 0),
        ("teaching.no_rest_days", "0", 0),
        ("messages.bundle_minutes", "5", 5),
    ],
)
def test_a_value_is_typed_as_people_write_it(enter: Callable[[Role], Client], key: str, typed: str, kept: int) -> None:
    data = {"value": typed, "effective_from": "2027-01-01", "source": "局发〔2026〕9号", "why": "新规"}
    client = enter(Role.SECTION_CHIEF)
    assert client.post(f"{PARAMETERS}{key}/", data).status_code == 302
    assert parameters.value(key, on=dt.date(2027, 1, 1)) == kept


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("messages.quiet_from", "24:00"),
        ("messages.quiet_from", "1290"),
        ("teaching.end_offline", "9999"),
        ("teaching.no_rest_days", "2"),
        ("staff.teaching_share_percent", "101"),
    ],
)
def test_a_value_beyond_what_its_unit_knows_is_refused(enter: Callable[[Role], Client], key: str, typed: str) -> None:
    data = {"value": typed, "effective_from": "2027-01-01", "source": "x", "why": "x"}
    before = Parameter.objects.count()
    assert enter(Role.SECTION_CHIEF).post(f"{PARAMETERS}{key}/", data).status_code in {400, 422}
    assert Parameter.objects.count() == before


@pytest.mark.parametrize("scope", [{"category": "arts"}, {"mode": "custody"}])
def test_what_holds_for_the_whole_portal_is_not_set_for_a_part(
    enter: Callable[[Role], Client], scope: dict[str, str]
) -> None:
    data = {"value": "5", "effective_from": "2027-01-01", "source": "x", "why": "x"}
    path = f"{PARAMETERS}messages.bundle_minutes/"
    client = enter(Role.SECTION_CHIEF)
    assert client.post(path, data | scope).status_code in {400, 422}
    assert parameters.value(Key.BUNDLE, on=dt.date(2027, 1, 1)) == 1
    assert client.post(path, data).status_code == 302


def test_an_unknown_parameter_is_not_found(enter: Callable[[Role], Client]) -> None:
    assert enter(Role.SECTION_CHIEF).get(f"{PARAMETERS}no.such/").status_code == 404
