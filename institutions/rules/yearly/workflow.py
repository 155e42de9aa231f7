"""The annual inspection as tables (decision 8).

One institution: self-report -> first check of the town -> decision of the bureau. 合格 ends it; the other two go on to
rectification and a re-check. A batch is published once, when every institution in it has its conclusion.
"""

from __future__ import annotations

from typing import Final

from cixi_oversight.permissions import Role
from cixi_oversight.workflows import Move, Workflow
from institutions.enums.yearly import BatchState, BatchVerb, YearlyState, YearlyVerb

OWNERS: Final = frozenset({Role.INSTITUTION_OWNER})
CHECKERS: Final = frozenset({Role.TOWN_OFFICER, Role.REGISTRAR})  # the registrar for those without a town
DECIDERS: Final = frozenset({Role.SECTION_CHIEF, Role.REGISTRAR})
SIGNATORIES: Final = frozenset({Role.SECTION_CHIEF, Role.BUREAU_DIRECTOR})
_S, _V = YearlyState, YearlyVerb
NEVER_REPORTED: Final = frozenset({_S.REPORTING, _S.RETURNED})
CONCLUDED: Final = frozenset({_S.PASSED, _S.RECTIFYING, _S.RECTIFIED, _S.CLOSED})
ENDED: Final = frozenset({_S.PASSED, _S.CLOSED, _S.EXEMPT})

YEARLY: Final = Workflow(
    "annual_inspection",
    (
        Move(_V.SUBMIT, NEVER_REPORTED, _S.REPORTED, roles=OWNERS, needs_reason=False),
        Move(_V.RETURN, frozenset({_S.REPORTED}), _S.RETURNED, roles=CHECKERS),
        Move(_V.CHECK, frozenset({_S.REPORTED}), _S.CHECKED, roles=CHECKERS, needs_reason=False),
        Move(_V.PASS, frozenset({_S.CHECKED}), _S.PASSED, roles=DECIDERS, needs_reason=False),
        Move(_V.BASIC, frozenset({_S.CHECKED}), _S.RECTIFYING, roles=DECIDERS),
        # who never reported can only fail, and only after the day
        Move(_V.FAIL, frozenset({_S.CHECKED, *NEVER_REPORTED}), _S.RECTIFYING, roles=DECIDERS),
        Move(_V.REPORT_RECTIFIED, frozenset({_S.RECTIFYING}), _S.RECTIFIED, roles=OWNERS, needs_reason=False),
        Move(_V.CONFIRM, frozenset({_S.RECTIFIED}), _S.CLOSED, roles=DECIDERS),
        Move(_V.AGAIN, frozenset({_S.RECTIFIED}), _S.RECTIFYING, roles=DECIDERS),
        Move(_V.FAIL_RECHECK, frozenset({_S.RECTIFIED, _S.RECTIFYING}), _S.CLOSED, roles=DECIDERS),
        Move(_V.REOPEN, CONCLUDED, _S.CHECKED, roles=frozenset({Role.SECTION_CHIEF})),
        Move(
            _V.EXEMPT,
            frozenset({_S.REPORTING, _S.RETURNED, _S.REPORTED, _S.CHECKED}),
            _S.EXEMPT,
            roles=DECIDERS,
        ),
    ),
)
BATCH: Final = Workflow(
    "annual_batch",
    (
        Move(
            BatchVerb.PUBLISH, frozenset({BatchState.OPEN}), BatchState.PUBLISHED, roles=SIGNATORIES, needs_reason=False
        ),
        Move(
            BatchVerb.CANCEL, frozenset({BatchState.OPEN}), BatchState.CANCELLED, roles=frozenset({Role.SECTION_CHIEF})
        ),
    ),
)
