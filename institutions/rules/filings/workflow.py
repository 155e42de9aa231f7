"""A filing as a table (decisions 8 and 14): draft -> submitted -> accepted or returned -> submitted again; accepted ->
superseded by the next accepted one; withdrawn by the institution while nobody has decided.

Who of an institution may file a kind, and who of the bureau decides on it, is the kind's own (`FilingForm.filers`,
`reviewers`); this table holds everybody who may for some kind.
"""

from __future__ import annotations

from typing import Final

from cixi_oversight.permissions import INSTITUTION, Role
from cixi_oversight.workflows import Move, Workflow
from institutions.enums.filings import EDITABLE, OPEN, FilingState, FilingVerb

DECIDERS: Final = frozenset({Role.REGISTRAR, Role.SECTION_CHIEF, Role.FUNDS_OFFICER, Role.DEPARTMENT_OFFICER})
_NOBODY: Final[frozenset[Role]] = frozenset()  # the portal itself

FILING: Final = Workflow(
    "filing",
    (
        Move(
            FilingVerb.SUBMIT,
            frozenset({*EDITABLE}),
            FilingState.SUBMITTED,
            roles=INSTITUTION,
            needs_reason=False,
        ),
        Move(FilingVerb.RETURN, frozenset({FilingState.SUBMITTED}), FilingState.RETURNED, roles=DECIDERS),
        Move(
            FilingVerb.ACCEPT,
            frozenset({FilingState.SUBMITTED}),
            FilingState.ACCEPTED,
            roles=DECIDERS,
            needs_reason=False,
        ),
        Move(
            FilingVerb.SUPERSEDE,
            frozenset({FilingState.ACCEPTED}),
            FilingState.SUPERSEDED,
            roles=_NOBODY,
            needs_reason=False,
        ),
        Move(
            FilingVerb.WITHDRAW,
            frozenset({*OPEN}),
            FilingState.WITHDRAWN,
            roles=INSTITUTION,
            needs_reason=False,
        ),
    ),
)
