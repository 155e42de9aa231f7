"""Unfinished courses before an institution ends: rows, consents, declaration, check, and what the case is told."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cixi_oversight.errors import Forbidden, Problems, ReasonMissing, StaleVersion, WrongState
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.workflows import states
from institutions.enums.settlement import ClearanceTopic, CourseMethod, SettlementState, SettlementVerb
from institutions.errors.settlement import ConsentsAbove, MethodMissing, ReceiverUnknown, SettlementFixed
from institutions.models import CourseSettlement, Institution, UnfinishedCourse
from institutions.rules.settlement import SETTLEMENT, Course, missing
from institutions.services.clearances import ask
from institutions.services.settlement.courses import add_consents, drop_course, put_course, receiver_named
from institutions.services.settlement.tables import move_settlement, open_settlement
from tests.institutions.conftest import AT, ON

V, M = SettlementVerb, CourseMethod
REFUNDED = Course("美术", 3, 120_000, M.REFUND, True, 120_000)
MOVED = Course("美术", 3, 120_000, M.TRANSFER, True, 0, has_receiver=True, consents=3, has_consents=True)


def test_the_table_knows_no_other_state() -> None:
    assert states(SETTLEMENT.moves) == set(SettlementState)


@pytest.mark.parametrize(
    ("course", "lacks"),
    [
        (REFUNDED, 0),
        (MOVED, 0),
        (Course("美术", 3, 120_000), 1),
        (Course("美术", 3, 120_000, M.REFUND, True, 119_999), 1),
        (Course("美术", 3, 120_000, M.REFUND, False, 120_000), 1),
        (Course("美术", 3, 0, M.TRANSFER, True, 0, consents=3, has_consents=True), 1),
        (Course("美术", 3, 0, M.TRANSFER, True, 0, has_receiver=True, consents=2, has_consents=True), 1),
        (Course("美术", 3, 0, M.TRANSFER, True, 0, has_receiver=True, consents=2), 2),
    ],
)
def test_what_a_course_still_lacks(course: Course, lacks: int) -> None:
    assert len(missing(course)) == lacks


@pytest.fixture
def table(institution: Institution, by: Viewer) -> CourseSettlement:
    return open_settlement(institution=institution, by=by, at=AT)


def facts(**changed: Any) -> dict[str, Any]:
    return {
        "course": "美术基础班",
        "students": 3,
        "unconsumed_fen": 120_000,
        "method": M.REFUND,
        "settled_on": ON,
        "settled_fen": 120_000,
        "receiver": None,
        "consents": 0,
        "note": "",
    } | changed


def clear(institution: Institution) -> bool | None:
    (courses, escrow) = ask([institution.pk], ON)[institution.pk]
    assert (courses.topic, escrow.topic) == tuple(ClearanceTopic)
    assert (escrow.is_clear, escrow.answered_by) == (None, None), "not in the system until funds answers"
    return courses.is_clear


def test_the_way_to_a_clearance(
    institution: Institution, make: Callable[..., Institution], by: Viewer, as_role: Callable[[Role], Viewer]
) -> None:
    assert clear(institution) is False, "nobody has said that nothing is unfinished"
    table = open_settlement(institution=institution, by=by, at=AT, case_id=None)
    put_course(settlement=table, by=by, at=AT, **facts())
    other = make("慈溪市观海卫育苗艺术有限公司")
    receiver = receiver_named("慈溪市观海卫育苗艺术有限公司", of=institution)
    moved = facts(method=M.TRANSFER, settled_fen=0, receiver=receiver, consents=3, course="书法班")
    row = put_course(settlement=table, by=by, at=AT, **moved)
    assert row.receiver == other
    with pytest.raises(Problems):
        move_settlement(settlement=table, verb=V.DECLARE, why="", by=by, at=AT)
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(picture, "PNG")
    add_consents(row=row, upload=SimpleUploadedFile("同意书.png", picture.getvalue()), by=by, at=AT)
    move_settlement(settlement=table, verb=V.DECLARE, why="", by=by, at=AT)
    assert clear(institution) is False, "the bureau has not checked it"
    with pytest.raises(Forbidden):
        move_settlement(settlement=table, verb=V.CONFIRM, why="核对", by=as_role(Role.SERVICE_CENTRE_CLERK), at=AT)
    move_settlement(settlement=table, verb=V.CONFIRM, why="已核对退费凭证和同意书", by=by, at=AT)
    assert clear(institution) is True
    answer = ask([institution.pk], ON)[institution.pk][0]
    assert dict(answer.figures) == {
        "total": 2,
        "open_courses": 0,
        "students": 6,
        "left_fen": 0,
        "unconsumed_fen": 240_000,
    }
    assert open_settlement(institution=institution, by=by, at=AT, case_id=9) == table
    assert CourseSettlement.objects.get(pk=table.pk).case_id == 9


def test_nothing_unfinished_is_said_too(table: CourseSettlement, institution: Institution, by: Viewer) -> None:
    move_settlement(settlement=table, verb=V.DECLARE, why="", by=by, at=AT)
    move_settlement(settlement=table, verb=V.CONFIRM, why="已核对学员名册", by=by, at=AT)
    assert clear(institution) is True


def test_a_declared_table_is_fixed_until_it_is_returned(table: CourseSettlement, by: Viewer) -> None:
    row = put_course(settlement=table, by=by, at=AT, **facts())
    move_settlement(settlement=table, verb=V.DECLARE, why="", by=by, at=AT)
    with pytest.raises(SettlementFixed):
        drop_course(row=row, by=by, at=AT)
    with pytest.raises(SettlementFixed):
        put_course(settlement=table, by=by, at=AT, **facts())
    with pytest.raises(ReasonMissing):
        move_settlement(settlement=table, verb=V.RETURN, why="", by=by, at=AT)
    move_settlement(settlement=table, verb=V.RETURN, why="缺书法班", by=by, at=AT)
    drop_course(row=row, by=by, at=AT)
    assert not UnfinishedCourse.objects.exists()
    with pytest.raises(WrongState):
        move_settlement(settlement=table, verb=V.CONFIRM, why="核对", by=by, at=AT)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"settled_fen": None}, MethodMissing),
        ({"method": None}, MethodMissing),
        ({"settled_on": None}, MethodMissing),
        ({"consents": 4}, ConsentsAbove),
    ],
)
def test_what_a_row_cannot_say(table: CourseSettlement, by: Viewer, changed: dict[str, Any], error: Any) -> None:
    with pytest.raises(error):
        put_course(settlement=table, by=by, at=AT, **facts(**changed))


def test_a_receiver_is_another_one_that_is_there(table: CourseSettlement, institution: Institution, by: Viewer) -> None:
    assert receiver_named(" ", of=institution) is None
    for name in (institution.name, "没有这家"):
        with pytest.raises(ReceiverUnknown):
            receiver_named(name, of=institution)
    with pytest.raises(ReceiverUnknown):
        put_course(settlement=table, by=by, at=AT, **facts(receiver=institution, method=M.TRANSFER))


def test_two_clerks_on_one_row(table: CourseSettlement, by: Viewer) -> None:
    row = put_course(settlement=table, by=by, at=AT, **facts())
    put_course(settlement=table, row=row, expected_version=1, by=by, at=AT, **facts(students=4))
    with pytest.raises(StaleVersion):
        put_course(settlement=table, row=row, expected_version=1, by=by, at=AT, **facts(students=5))
    assert UnfinishedCourse.objects.get(pk=row.pk).students == 4
