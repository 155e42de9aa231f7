"""A party's receipt for an assignment (签收回执) as a table: delivered -> accepted -> answered.

It is delivered by itself, when the party's system fetches the assignment or one of its officers opens it.
"""

from __future__ import annotations

from typing import Final

from cixi_oversight.desk.enums import ReceiptState as State
from cixi_oversight.desk.enums import ReceiptVerb as Verb
from cixi_oversight.desk.rules.workflow import OWNERS
from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import Role
from cixi_oversight.workflows import Move, Workflow

PARTIES: Final = OWNERS - {Role.INSTITUTION_OWNER}

RECEIPT: Final = Workflow(
    "receipt",
    (
        Move(Verb.ACCEPT, frozenset({State.DELIVERED}), State.ACCEPTED, PARTIES, needs_reason=False),
        Move(Verb.ANSWER, frozenset({State.DELIVERED, State.ACCEPTED}), State.ANSWERED, PARTIES),
    ),
)
STATE: Final[dict[str, Message]] = {
    State.DELIVERED: msg("Delivered"),
    State.ACCEPTED: msg("Accepted for handling"),
    State.ANSWERED: msg("Answered"),
}
