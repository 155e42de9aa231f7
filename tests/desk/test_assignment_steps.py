"""Each verb over every state and every role; what a step does to days, deadline and notes; races."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from cixi_oversight.audit.models import Event
from cixi_oversight.desk import errors
from cixi_oversight.desk.enums import AssignmentState as State
from cixi_oversight.desk.enums import AssignmentVerb as Verb
from cixi_oversight.desk.enums import ExtensionState, NoteKind, Side, SourceKind
from cixi_oversight.desk.models import Assignment, AssignmentExtension, AssignmentNote, AssignmentTransition
from cixi_oversight.desk.rules.workflow import ASSIGNMENT, SIDE
from cixi_oversight.desk.services import notes, reading
from cixi_oversight.desk.services.assignments import assign, move
from cixi_oversight.desk.services.parties import Owner
from cixi_oversight.errors import DomainError, Forbidden, NotFound, ReasonMissing, StaleVersion, WrongState
from cixi_oversight.permissions import BUREAU, INSTITUTION, Role, Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline, DeadlineMove
from cixi_oversight.users.services.viewer import system_viewer
from cixi_oversight.workflows import states
from tests.desk.conftest import DUE
from tests.people import AT, ON, World, make_world

Give = Callable[..., Assignment]
DAY = dt.timedelta(days=1)
LATER = DUE + 3 * DAY
# by which steps a fresh assignment gets into a state
WAY: dict[State, tuple[Verb, ...]] = {
    State.ASSIGNED: (),
    State.IN_PROGRESS: (Verb.ACCEPT,),
    State.RETURNED: (Verb.RETURN,),
    State.REPORTED: (Verb.REPORT,),
    State.CLOSED: (Verb.REPORT, Verb.CLOSE),
    State.WITHDRAWN: (Verb.WITHDRAW,),
}


def step(row: Assignment, verb: Verb, by: Viewer, *, day: int = 0, **more: Any) -> AssignmentTransition:
    more.setdefault("due_on", LATER if verb is Verb.REOPEN else None)
    return move(assignment=row, verb=verb, by=by, why="经核实", at=AT + day * DAY, **more)


def brought(row: Assignment, state: State) -> Assignment:
    for verb in WAY[state]:
        step(row, verb, system_viewer(label="tests"))
    row.refresh_from_db()
    assert row.state == state
    return row


def deadline(row: Assignment) -> Deadline:
    found: Deadline = Deadline.objects.get(
        subject_kind="assignment", subject_id=row.pk, kind=DeadlineCode.ASSIGNMENT_DUE
    )
    return found


@pytest.mark.parametrize("state", sorted(states(ASSIGNMENT.moves)))
@pytest.mark.parametrize("verb", list(Verb))
def test_each_verb_over_every_state(world: World, give: Give, state: str, verb: Verb) -> None:
    row = brought(give(), State(state))
    role = Role.TOWN_OFFICER if SIDE[verb] is Side.OWNER else Role.SECTION_CHIEF
    lines = [line for line in ASSIGNMENT.moves if line.verb == verb and state in line.sources]
    if lines:
        made = step(row, verb, world.viewer(role))
        row.refresh_from_db()
        assert (row.state, made.source, made.target) == (lines[0].target, state, lines[0].target)
        assert Event.objects.filter(verb=f"desk.{verb}", subject_id=row.pk).exists()
    else:
        before = AssignmentTransition.objects.count()
        with pytest.raises(WrongState):
            step(row, verb, world.viewer(role))
        assert AssignmentTransition.objects.count() == before


@pytest.mark.parametrize("verb", list(Verb))
def test_who_may_take_a_step(world: World, give: Give, verb: Verb) -> None:
    """The town owns it; market supervision and the institution only help; the bureau assigns."""
    state = next(State(source) for line in ASSIGNMENT.moves if line.verb == verb for source in sorted(line.sources))
    row = brought(give(), state)
    allowed = {Role.TOWN_OFFICER} if SIDE[verb] is Side.OWNER else set(BUREAU)
    for role in sorted(set(Role) - {Role.API_CLIENT}):
        viewer = world.viewer(role)
        may = verb in reading.steps(row, viewer)
        assert may is (role in allowed), role
        if role not in allowed:
            with pytest.raises((Forbidden, errors.NotTheOwner, NotFound)):
                step(row, verb, viewer)


def test_an_institution_works_on_its_own(world: World, give: Give) -> None:
    row = give(owner=Owner(institution_id=world.institution.pk), co_owners=[])
    for role in sorted(INSTITUTION):
        can = bool(reading.steps(row, world.viewer(role)))
        assert can is (role is Role.INSTITUTION_OWNER), role
    step(row, Verb.REPORT, world.viewer(Role.INSTITUTION_OWNER))
    with pytest.raises(errors.NotTheOwner):
        step(row, Verb.CLOSE, world.viewer(Role.INSTITUTION_OWNER))


def test_a_reason_is_asked_for_where_the_table_says_so(world: World, give: Give) -> None:
    row = give()
    with pytest.raises(ReasonMissing):
        move(assignment=row, verb=Verb.RETURN, by=world.viewer(Role.TOWN_OFFICER), why=" ", at=AT)
    move(assignment=row, verb=Verb.ACCEPT, by=world.viewer(Role.TOWN_OFFICER), why="", at=AT)


def test_a_stale_page_changes_nothing(world: World, give: Give) -> None:
    row = give()
    seen = row.version
    step(row, Verb.ACCEPT, world.viewer(Role.TOWN_OFFICER))
    with pytest.raises(StaleVersion):
        step(row, Verb.WITHDRAW, world.viewer(Role.SECTION_CHIEF), version=seen)


def test_the_deadline_rests_while_reported_and_runs_again(world: World, give: Give) -> None:
    row, chief, town = give(), world.viewer(Role.SECTION_CHIEF), world.viewer(Role.TOWN_OFFICER)
    step(row, Verb.REPORT, town, day=2)
    assert deadline(row).stopped_on == ON + 2 * DAY
    assert not Assignment.objects.overdue(DUE + DAY).exists()
    step(row, Verb.SEND_BACK, chief, day=3, due_on=LATER)
    row.refresh_from_db()
    assert (deadline(row).stopped_on, deadline(row).due_on, row.due_on, row.done_on) == (None, LATER, LATER, None)
    step(row, Verb.REPORT, town, day=4)
    step(row, Verb.CLOSE, chief, day=5)
    row.refresh_from_db()
    assert (row.done_on, row.closed_on) == (ON + 4 * DAY, ON + 5 * DAY)
    step(row, Verb.REOPEN, chief, day=6, due_on=LATER + DAY)
    row.refresh_from_db()
    assert (row.closed_on, row.done_on, deadline(row).due_on) == (None, None, LATER + DAY)


def test_to_open_again_needs_a_day(world: World, give: Give) -> None:
    row = brought(give(), State.CLOSED)
    for due_on, error in ((None, errors.TextMissing), (ON - DAY, errors.DueInPast)):
        with pytest.raises(error):
            step(row, Verb.REOPEN, world.viewer(Role.SECTION_CHIEF), due_on=due_on)


@pytest.mark.parametrize(("day", "late"), [(-1, False), (0, False), (1, True)])
@pytest.mark.parametrize("state", [State.ASSIGNED, State.IN_PROGRESS, State.RETURNED, State.REPORTED, State.CLOSED])
def test_it_is_overdue_from_the_day_after_while_it_is_open(give: Give, state: State, day: int, late: bool) -> None:
    brought(give(), state)
    is_open = state in (State.ASSIGNED, State.IN_PROGRESS, State.RETURNED)
    assert Assignment.objects.overdue(DUE + day * DAY).exists() is (late and is_open)


def test_more_time_is_asked_granted_and_moves_the_deadline(world: World, give: Give) -> None:
    row, chief, town = give(), world.viewer(Role.SECTION_CHIEF), world.viewer(Role.TOWN_OFFICER)
    ask: dict[str, Any] = {"assignment": row, "why": "材料未齐", "by": town, "at": AT}
    with pytest.raises(errors.NotLater):
        notes.ask_extension(until=DUE, **ask)
    notes.ask_extension(until=LATER, **ask)
    with pytest.raises(errors.ExtensionOpen):
        notes.ask_extension(until=LATER, **ask)
    assert deadline(row).due_on == DUE
    with pytest.raises(errors.NotTheOwner):
        notes.decide_extension(assignment=row, granted=True, answer="", by=town, at=AT)
    notes.decide_extension(assignment=row, granted=True, answer="", by=chief, at=AT)
    row.refresh_from_db()
    assert (row.due_on, deadline(row).due_on, DeadlineMove.objects.get().after_on) == (LATER, LATER, LATER)
    with pytest.raises(errors.NoExtensionOpen):
        notes.decide_extension(assignment=row, granted=True, answer="", by=chief, at=AT)


def test_a_refusal_says_why_and_moves_nothing(world: World, give: Give) -> None:
    row, chief = give(), world.viewer(Role.SECTION_CHIEF)
    notes.ask_extension(assignment=row, until=LATER, why="材料未齐", by=world.viewer(Role.TOWN_OFFICER), at=AT)
    with pytest.raises(ReasonMissing):
        notes.decide_extension(assignment=row, granted=False, answer=" ", by=chief, at=AT)
    notes.decide_extension(assignment=row, granted=False, answer="事项紧急", by=chief, at=AT)
    row.refresh_from_db()
    assert row.due_on == DUE


def test_asking_lapses_when_the_work_is_reported(world: World, give: Give) -> None:
    row, town = give(), world.viewer(Role.TOWN_OFFICER)
    notes.ask_extension(assignment=row, until=LATER, why="材料未齐", by=town, at=AT)
    step(row, Verb.REPORT, town)
    assert AssignmentExtension.objects.get().state == ExtensionState.LAPSED


def test_notes_by_every_party_and_what_the_institution_reads(world: World, give: Give) -> None:
    row, owner = give(), world.viewer(Role.INSTITUTION_OWNER)
    town, market = world.viewer(Role.TOWN_OFFICER), world.viewer(Role.DEPARTMENT_OFFICER)
    notes.note(assignment=row, text="拟于周末暗访", by=town, at=AT)
    notes.note(assignment=row, text="请准备台账", by=market, at=AT, shown_outside=True)
    notes.note(assignment=row, text="台账已备", by=owner, at=AT)
    notes.remind(assignment=row, text="请抓紧", by=world.viewer(Role.SECTION_CHIEF), at=AT)
    assert {note.text for note in reading.notes_of(row, owner)} == {"请准备台账", "台账已备", "请抓紧"}
    assert len(reading.notes_of(row, town)) == 4
    seen = AssignmentNote.objects.visible_to(owner).values_list("text", flat=True)
    assert "拟于周末暗访" not in seen
    stranger = world.viewer(Role.SERVICE_CENTRE_CLERK)
    with pytest.raises(NotFound):
        notes.note(assignment=row, text="路过", by=stranger, at=AT)
    brought(row, State.WITHDRAWN)
    with pytest.raises(errors.NotRunning):
        notes.note(assignment=row, text="已结束", by=town, at=AT)


def test_only_the_bureau_urges_and_only_what_is_being_worked_on(world: World, give: Give) -> None:
    row = give()
    with pytest.raises(errors.NotTheOwner):
        notes.remind(assignment=row, text="催", by=world.viewer(Role.TOWN_OFFICER), at=AT)
    notes.remind(assignment=row, text="请抓紧", by=world.viewer(Role.SECTION_CHIEF), at=AT)
    assert AssignmentNote.objects.get().kind == NoteKind.REMINDER
    brought(row, State.REPORTED)
    with pytest.raises(errors.NotRunning):
        notes.remind(assignment=row, text="请抓紧", by=world.viewer(Role.SECTION_CHIEF), at=AT)


# --- races: real connections ---


def _together(*acts: Callable[[], Any]) -> list[object]:
    """What each act answered or raised, begun at the same moment on a connection of its own."""
    gate, answers = threading.Barrier(len(acts)), [object()] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=10)
            answers[number] = act()
        except DomainError as error:
            answers[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return list(answers)


def _given(world: World, **more: Any) -> Assignment:
    return assign(
        county_id=world.county.pk,
        title="核查",
        source=(SourceKind.OTHER, None),
        institution_id=None,
        owner=Owner(town=world.town),
        co_owners=[],
        due_on=DUE,
        by=system_viewer(label="tests"),
        at=AT,
        **more,
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_that_close_at_once_one_is_told() -> None:
    world = make_world()
    row = brought(_given(world), State.REPORTED)
    chief, inspector = world.viewer(Role.SECTION_CHIEF), world.viewer(Role.INSPECTOR)
    answers = _together(lambda: step(row, Verb.CLOSE, chief), lambda: step(row, Verb.CLOSE, inspector))
    assert sorted(type(answer).__name__ for answer in answers) == ["AssignmentTransition", "WrongState"]
    assert AssignmentTransition.objects.filter(verb=Verb.CLOSE).count() == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_and_one_source_is_assigned_once_when_many_assign_at_once() -> None:
    world = make_world()
    same = [lambda: _given(world, dedupe="adopted_code/1")] * 4
    others = [lambda: _given(world)] * 4
    answers = _together(*same, *others)
    assert all(isinstance(answer, Assignment) for answer in answers)
    numbers = sorted(Assignment.objects.values_list("number", flat=True))
    assert numbers == [f"JB330282-2026-{n:05d}" for n in range(1, 6)]
