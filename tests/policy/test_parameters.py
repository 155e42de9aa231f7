"""Figures of policy as of a day, in a county, for a category."""

import datetime as dt

import pytest

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.errors import DomainError
from cixi_oversight.policy.enums import Key, Unit
from cixi_oversight.policy.errors import ParameterAlreadySet, ParameterNotSet
from cixi_oversight.policy.models import Parameter
from cixi_oversight.policy.rules.labels import KEYS, UNITS
from cixi_oversight.policy.services import parameters
from cixi_oversight.users.models import County
from cixi_oversight.users.services.viewer import system_viewer

pytestmark = pytest.mark.django_db
AT = clock.at(dt.date(2026, 11, 23), 9)
TODAY = dt.date(2026, 11, 23)


def add(
    value: int, start: dt.date, *, until: dt.date | None = None, county: County | None = None, category: str = ""
) -> None:
    Parameter.objects.create(
        key="t.days",
        value=value,
        county=county,
        category=category,
        effective_from=start,
        effective_to=until,
        source="t",
    )


def test_every_key_has_a_value_today_a_known_unit_a_source_and_a_label() -> None:
    for key in Key:
        row = parameters.in_force(key, on=TODAY)
        assert row.value > 0 or row.unit == Unit.YES_NO
        assert row.source
        assert UNITS[Unit(row.unit)]
        assert KEYS[key]
    assert not Parameter.objects.exclude(key__in=list(Key)).exists(), "a figure that nobody asks for"


def test_only_figures_whose_statute_was_read_came_as_confirmed() -> None:
    """The caps of prepaid money are known from reports of the notices; the five days of a refund from the measures."""
    assert set(Parameter.objects.filter(confirmed=True).values_list("key", flat=True)) == {Key.REFUND_COMPLAINT}


def test_what_held_on_a_day_stays_answerable() -> None:
    add(5, dt.date(2020, 1, 1))
    add(7, dt.date(2024, 1, 1))
    assert parameters.value("t.days", on=dt.date(2023, 12, 31)) == 5
    assert parameters.value("t.days", on=dt.date(2024, 1, 1)) == 7


def test_it_ends_on_its_last_day() -> None:
    add(5, dt.date(2020, 1, 1), until=dt.date(2020, 12, 31))
    assert parameters.value("t.days", on=dt.date(2020, 12, 31)) == 5
    with pytest.raises(ParameterNotSet) as refused:
        parameters.value("t.days", on=dt.date(2021, 1, 1))
    assert refused.value.figures == {"key": "t.days", "on": "2021-01-01"}


def test_the_county_comes_before_the_general_and_the_category_before_all() -> None:
    cixi, yuyao = County.objects.create(code="330282"), County.objects.create(code="330281")
    add(1, dt.date(2020, 1, 1))
    add(2, dt.date(2019, 1, 1), category="arts")
    add(3, dt.date(2018, 1, 1), county=cixi)
    add(4, dt.date(2017, 1, 1), county=cixi, category="arts")
    found = [
        parameters.value("t.days", on=TODAY, county=county, category=category)
        for county, category in [
            (None, ""),
            (None, "arts"),
            (cixi, ""),
            (cixi.pk, "arts"),
            (yuyao, "arts"),
            (cixi, "sports"),
        ]
    ]
    assert found == [1, 2, 3, 4, 2, 3]


def test_a_new_value_is_a_new_row_with_its_reason_in_the_audit() -> None:
    start, by = dt.date(2027, 1, 1), system_viewer()
    row = parameters.record_value(
        key=Key.STATEMENT_DUE,
        value=20,
        effective_from=start,
        source="局发〔2026〕8号",
        confirmed=True,
        by=by,
        why="新规",
        at=AT,
    )
    assert row.unit == Unit.CALENDAR_DAYS
    assert parameters.value(Key.STATEMENT_DUE, on=start - dt.timedelta(days=1)) == 15
    assert parameters.value(Key.STATEMENT_DUE, on=start) == 20
    assert Event.objects.get(verb="policy.record_value").why == "新规"
    with pytest.raises(ParameterAlreadySet):
        parameters.record_value(
            key=Key.STATEMENT_DUE, value=21, effective_from=start, source="x", confirmed=True, by=by, why="x", at=AT
        )


def test_the_refusal_is_a_domain_error_that_names_the_way_out() -> None:
    assert issubclass(ParameterNotSet, DomainError)
    assert "section chief" in ParameterNotSet.message
