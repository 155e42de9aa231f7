"""Workflow tables (decision 8): state x verb -> next state and roles. Plain Python, so that `rules/` may hold them.

Buttons, API and tests read the same table; `transitions.apply` moves a row by it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from cixi_oversight.errors import WrongState
from cixi_oversight.permissions import Role, Viewer, ViewerKind


@dataclass(frozen=True, slots=True)
class Move:
    """One line of a workflow table."""

    verb: str
    sources: frozenset[str]
    target: str
    roles: frozenset[Role]
    needs_reason: bool = True


@dataclass(frozen=True)
class Workflow:
    """All moves of one noun. A verb has one line per target state."""

    noun: str
    moves: tuple[Move, ...]
    on_move: list[Callable[[MoveMade], None]] = field(default_factory=list, compare=False)

    def __post_init__(self) -> None:
        seen: set[tuple[str, str]] = set()
        for move in self.moves:
            lines = {(state, move.verb) for state in move.sources}
            if seen & lines:
                raise ValueError(f"{self.noun}: two lines for {sorted(seen & lines)}")
            seen |= lines

    def move(self, state: str, verb: str) -> Move:
        """Raises WrongState where the table has no such line."""
        for move in self.moves:
            if move.verb == verb and state in move.sources:
                return move
        raise WrongState(state=state, verb=verb)

    def open_to(self, state: str, viewer: Viewer) -> list[Move]:
        """What this viewer may do now: the buttons of a page."""
        return [move for move in self.moves if state in move.sources and may(move, viewer)]


@dataclass(frozen=True, slots=True)
class MoveMade:
    """What `on_move` handlers are told."""

    row: Any
    move: Move
    source: str
    by: Viewer
    why: str
    at: dt.datetime
    record: Any


def may(move: Move, viewer: Viewer) -> bool:
    return viewer.kind is ViewerKind.SYSTEM or bool(move.roles & viewer.roles)


def states(moves: Iterable[Move]) -> set[str]:
    """Every state that a table names; tests run each verb over all of them."""
    return {state for move in moves for state in (*move.sources, move.target)}
