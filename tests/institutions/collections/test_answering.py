"""Sending, answering, sending back, reminding: through the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cixi_oversight.desk.models import Message
from cixi_oversight.errors import Forbidden, Problems, ReasonMissing, StaleVersion, WrongState
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.personal.errors import NumberInText
from cixi_oversight.policy.models import Deadline
from institutions.enums.collections import Addressee, CollectionVerb, PartState, Shape
from institutions.errors.collections import DueInPast, NobodyAsked, NotOpenForAnswers, RemindedToday, SameDueDay
from institutions.models import Collection, CollectionAnswer, CollectionPart, CollectionTransition, Institution
from institutions.rules.collections.columns import Column
from institutions.rules.filings.schema import FieldType
from institutions.services.collections.answering import paste, save_rows, submit
from institutions.services.collections.deciding import accept_part, move_collection, move_due, remind, return_part
from institutions.services.collections.defining import change_collection, create_collection
from institutions.services.collections.reading import by_town, merged, progress
from institutions.services.collections.sending import send

from .conftest import AT, COLUMNS, ON, ask

FULL = {"c2": "12", "c4": "配送"}


@pytest.fixture
def part(draft: Callable[..., Collection], institution: Institution, by: Viewer) -> CollectionPart:
    """The part of the town in which the institution lies."""
    collection = draft()
    send(collection=collection, by=by, at=AT)
    return fresh(CollectionPart.objects.get(collection=collection))


def fresh(part: CollectionPart) -> CollectionPart:
    return CollectionPart.objects.select_related("collection").get(pk=part.pk)


def filled(part: CollectionPart, by: Viewer, **cells: str) -> CollectionPart:
    now = fresh(part)
    save_rows(part=now, typed={1: FULL | cells}, expected_version=now.version, by=by, at=AT)
    return fresh(part)


def handed_in(part: CollectionPart, by: Viewer) -> CollectionPart:
    now = filled(part, by)
    submit(part=now, expected_version=now.version, by=by, at=AT)
    return fresh(part)


def test_a_column_about_persons_a_number_and_a_past_day_are_refused(county: Any, by: Viewer) -> None:
    for changed, refused in (
        ({"columns": [Column("负责人姓名", FieldType.TEXT)]}, Problems),
        ({"about": "请联系13812345678"}, NumberInText),
        ({"title": " "}, ReasonMissing),
        ({"due_on": ON - timedelta(days=1)}, DueInPast),
    ):
        with pytest.raises(refused):
            create_collection(county=county, by=by, at=AT, **ask(**changed))
    assert not Collection.objects.exists()


def test_a_part_is_filled_in_from_the_register_told_and_due(
    part: CollectionPart, institution: Institution, as_role: Callable[[Role], Viewer]
) -> None:
    row = part.rows.get()
    assert (row.institution, row.values) == (institution, {"c1": institution.name})
    term = Deadline.objects.get(subject_kind="collection_part", subject_id=part.pk)
    assert (term.due_on, term.stopped_on) == (ON + timedelta(days=1), None)


def test_the_town_office_is_told(
    draft: Callable[..., Collection], institution: Institution, by: Viewer, as_role: Callable[[Role], Viewer]
) -> None:
    officer = as_role(Role.TOWN_OFFICER)
    collection = draft()
    send(collection=collection, by=by, at=AT)
    assert Message.objects.get(template="collection.asked").recipient_id == officer.user_id
    remind(collection=collection, by=by, at=AT)
    with pytest.raises(RemindedToday):
        remind(collection=collection, by=by, at=AT)
    assert Message.objects.filter(template="collection.reminded").count() == 1


def test_what_is_out_is_not_changed_any_more(part: CollectionPart, by: Viewer) -> None:
    with pytest.raises(WrongState):
        change_collection(collection=part.collection, expected_version=2, by=by, at=AT, **ask())


def test_nobody_to_ask_is_said(draft: Callable[..., Collection], by: Viewer) -> None:
    with pytest.raises(NobodyAsked):
        send(collection=draft(addressee=Addressee.INSTITUTIONS), by=by, at=AT)


def test_a_stale_page_overwrites_nothing(part: CollectionPart, by: Viewer) -> None:
    filled(part, by, c2="30")
    with pytest.raises(StaleVersion):
        save_rows(part=part, typed={1: {"c2": "1"}}, expected_version=part.version, by=by, at=AT)
    assert part.rows.get().values["c2"] == 30


def test_what_cannot_be_read_is_kept_and_named_until_it_is_put_right(part: CollectionPart, by: Viewer) -> None:
    now = filled(part, by, c2="十二")
    assert part.rows.get().values["c2"] == {"typed": "十二"}
    with pytest.raises(Problems) as refused:
        submit(part=now, expected_version=now.version, by=by, at=AT)
    assert [(one.row, one.figures["name"]) for one in refused.value.problems] == [(1, "参加托管学生数")]
    assert handed_in(part, by).state == PartState.SUBMITTED


def test_a_number_of_a_person_is_never_kept(part: CollectionPart, by: Viewer) -> None:
    with pytest.raises(Problems):
        filled(part, by, c1="王老师 13812345678")
    assert "c2" not in part.rows.get().values


def test_handing_in_stops_the_clock_and_sending_back_starts_it(
    part: CollectionPart, by: Viewer, as_role: Callable[[Role], Viewer]
) -> None:
    done = handed_in(part, by)
    term = Deadline.objects.get(subject_kind="collection_part", subject_id=part.pk)
    assert term.stopped_on == ON
    with pytest.raises(NotOpenForAnswers):
        filled(part, by)
    with pytest.raises(Forbidden):
        return_part(part=done, why="请核对", by=as_role(Role.TOWN_OFFICER), at=AT)
    with pytest.raises(ReasonMissing):
        return_part(part=done, why=" ", by=by, at=AT)
    return_part(part=done, why="学生数与上月相差较大，请核对", by=by, at=AT)
    term.refresh_from_db()
    assert (term.stopped_on, term.due_on) == (None, ON + timedelta(days=3))
    handed_in(part, by)
    accept_part(part=fresh(part), by=by, at=AT)
    assert [row.number for row in CollectionAnswer.objects.order_by("number")] == [1, 2]


def test_closing_ends_what_is_owed_and_opening_again_asks_again(part: CollectionPart, by: Viewer) -> None:
    collection = part.collection
    move_collection(collection=collection, verb=CollectionVerb.CLOSE, why="", by=by, at=AT)
    term = Deadline.objects.get(subject_kind="collection_part", subject_id=part.pk)
    assert term.stopped_on == ON
    with pytest.raises(NotOpenForAnswers):
        filled(part, by)
    move_collection(collection=collection, verb=CollectionVerb.REOPEN, why="补报", by=by, at=AT)
    term.refresh_from_db()
    assert term.stopped_on is None
    assert handed_in(part, by).state == PartState.SUBMITTED


def test_the_due_day_moves_for_those_who_still_owe(
    part: CollectionPart, by: Viewer, as_role: Callable[[Role], Viewer]
) -> None:
    officer = as_role(Role.TOWN_OFFICER)
    later = ON + timedelta(days=8)
    move_due(collection=part.collection, due_on=later, why="系统切换，顺延一周", by=by, at=AT)
    term = Deadline.objects.get(subject_kind="collection_part", subject_id=part.pk)
    (moved,) = term.moves.all()
    assert (Collection.objects.get().due_on, term.due_on) == (later, later)
    assert (moved.before_on, moved.after_on, moved.why) == (ON + timedelta(days=1), later, "系统切换，顺延一周")
    said = Message.objects.get(recipient_id=officer.user_id, template="collection.due_moved")
    assert "系统切换" in said.data["why"]
    verbs = CollectionTransition.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["create", "send", "move_due"]
    handed_in(part, by)
    move_due(collection=part.collection, due_on=ON + timedelta(days=4), why="提前汇总", by=by, at=AT)
    term.refresh_from_db()
    assert term.due_on == later, "what is handed in is due no more"
    assert not Message.objects.filter(template="collection.due_moved").exclude(pk=said.pk).exists()


def test_a_day_of_its_own_after_sending_back_stays_where_it_is_later(part: CollectionPart, by: Viewer) -> None:
    return_part(part=handed_in(part, by), why="请核对", by=by, at=AT)  # due in three days
    move_due(collection=part.collection, due_on=ON + timedelta(days=2), why="提前", by=by, at=AT)
    assert Deadline.objects.get(subject_id=part.pk).due_on == ON + timedelta(days=3)
    move_due(collection=part.collection, due_on=ON + timedelta(days=9), why="顺延", by=by, at=AT)
    assert Deadline.objects.get(subject_id=part.pk).due_on == ON + timedelta(days=9)


@pytest.mark.parametrize(
    ("days", "why", "error"),
    [(-1, "提前", DueInPast), (1, "不变", SameDueDay), (5, " ", ReasonMissing), (5, "问13812345678", NumberInText)],
)
def test_a_due_day_that_is_refused(part: CollectionPart, by: Viewer, days: int, why: str, error: Any) -> None:
    with pytest.raises(error):
        move_due(collection=part.collection, due_on=ON + timedelta(days=days), why=why, by=by, at=AT)
    closed = move_collection(collection=part.collection, verb=CollectionVerb.CLOSE, why="", by=by, at=AT)
    with pytest.raises(WrongState):
        move_due(collection=closed, due_on=ON + timedelta(days=9), why="顺延", by=by, at=AT)


def test_free_rows_are_typed_removed_and_pasted_after_the_others(
    draft: Callable[..., Collection], institution: Institution, by: Viewer
) -> None:
    collection = draft(shape=Shape.FREE, addressee=Addressee.INSTITUTIONS, columns=COLUMNS[1:4])
    send(collection=collection, by=by, at=AT)
    part = fresh(CollectionPart.objects.get(collection=collection))
    typed = {n: {"c1": str(n), "c3": "无"} for n in (1, 2)} | {3: {"c1": "", "c3": ""}}
    save_rows(part=part, typed=typed, expected_version=part.version, by=by, at=AT)
    paste(part=part, cells=[["5", "", "配送"]], adds=True, expected_version=2, by=by, at=AT)
    save_rows(part=part, typed={}, removed=[1], expected_version=3, by=by, at=AT)
    assert [(row.number, row.values["c1"]) for row in part.rows.all()] == [(1, 2), (2, 5)]
    paste(part=part, cells=[["7", "", "无"]], adds=False, expected_version=4, by=by, at=AT)
    assert [row.values["c1"] for row in part.rows.all()] == [7]


def test_the_merged_sheet_holds_what_was_handed_in(part: CollectionPart, institution: Institution, by: Viewer) -> None:
    parts = CollectionPart.objects.filter(collection=part.collection)
    assert list(merged(part.collection, parts)[1]) == []
    handed_in(part, by)
    _head, rows = merged(part.collection, parts)
    assert list(rows) == [["浒山街道", institution.name, institution.uscc, institution.name, 12, None, "配送", None]]
    done = progress([part.collection_id])[part.collection_id]
    assert (done.answered, done.share, list(by_town(parts))) == (1, 100, [part.town_id])
