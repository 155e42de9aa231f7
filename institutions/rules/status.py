"""An institution's status as a table (decision 8): which verb leads from where to where, and who may.

applying -> operating <-> suspended; operating or suspended -> closing -> deregistered (民促法 56-60, 条例 50);
an order ends it from any living state (民促法 62); an officer who meets nobody reports it vanished, which is
not an end: it may turn up again, be closed by order or be deregistered.
"""

from __future__ import annotations

from typing import Final

from cixi_oversight.permissions import Role
from cixi_oversight.workflows import Move, Workflow
from institutions.enums import Status, Verb

_REGISTRARS: Final = frozenset({Role.REGISTRAR, Role.SECTION_CHIEF})
_DECIDERS: Final = frozenset({Role.SECTION_CHIEF, Role.BUREAU_DIRECTOR})
_IN_THE_FIELD: Final = _REGISTRARS | {Role.INSPECTOR, Role.TOWN_OFFICER}


def _move(verb: Verb, sources: set[Status], target: Status, roles: frozenset[Role]) -> Move:
    return Move(verb, frozenset(sources), target, roles)


STATUS: Final = Workflow(
    "institution",
    (
        _move(Verb.OPEN, {Status.APPLYING}, Status.OPERATING, _REGISTRARS),
        _move(Verb.SUSPEND, {Status.OPERATING}, Status.SUSPENDED, _REGISTRARS),
        _move(Verb.RESUME, {Status.SUSPENDED}, Status.OPERATING, _REGISTRARS),
        _move(Verb.START_CLOSING, {Status.OPERATING, Status.SUSPENDED}, Status.CLOSING, _REGISTRARS),
        _move(Verb.WITHDRAW_CLOSING, {Status.CLOSING}, Status.OPERATING, _REGISTRARS),
        _move(Verb.DEREGISTER, {Status.CLOSING, Status.VANISHED}, Status.DEREGISTERED, _REGISTRARS),
        _move(
            Verb.CLOSE_BY_ORDER,
            {Status.OPERATING, Status.SUSPENDED, Status.CLOSING, Status.VANISHED},
            Status.CLOSED_BY_ORDER,
            _DECIDERS,
        ),
        _move(
            Verb.REPORT_VANISHED,
            {Status.OPERATING, Status.SUSPENDED, Status.CLOSING},
            Status.VANISHED,
            _IN_THE_FIELD,
        ),
        _move(Verb.FOUND_AGAIN, {Status.VANISHED}, Status.OPERATING, _IN_THE_FIELD),
    ),
)
