"""An assignment's way as a table (decision 8): assigned -> in progress -> reported -> closed (销号).

The owner may return what is not theirs (the issuer assigns it anew or withdraws it); the issuer sends back what is not
done, and opens again what was closed too soon. Roles say who may at all; `SIDE` says on whose behalf: an officer acts
for the own department or town only, an owner for the own institution only.
"""

from __future__ import annotations

from typing import Final

from cixi_oversight.desk.enums import AssignmentState as State
from cixi_oversight.desk.enums import AssignmentVerb as Verb
from cixi_oversight.desk.enums import Side
from cixi_oversight.permissions import BUREAU, OFFICERS, Role
from cixi_oversight.workflows import Move, Workflow

ISSUERS: Final = BUREAU
OWNERS: Final = OFFICERS | {Role.INSTITUTION_OWNER, Role.API_CLIENT}
OPEN: Final = frozenset({State.ASSIGNED, State.IN_PROGRESS, State.RETURNED})  # the deadline runs
ENDED: Final = frozenset({State.CLOSED, State.WITHDRAWN})


def _move(verb: Verb, sources: set[State], target: State, *, why: bool = True) -> Move:
    roles = OWNERS if SIDE[verb] is Side.OWNER else ISSUERS
    return Move(verb, frozenset(sources), target, roles, needs_reason=why)


SIDE: Final = {
    Verb.ACCEPT: Side.OWNER,
    Verb.RETURN: Side.OWNER,
    Verb.REPORT: Side.OWNER,
    Verb.REASSIGN: Side.ISSUER,
    Verb.SEND_BACK: Side.ISSUER,
    Verb.CLOSE: Side.ISSUER,
    Verb.REOPEN: Side.ISSUER,
    Verb.WITHDRAW: Side.ISSUER,
}
ASSIGNMENT: Final = Workflow(
    "assignment",
    (
        _move(Verb.ACCEPT, {State.ASSIGNED}, State.IN_PROGRESS, why=False),
        _move(Verb.REPORT, {State.ASSIGNED, State.IN_PROGRESS}, State.REPORTED),
        _move(Verb.RETURN, {State.ASSIGNED, State.IN_PROGRESS}, State.RETURNED),
        _move(Verb.CLOSE, {State.REPORTED}, State.CLOSED),
        _move(Verb.SEND_BACK, {State.REPORTED}, State.IN_PROGRESS),
        _move(Verb.REASSIGN, {State.RETURNED, State.ASSIGNED, State.IN_PROGRESS}, State.ASSIGNED),
        _move(Verb.REOPEN, {State.CLOSED}, State.IN_PROGRESS),
        _move(Verb.WITHDRAW, set(OPEN), State.WITHDRAWN),
    ),
)
