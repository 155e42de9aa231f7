"""A collection and its parts as tables (decision 8).

Collection: draft -> sent (its due day may be moved) -> closed, and back to sent where something is missing; withdrawn
from draft or sent.
Part: waiting -> submitted -> accepted, or returned and submitted again. What came too late can still be handed in
until the collection is closed.
"""

from __future__ import annotations

from typing import Final

from cixi_oversight.permissions import Role
from cixi_oversight.workflows import Move, Workflow
from institutions.enums.collections import CollectionState, CollectionVerb, PartState, PartVerb

KEEPERS: Final = frozenset({Role.SECTION_CHIEF, Role.REGISTRAR, Role.FUNDS_OFFICER, Role.INSPECTOR})
OWN: Final = frozenset({Role.INSTITUTION_OWNER, Role.INSTITUTION_FINANCE, Role.INSTITUTION_FRONT_DESK})
ANSWERERS: Final = OWN | {Role.TOWN_OFFICER}

COLLECTION: Final = Workflow(
    "collection",
    (
        Move(
            CollectionVerb.SEND,
            frozenset({CollectionState.DRAFT}),
            CollectionState.SENT,
            roles=KEEPERS,
            needs_reason=False,
        ),
        Move(CollectionVerb.MOVE_DUE, frozenset({CollectionState.SENT}), CollectionState.SENT, roles=KEEPERS),
        Move(
            CollectionVerb.CLOSE,
            frozenset({CollectionState.SENT}),
            CollectionState.CLOSED,
            roles=KEEPERS,
            needs_reason=False,
        ),
        Move(CollectionVerb.REOPEN, frozenset({CollectionState.CLOSED}), CollectionState.SENT, roles=KEEPERS),
        Move(
            CollectionVerb.WITHDRAW,
            frozenset({CollectionState.DRAFT, CollectionState.SENT}),
            CollectionState.WITHDRAWN,
            roles=KEEPERS,
        ),
    ),
)

PART: Final = Workflow(
    "collection_part",
    (
        Move(
            PartVerb.SUBMIT,
            frozenset({PartState.WAITING, PartState.RETURNED}),
            PartState.SUBMITTED,
            roles=ANSWERERS,
            needs_reason=False,
        ),
        Move(PartVerb.RETURN, frozenset({PartState.SUBMITTED, PartState.ACCEPTED}), PartState.RETURNED, roles=KEEPERS),
        Move(
            PartVerb.ACCEPT,
            frozenset({PartState.SUBMITTED}),
            PartState.ACCEPTED,
            roles=KEEPERS,
            needs_reason=False,
        ),
    ),
)
