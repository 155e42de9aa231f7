"""Workflow tables and the one function that moves a row by them."""

import datetime as dt
from dataclasses import replace
from itertools import product

import pytest

from cixi_oversight import clock
from cixi_oversight.errors import Forbidden, ReasonMissing, WrongState
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.transitions import apply
from cixi_oversight.users.services.viewer import system_viewer
from cixi_oversight.workflows import Move, MoveMade, Workflow, states
from institutions.enums import Status, Verb
from institutions.models import Institution, InstitutionTransition
from institutions.rules.status import STATUS
from tests.people import AT, World, make_world

TOY = Workflow(
    "toy",
    (
        Move("submit", frozenset({"draft", "returned"}), "waiting", frozenset({Role.INSTITUTION_OWNER})),
        Move("accept", frozenset({"waiting"}), "accepted", frozenset({Role.REGISTRAR})),
        Move("return", frozenset({"waiting"}), "returned", frozenset({Role.REGISTRAR})),
    ),
)
ALLOWED = {
    ("draft", "submit"): "waiting",
    ("returned", "submit"): "waiting",
    ("waiting", "accept"): "accepted",
    ("waiting", "return"): "returned",
}


@pytest.mark.parametrize(
    ("state", "verb"), list(product(sorted(states(TOY.moves)), ["submit", "accept", "return", "burn"]))
)
def test_each_verb_over_each_state(state: str, verb: str) -> None:
    if (state, verb) in ALLOWED:
        assert TOY.move(state, verb).target == ALLOWED[state, verb]
    else:
        with pytest.raises(WrongState):
            TOY.move(state, verb)


def test_buttons_are_what_the_table_allows_a_viewer() -> None:
    registrar = Viewer(kind=ViewerKind.STAFF, roles=frozenset({Role.REGISTRAR}))
    assert [move.verb for move in TOY.open_to("waiting", registrar)] == ["accept", "return"]
    assert TOY.open_to("draft", registrar) == []
    assert [move.verb for move in TOY.open_to("draft", Viewer(kind=ViewerKind.SYSTEM))] == ["submit"]


def test_a_table_with_two_answers_is_refused() -> None:
    with pytest.raises(ValueError, match="two lines"):
        Workflow("toy", (*TOY.moves, Move("accept", frozenset({"waiting"}), "draft", frozenset())))


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def move(
    row: Institution, by: Viewer, *, why: str = "停业整顿", workflow: Workflow = STATUS, at: dt.datetime = AT
) -> InstitutionTransition:
    return apply(
        row, Verb.SUSPEND, workflow=workflow, history=InstitutionTransition, owner="institution", by=by, why=why, at=at
    )


def test_a_move_changes_the_row_and_leaves_the_record(world: World) -> None:
    row, by = world.institution, world.viewer(Role.REGISTRAR)
    before = row.version
    made = move(row, by)
    stored = Institution.objects.get(pk=row.pk)
    assert (stored.status, stored.version, stored.changed_by_id, stored.changed_at) == (
        Status.SUSPENDED, before + 1, by.actor_id, AT,
    )  # fmt: skip
    assert (row.status, row.version, row.changed_by_id) == (stored.status, stored.version, stored.changed_by_id)
    assert (made.source, made.target, made.actor_id, made.effective_on) == (
        Status.OPERATING, Status.SUSPENDED, by.actor_id, AT.date(),
    )  # fmt: skip


def test_the_day_is_shanghai_s_whatever_the_zone_of_the_moment(world: World) -> None:
    late = clock.at(AT.date(), 0, 30).astimezone(dt.UTC)
    assert move(world.institution, system_viewer(), at=late).effective_on == AT.date()


@pytest.mark.parametrize(
    ("role", "why", "refused"),
    [(Role.INSPECTOR, "停业", Forbidden), (Role.REGISTRAR, "", ReasonMissing), (Role.REGISTRAR, " \n", ReasonMissing)],
)
def test_what_is_refused_leaves_nothing(world: World, role: Role, why: str, refused: type[Exception]) -> None:
    records = InstitutionTransition.objects.count()
    with pytest.raises(refused):
        move(world.institution, world.viewer(role), why=why)
    assert Institution.objects.get(pk=world.institution.pk).status == Status.OPERATING
    assert InstitutionTransition.objects.count() == records


def test_the_state_in_the_database_decides_not_the_one_in_hand(world: World) -> None:
    stale = Institution.objects.get(pk=world.institution.pk)
    move(world.institution, system_viewer())
    with pytest.raises(WrongState):
        move(stale, system_viewer())


def test_handlers_run_in_the_same_transaction(world: World) -> None:
    told: list[MoveMade] = []

    def refuse(made: MoveMade) -> None:
        told.append(made)
        raise LookupError("no deadline table")

    with pytest.raises(LookupError):
        move(world.institution, system_viewer(), workflow=replace(STATUS, on_move=[refuse]))
    assert (told[0].source, told[0].move.verb) == (Status.OPERATING, Verb.SUSPEND)
    assert Institution.objects.get(pk=world.institution.pk).status == Status.OPERATING
