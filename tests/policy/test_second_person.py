"""Values on which money hangs: proposed by one, put in force by another; what it said on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cixi_oversight import clock
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.policy import errors
from cixi_oversight.policy.enums import Key, Mode
from cixi_oversight.policy.models import Parameter, ParameterProposal
from cixi_oversight.policy.providers import todo
from cixi_oversight.policy.services import parameters
from cixi_oversight.users.models import County, User
from cixi_oversight.users.services.viewer import system_viewer, viewer_of
from cixi_oversight.web.home import TODO, counted
from tests.users.conftest import bureau, person

__all__ = ["bureau", "person"]
pytestmark = pytest.mark.django_db
AT = clock.at(dt.date(2026, 11, 23), 9)
START = dt.date(2027, 1, 1)
PAGE = "/bureau/system/parameters/"


@pytest.fixture
def one(db: None) -> Viewer:
    return system_viewer(label="one")


@pytest.fixture
def other(db: None) -> Viewer:
    return system_viewer(label="other")


def propose(by: Viewer, **change: Any) -> ParameterProposal:
    facts: dict[str, Any] = {"value": 400_000, "effective_from": START, "source": "文件", "confirmed": True}
    return parameters.propose_value(key=Key.PREPAID_CAP, by=by, why="新规", at=AT, **facts | change)


def test_one_person_alone_does_not_change_a_cap(one: Viewer) -> None:
    with pytest.raises(errors.SecondPersonNeeded):
        parameters.record_value(
            key=Key.PREPAID_CAP, value=1, effective_from=START, source="x", confirmed=True, by=one, why="x", at=AT
        )
    row = propose(one)
    assert parameters.value(Key.PREPAID_CAP, on=START) == 500_000
    with pytest.raises(errors.OwnProposal):
        parameters.decide_value(proposal=row, accept=True, why="同意", by=one, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ParameterProposal.objects.filter(pk=row.pk).update(accepted=True, decided_by=one.actor_id, decided_at=AT)


def test_no_figure_of_money_is_changed_by_one_person(one: Viewer) -> None:
    """Whatever is counted in yuan, and what may be added to a price."""
    money = {Key(key) for key in Parameter.objects.filter(unit="fen").values_list("key", flat=True)} | {Key.PRICE_UP}
    assert {Key.PREPAID_CAP, Key.PRICE_SMALL} <= money
    for key in money:
        with pytest.raises(errors.SecondPersonNeeded):
            parameters.record_value(
                key=key, value=1, effective_from=START, source="x", confirmed=True, by=one, why="x", at=AT
            )


def test_another_person_puts_it_in_force_or_refuses_once(one: Viewer, other: Viewer) -> None:
    row = parameters.decide_value(proposal=propose(one), accept=True, why="核对原文", by=other, at=AT)
    assert row.parameter is not None
    assert (row.parameter.value, row.parameter.recorded_by_id) == (400_000, other.actor_id)
    assert parameters.value(Key.PREPAID_CAP, on=START) == 400_000
    assert parameters.value(Key.PREPAID_CAP, on=START - dt.timedelta(days=1)) == 500_000
    with pytest.raises(errors.AlreadyDecided):
        parameters.decide_value(proposal=row, accept=False, why="x", by=other, at=AT)
    with pytest.raises(errors.ParameterAlreadySet):
        propose(one)
    refused = propose(one, effective_from=dt.date(2028, 1, 1))
    parameters.decide_value(proposal=refused, accept=False, why="无依据", by=other, at=AT)
    assert parameters.value(Key.PREPAID_CAP, on=dt.date(2028, 1, 1)) == 400_000


def test_the_most_specific_scope_counts(one: Viewer) -> None:
    county = County.objects.create(code="330282")

    def add(value: int, **scope: Any) -> None:
        Parameter.objects.create(key="t", value=value, effective_from=START, source="t", **scope)

    add(1)
    add(2, mode=Mode.CUSTODY)
    add(3, category="arts")
    add(4, county=county)
    add(5, county=county, mode=Mode.CUSTODY)
    found = [
        parameters.value("t", on=START, **scope)
        for scope in (
            {},
            {"mode": Mode.CUSTODY},
            {"category": "arts", "mode": Mode.CUSTODY},
            {"county": county, "mode": Mode.DEPOSIT, "category": "arts"},
            {"county": county, "mode": Mode.CUSTODY},
        )
    ]
    assert found == [1, 2, 3, 4, 5]


def test_it_goes_through_the_pages_and_not_by_the_same_account(client: Client, person: Callable[..., User]) -> None:
    chief, director = person("chief", Role.SECTION_CHIEF), person("director", Role.BUREAU_DIRECTOR)
    client.force_login(chief)
    data = {"value": "4,000.00", "effective_from": "2027-01-01", "source": "浙教函〔2026〕1号", "why": "新规"}
    assert client.post(f"{PAGE}prepaid.cap_fen/", data).status_code == 302
    row = ParameterProposal.objects.get()
    page = client.get(PAGE).content.decode()
    assert "¥4,000.00" in page
    decide = f"{PAGE}proposals/{row.pk}/"
    assert decide not in page, "no button for one's own"
    assert client.post(decide, {"accept": "yes", "why": "同意"}).status_code == 409
    client.force_login(director)
    assert decide in client.get(PAGE).content.decode()
    assert "浙教函〔2026〕1号" in client.get(decide).content.decode()
    assert client.post(decide, {"accept": "yes", "why": "同意"}).status_code == 302
    assert parameters.value(Key.PREPAID_CAP, on=START) == 400_000


def test_the_page_says_what_held_on_a_day(client: Client, person: Callable[..., User], one: Viewer) -> None:
    parameters.record_value(
        key=Key.STATEMENT_DUE, value=20, effective_from=START, source="s", confirmed=True, by=one, why="w", at=AT
    )
    client.force_login(person("somebody", Role.REGISTRAR))

    def held(on: str) -> list[int]:
        groups = client.get(PAGE, {"on": on}).context["groups"]
        (group,) = [group for group in groups if group["key"] == Key.STATEMENT_DUE]
        return [row.value for row, _, _, holds, _ in group["rows"] if holds]

    assert held("2026-12-31") == [15]
    assert held("2027-01-01") == [20]
    assert client.get(PAGE, {"on": "2027-02-30"}).status_code == 400


def test_what_waits_for_a_second_person_is_on_the_desk_of_others_only(one: Viewer, person: Callable[..., User]) -> None:
    on = dt.date(2026, 11, 23)
    chief, director = (
        viewer_of(person(name, role), on=on)
        for name, role in (("chief", Role.SECTION_CHIEF), ("director", Role.BUREAU_DIRECTOR))
    )
    propose(chief)
    label = "Values of policy to decide on"
    assert [item.count for item in counted(todo(director, on)) if item.label.id == label] == [1]
    assert [item.count for item in counted(todo(chief, on)) if item.label.id == label] == []
    assert todo in TODO.all()
