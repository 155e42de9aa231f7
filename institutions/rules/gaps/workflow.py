"""A gap as a table: open -> handed in -> closed; returned with a reason, or closed at once where an officer saw it.

Who receives, decides: the service asks whether the officer's department is the receiver.
"""

from __future__ import annotations

from typing import Final

from cixi_oversight.permissions import Role
from cixi_oversight.workflows import Move, Workflow
from institutions.enums.gaps import GapState, GapVerb

RECEIVERS: Final = frozenset({Role.DEPARTMENT_OFFICER, Role.SECTION_CHIEF, Role.REGISTRAR})
INSTITUTION: Final = frozenset({Role.INSTITUTION_OWNER})

GAP: Final = Workflow(
    "gap_item",
    (
        Move(GapVerb.HAND_IN, frozenset({GapState.OPEN}), GapState.HANDED_IN, roles=INSTITUTION, needs_reason=False),
        Move(GapVerb.RETURN, frozenset({GapState.HANDED_IN}), GapState.OPEN, roles=RECEIVERS),
        Move(GapVerb.CLOSE, frozenset({GapState.HANDED_IN, GapState.OPEN}), GapState.CLOSED, roles=RECEIVERS),
        Move(GapVerb.REOPEN, frozenset({GapState.CLOSED}), GapState.OPEN, roles=RECEIVERS),
    ),
)
