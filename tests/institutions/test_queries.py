"""Pages ask a fixed number of questions, however many rows there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.users.models import Department, Town
from institutions.models import Institution
from institutions.services.records import record_enrolment, record_permit
from institutions.services.sites import create_site

from .conftest import AT, ON, user_in

# session, account, actor, memberships (two), business date, and the page's own
LIST_MOST = 20
FILE_MOST = 40


@pytest.fixture
def chief(client: Client, bureau: Department, town: Town) -> Client:
    pin(ON)
    client.force_login(user_in(Role.SECTION_CHIEF, bureau, town))
    return client


def queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer: Any = client.get(page)
        list(answer)
    assert answer.status_code == 200
    return len(asked)


def fill(make: Callable[..., Institution], by: Viewer, number: int) -> Institution:
    for _ in range(number):
        row = make(f"机构{Institution.objects.count()}")
        create_site(institution=row, by=by, at=AT, address="孙塘南路1号")
        record_permit(institution=row, by=by, at=AT, number="教民133028270001234号")
    return row


def test_the_list_does_not_ask_more_for_more_rows(chief: Client, make: Callable[..., Institution], by: Viewer) -> None:
    page = reverse("institutions:list")
    fill(make, by, 2)
    queries(chief, page)
    few = queries(chief, page)
    fill(make, by, 20)
    assert queries(chief, page) == few <= LIST_MOST
    every = ",".join(["name", "uscc", "phone", "permit_expires_on", "approval_authority", "supervising_authority"])
    assert queries(chief, f"{page}?columns={every}") <= few
    assert queries(chief, f"{page}?format=csv") <= few


def test_the_file_does_not_ask_more_for_more_records(
    chief: Client, make: Callable[..., Institution], by: Viewer
) -> None:
    row = fill(make, by, 1)
    asked: dict[str, int] = {}
    for tab in ("overview", "licences", "filings", "complaints", "changes"):
        page = reverse("institutions:file", args=[row.public_id, tab])
        queries(chief, page)
        asked[tab] = queries(chief, page)
        assert asked[tab] <= FILE_MOST, tab
    for month in range(1, 11):
        record_enrolment(institution=row, by=by, at=AT, month=dt.date(2026, month, 1), students=month)
        create_site(institution=row, by=by, at=AT, address=f"新城大道{month}号")
        record_permit(institution=row, by=by, at=AT, number=f"教民{month}号")
    for tab, few in asked.items():
        assert queries(chief, reverse("institutions:file", args=[row.public_id, tab])) <= few, tab
