"""Every verb over every state and role, and what a change of status leaves behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from cixi_oversight.audit.models import Event
from cixi_oversight.errors import Forbidden, ReasonMissing, WrongState
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.users.models import Actor
from cixi_oversight.workflows import states
from institutions.enums import ENDED, Status, Verb
from institutions.errors import DateBeforeLast, DateInFuture
from institutions.models import Institution
from institutions.rules.status import STATUS
from institutions.services.status import change_status

from .conftest import AT, ON

VERBS = [verb for verb in Verb if verb is not Verb.REGISTER]


def test_the_table_names_every_status_and_every_verb() -> None:
    assert states(STATUS.moves) == set(Status)
    assert {move.verb for move in STATUS.moves} == set(VERBS)


def test_nothing_leads_out_of_an_end() -> None:
    assert not [move for move in STATUS.moves if move.sources & ENDED]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", list(Status))
def test_each_verb_over_each_state_and_role(
    verb: Verb, status: Status, make: Callable[..., Institution], actor: Actor
) -> None:
    move = next((move for move in STATUS.moves if move.verb == verb and status in move.sources), None)
    for role in Role:
        institution = make(f"{role}", status=status)
        viewer = Viewer(kind=ViewerKind.STAFF, actor_id=actor.pk, roles=frozenset({role}))
        if move is None:
            with pytest.raises(WrongState):
                change_status(institution=institution, verb=verb, by=viewer, why="依规", at=AT)
        elif role not in move.roles:
            with pytest.raises(Forbidden):
                change_status(institution=institution, verb=verb, by=viewer, why="依规", at=AT)
        else:
            change_status(institution=institution, verb=verb, by=viewer, why="依规", at=AT)
        institution.refresh_from_db()
        moved = move is not None and role in move.roles
        assert institution.status == (move.target if move and moved else status)
        assert institution.transitions.count() == (2 if moved else 1)


def test_it_records_who_why_since_when_and_the_cause(institution: Institution, by: Viewer) -> None:
    made = change_status(
        institution=institution,
        verb=Verb.SUSPEND,
        by=by,
        why="消防整改",
        at=AT,
        effective_on=ON - dt.timedelta(days=3),
        cause=("penalty_case", 7),
    )
    assert (made.source, made.target, made.why) == (Status.OPERATING, Status.SUSPENDED, "消防整改")
    assert (made.effective_on, made.recorded_at) == (ON - dt.timedelta(days=3), AT)
    assert (made.cause_kind, made.cause_id, made.actor_id) == ("penalty_case", 7, by.actor_id)
    assert (institution.status, institution.version) == (Status.SUSPENDED, 2)
    assert Event.objects.get(verb="institutions.change_status").data["target"] == "suspended"


def test_the_finding_stands_while_nobody_is_met(institution: Institution, by: Viewer) -> None:
    change_status(institution=institution, verb=Verb.REPORT_VANISHED, by=by, why="上门无人", at=AT)
    institution.refresh_from_db()
    assert (institution.status, institution.not_found_on) == (Status.VANISHED, ON)
    change_status(institution=institution, verb=Verb.FOUND_AGAIN, by=by, why="已迁新址", at=AT)
    institution.refresh_from_db()
    assert (institution.status, institution.not_found_on) == (Status.OPERATING, None)


def test_it_needs_a_reason_and_a_day_that_has_come(institution: Institution, by: Viewer) -> None:
    with pytest.raises(ReasonMissing):
        change_status(institution=institution, verb=Verb.SUSPEND, by=by, why="\u200b ", at=AT)
    tomorrow = ON + dt.timedelta(days=1)
    with pytest.raises(DateInFuture):
        change_status(institution=institution, verb=Verb.SUSPEND, by=by, why="x", at=AT, effective_on=tomorrow)


def test_history_runs_forward(institution: Institution, by: Viewer) -> None:
    last = dt.date(2022, 3, 1)
    with pytest.raises(DateBeforeLast):
        change_status(
            institution=institution, verb=Verb.SUSPEND, by=by, why="x", at=AT, effective_on=last - dt.timedelta(days=1)
        )
    assert institution.transitions.count() == 1
    change_status(institution=institution, verb=Verb.SUSPEND, by=by, why="x", at=AT, effective_on=last)
    assert institution.status == Status.SUSPENDED
