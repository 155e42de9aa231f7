"""An application for stars as a table: the institution applies, the association reviews, the bureau decides."""

from __future__ import annotations

from typing import Final

from cixi_oversight.permissions import Role
from cixi_oversight.workflows import Move, Workflow
from institutions.enums.stars import StarState, StarVerb

_S, _V = StarState, StarVerb
OWNERS: Final = frozenset({Role.INSTITUTION_OWNER})
REVIEWERS: Final = frozenset({Role.ASSOCIATION_OFFICER})
SIGNATORIES: Final = frozenset({Role.SECTION_CHIEF, Role.BUREAU_DIRECTOR})
REVIEWS_NEEDED: Final = 2  # by two persons
OPEN: Final = frozenset({_S.DRAFT, _S.SUBMITTED, _S.RETURNED, _S.REVIEWED, _S.AWARDED})

STARS: Final = Workflow(
    "star_application",
    (
        Move(_V.SUBMIT, frozenset({_S.DRAFT, _S.RETURNED}), _S.SUBMITTED, roles=OWNERS, needs_reason=False),
        Move(
            _V.WITHDRAW,
            frozenset({_S.DRAFT, _S.SUBMITTED, _S.RETURNED}),
            _S.WITHDRAWN,
            roles=OWNERS,
            needs_reason=False,
        ),
        Move(_V.RETURN, frozenset({_S.SUBMITTED}), _S.RETURNED, roles=REVIEWERS),
        Move(_V.CONCLUDE, frozenset({_S.SUBMITTED}), _S.REVIEWED, roles=REVIEWERS, needs_reason=False),
        Move(_V.SEND_BACK, frozenset({_S.REVIEWED}), _S.SUBMITTED, roles=SIGNATORIES),
        Move(_V.AWARD, frozenset({_S.REVIEWED}), _S.AWARDED, roles=SIGNATORIES),
        Move(_V.REFUSE, frozenset({_S.REVIEWED}), _S.REFUSED, roles=SIGNATORIES),
        Move(_V.PUBLISH, frozenset({_S.AWARDED}), _S.PUBLISHED, roles=SIGNATORIES, needs_reason=False),
    ),
)
