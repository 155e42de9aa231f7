"""A regulatory talk as a table (decision 8): planned -> notified -> held; cancelled before it was held.

The notice is a paper of the bureau, so its chief or director lets it out. A yellow code asks for a talk within ten
days of its adoption (`policy`: REGULATORY_TALK).
"""

from __future__ import annotations

from typing import Final

from cixi_oversight.permissions import Role
from cixi_oversight.workflows import Move, Workflow
from institutions.enums import Occasion, TalkState, TalkVerb

CASEWORKERS: Final = frozenset({Role.SECTION_CHIEF, Role.INSPECTOR, Role.FUNDS_OFFICER})
SIGNATORIES: Final = frozenset({Role.SECTION_CHIEF, Role.BUREAU_DIRECTOR})
WITH_A_TERM: Final = frozenset({Occasion.YELLOW_CODE})

TALK: Final = Workflow(
    "regulatory_talk",
    (
        Move(
            TalkVerb.NOTIFY, frozenset({TalkState.PLANNED}), TalkState.NOTIFIED, roles=SIGNATORIES, needs_reason=False
        ),
        Move(TalkVerb.HOLD, frozenset({TalkState.NOTIFIED}), TalkState.HELD, roles=CASEWORKERS, needs_reason=False),
        Move(
            TalkVerb.CANCEL,
            frozenset({TalkState.PLANNED, TalkState.NOTIFIED}),
            TalkState.CANCELLED,
            roles=CASEWORKERS | SIGNATORIES,
        ),
    ),
)
