"""Questions that point upward: one answer or many, a second answer is a mistake, a missing one is found."""

from collections.abc import Iterator

import pytest

from cixi_oversight import extensions
from cixi_oversight.extensions import DuplicateProvider, Many, Single, unanswered


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    known = list(extensions._SINGLES)
    yield
    extensions._SINGLES[:] = known


def test_a_question_may_have_no_answer() -> None:
    assert Single[int]("t.nobody").ask() is None


def test_a_second_answer_stops_the_start() -> None:
    key: Single[object] = Single("t.one")
    first = object()
    key.register(first)
    key.register(first)
    assert key.ask() is first
    with pytest.raises(DuplicateProvider, match=r"t\.one"):
        key.register(object())


def test_a_required_question_without_an_answer_is_named() -> None:
    key: Single[int] = Single("t.required", required=True)
    Single[int]("t.optional")
    assert unanswered() == ["t.required"]
    key.register(1)
    assert unanswered() == []


def test_many_answers_come_in_the_order_of_their_rank() -> None:
    key: Many[str] = Many("t.many")
    key.register("last", rank=200)
    key.register("first", rank=1)
    key.register("middle")
    key.register("middle")
    assert key.all() == ["first", "middle", "last"]


def test_a_missing_audit_is_a_start_up_error() -> None:
    from django.core.checks import run_checks

    from cixi_oversight.users.services.audit import AUDIT_RECORD

    answer, AUDIT_RECORD.provider = AUDIT_RECORD.provider, None
    try:
        assert [error.msg for error in run_checks() if "audit.record" in error.msg] == ["Nobody answers audit.record."]
    finally:
        AUDIT_RECORD.provider = answer
