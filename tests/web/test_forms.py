"""Forms: what is typed is read strictly, refused in words, never lost, and sent twice is done once."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections
from django.test import Client

from cixi_oversight.users.models import Town, User
from cixi_oversight.web.fields import DayField, PlainCharField, UsccField, YuanField

urls = pytest.mark.urls("tests.web.small")


@pytest.mark.parametrize(
    ("typed", "fen"), [("1234.5", 123450), ("1,234.50", 123450), (" ¥80 ", 8000), ("0", 0), ("", None)]
)
def test_yuan_become_fen(typed: str, fen: int | None) -> None:
    assert YuanField(required=False).clean(typed) == fen


@pytest.mark.parametrize("typed", ["1e3", "1_000", "１２", "1.234", "12,34", "-1", "NaN", "9" * 14])
def test_yuan_that_are_not_plain_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        YuanField().clean(typed)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["2026-11-23", "2026年11月23日", "2026-11-23 "])
def test_days_are_read_in_two_forms(typed: str) -> None:
    assert DayField().clean(typed) == dt.date(2026, 11, 23)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["23/11/2026", "2026-02-30", "1899-12-31", "2099-01-01", "２０２６-11-23", "11-23"])
def test_days_that_do_not_exist_or_leave_the_calendar_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        DayField().clean(typed)


@pytest.mark.parametrize("typed", ["a\x00b", "a\u202eb", "a\ud800b", "a\nb", "a\x1bb"])
def test_text_with_invisible_characters_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        PlainCharField().clean(typed)


def test_text_is_composed_and_lines_only_where_allowed() -> None:
    assert PlainCharField().clean("e\u0301") == "é"
    assert PlainCharField(lines=True).clean("一\r\n二") == "一\n二"


def test_a_credit_code_has_a_check_digit() -> None:
    assert UsccField().clean(" 91110000600037341l ".upper()) == "91110000600037341L"
    with pytest.raises(ValidationError):
        UsccField().clean("911100006000373410")
    assert UsccField(checked=False).clean("330282600123456") == "330282600123456"


@urls
@pytest.mark.django_db
class TestPage:
    def test_what_was_typed_stays_and_the_error_stands_at_its_field(self, client: Client, chief: User) -> None:
        answer = client.post("/towns/new/", {"name": "", "fee": "1e3"})
        assert answer.status_code == 422
        assert 'value="1e3"' in answer.content.decode()
        assert answer.context["form"].errors.keys() == {"name", "fee"}

    def test_a_refusal_of_the_service_is_an_error_of_its_field(
        self, client: Client, chief: User, towns: list[Town]
    ) -> None:
        answer = client.post("/towns/new/", {"name": "浒山"})
        assert answer.status_code == 422
        assert "浒山 is taken." in answer.context["form"].errors["name"]

    def test_several_refusals_are_all_told(self, client: Client, chief: User) -> None:
        form = client.post("/towns/new/", {"name": "several"}).context["form"]
        assert form.errors == {"name": ["A is taken."], "fee": ["B is taken."], "__all__": ["C is taken."]}

    def test_a_stale_version_is_409_with_what_was_typed(self, client: Client, chief: User) -> None:
        answer = client.post("/towns/new/", {"name": "stale", "fee": "12.00"})
        assert answer.status_code == 409
        assert 'value="12.00"' in answer.content.decode()

    def test_a_row_that_somebody_holds_is_busy_not_broken(self, client: Client, chief: User) -> None:
        answer = client.post("/towns/new/", {"name": "55P03"})
        assert answer.status_code == 503
        assert 'value="55P03"' in answer.content.decode()
        assert "请稍后重试" in answer.content.decode()

    def test_another_fault_of_the_database_is_a_fault(self, client: Client, chief: User) -> None:
        with pytest.raises(DatabaseError):
            client.post("/towns/new/", {"name": "22012"})

    def test_sent_twice_is_done_once(self, client: Client, chief: User) -> None:
        token = client.get("/towns/new/").context["form_token"]
        first = client.post("/towns/new/", {"name": "新镇", "form_token": token})
        second = client.post("/towns/new/", {"name": "新镇", "form_token": token})
        assert first.headers["Location"] == second.headers["Location"]
        assert Town.objects.count() == 1

    def test_a_new_form_may_be_sent_again(self, client: Client, chief: User) -> None:
        for name in ("一", "二"):
            token = client.get("/towns/new/").context["form_token"]
            client.post("/towns/new/", {"name": name, "form_token": token})
        assert Town.objects.count() == 2


@urls
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one(client: Client, chief: User) -> None:
    token = client.get("/towns/new/").context["form_token"]
    answers: list[Any] = []

    def click() -> None:
        second = Client()
        second.cookies = client.cookies
        try:
            answers.append(second.post("/towns/new/", {"name": "新镇", "form_token": token}))
        finally:
            connections.close_all()

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert {answer.headers["Location"] for answer in answers} == {"/town/0/"}
    assert Town.objects.count() == 1
