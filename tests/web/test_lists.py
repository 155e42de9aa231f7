"""Lists: filters, chips, order, pages by key, columns, saved views, export."""

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from cixi_oversight.audit.models import Event
from cixi_oversight.users.models import SavedView, Town, User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.small"), pytest.mark.usefixtures("chief", "towns")]
HTMX = {"HX-Request": "true"}


def rows(answer: Any) -> list[str]:
    return re.findall(r'class="row-link" href="/town/(\d+)/"', answer.content.decode())


def test_it_shows_the_first_page_in_order_and_more_leads_on(client: Client) -> None:
    seen: list[str] = []
    url = "/towns/?sort=-code"
    while url:
        answer = client.get(url)
        seen += rows(answer)
        query = answer.context["more_query"]
        url = f"/towns/?{query}" if query else ""
    assert seen == [f"33028200{n}" for n in range(6, -1, -1)]


@pytest.mark.parametrize("sort", ["row", "-row", "name", "-name", "code"])
def test_pages_neither_repeat_nor_skip_rows_with_equal_keys(client: Client, sort: str) -> None:
    seen, query = [], f"sort={sort}"
    while query:
        answer = client.get(f"/towns/?{query}", headers=HTMX if "after" in query else {})
        seen += rows(answer)
        query = answer.context["more_query"]
    assert sorted(seen) == [f"33028200{n}" for n in range(7)]


def test_a_fragment_brings_rows_only(client: Client) -> None:
    first = client.get("/towns/")
    more = client.get(f"/towns/?{first.context['more_query']}", headers=HTMX).content.decode()
    assert "<html" not in more
    assert more.count("row-link") == 3


@pytest.mark.parametrize(
    "query", ["colour=red", "sort=secret", "columns=password", "after=forged", "format=exe", "after=MQ:1:abc"]
)
def test_what_the_list_does_not_know_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/towns/?{query}").status_code == 400


def test_a_cursor_of_another_order_is_refused(client: Client) -> None:
    query = client.get("/towns/?sort=code").context["more_query"].replace("sort=code", "sort=name")
    assert client.get(f"/towns/?{query}").status_code == 400


def test_a_filter_that_cannot_be_read_is_named(client: Client) -> None:
    answer = client.get("/towns/?grid_row=abc")
    assert answer.status_code == 400
    assert "grid_row" in answer.content.decode()


def test_applied_filters_are_chips_that_can_be_taken_away(client: Client) -> None:
    answer = client.get("/towns/?name=山&grid_row=0&sort=-code")
    assert rows(answer) == ["330282000"]
    assert [(chip.label, chip.value, chip.query) for chip in answer.context["chips"]] == [
        ("名称", "山", "grid_row=0&sort=-code"),
        ("行", "0", "name=%E5%B1%B1&sort=-code"),
    ]


def test_columns_are_chosen_in_the_address_and_the_first_stays(client: Client) -> None:
    answer = client.get("/towns/?columns=row")
    assert [head.column.key for head in answer.context["heads"]] == ["name", "row"]


def test_the_count_is_made_on_demand(client: Client, django_assert_num_queries: Any) -> None:
    assert "7" in client.get("/towns/?count=1", headers=HTMX).content.decode()


def test_csv_has_every_row_and_no_formula(client: Client) -> None:
    answer = client.get("/towns/?format=csv&columns=code,row")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    table = list(csv.reader(io.StringIO(text)))
    assert table[0] == ["名称", "代码", "行"]
    assert len(table) == 8
    assert table[-1] == ["'=1+1", "330282006", "2"]


def test_xlsx_keeps_numbers_as_numbers_and_formulas_as_text(client: Client, chief: User) -> None:
    answer = client.get("/towns/?format=xlsx&columns=row&name=1")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["名称", "行"], ["=1+1", 2]]
    assert sheet["A2"].data_type == "s"
    assert Event.objects.get(verb="pages.export_list").data == {"page": "towns", "format": "xlsx"}


def test_a_view_is_saved_under_a_name_and_forgotten(client: Client, chief: User) -> None:
    client.post("/towns/?name=山&sort=-code&after=x", {"name": "北部"})
    saved = SavedView.objects.get(user=chief)
    assert (saved.page, saved.name, saved.query) == ("towns", "北部", "name=%E5%B1%B1&sort=-code")
    assert "北部" in client.get("/towns/").content.decode()
    client.post("/towns/", {"remove": str(saved.pk)})
    assert not SavedView.objects.exists()


def test_nobody_forgets_another_ones_view(client: Client, chief: User) -> None:
    other = User.objects.create_user("other", name="别人", joined_at=chief.joined_at)
    saved = SavedView.objects.create(user=other, page="towns", name="mine", query="")
    client.post("/towns/", {"remove": str(saved.pk)})
    assert SavedView.objects.filter(pk=saved.pk).exists()


def test_a_list_costs_the_same_for_three_rows_as_for_one(client: Client, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get("/towns/")
    with CaptureQueriesContext(connection) as three:
        client.get("/towns/")
    Town.objects.exclude(code="330282000").delete()
    with CaptureQueriesContext(connection) as one:
        client.get("/towns/")
    assert len(one) == len(three)
