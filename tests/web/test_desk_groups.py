"""The desk shows the most pressing lines of a group and keeps the rest behind one line."""

import pytest
from django.template.loader import render_to_string

from cixi_oversight.errors import msg
from cixi_oversight.web.home import SHOWN_AT_ONCE, WHEN, Todo, TodoGroup, When
from tests.people import ON


def group(number: int) -> TodoGroup:
    items = [Todo(msg("Complaint"), 1, f"/bureau/{place}/", ON, title=f"TS{place}") for place in range(number)]
    return TodoGroup(When.OVERDUE, WHEN[When.OVERDUE], items)


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1, 1), (SHOWN_AT_ONCE, SHOWN_AT_ONCE), (SHOWN_AT_ONCE + 1, SHOWN_AT_ONCE + 1), (17, SHOWN_AT_ONCE)],
)
def test_the_first_lines_are_shown_and_none_is_lost(number: int, shown: int) -> None:
    one = group(number)
    assert len(one.first) == shown
    assert [*one.first, *one.rest] == one.items


def test_the_rest_opens_on_demand_and_says_how_many_there_are() -> None:
    page = render_to_string("includes/todo.html", {"groups": [group(17)], "on": ON})
    assert page.count("<details") == 1
    assert "查看全部17项" in page
    before, _, behind = page.partition("<details")
    assert (before.count("todo-title"), behind.count("todo-title")) == (SHOWN_AT_ONCE, 17 - SHOWN_AT_ONCE)
    assert "<details" not in render_to_string("includes/todo.html", {"groups": [group(3)], "on": ON})
