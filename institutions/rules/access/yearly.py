"""Who may do what in the annual inspection. Which verbs of a form a role has, the table says (`rules.yearly`)."""

from typing import Final

from cixi_oversight.permissions import INSTITUTION, OFFICERS, Role, right
from institutions.rules.yearly.workflow import BATCH, CHECKERS, DECIDERS, OWNERS, YEARLY

_OFFICE: Final = frozenset().union(*(move.roles for move in YEARLY.moves)) - OWNERS

VIEW_ANNUAL: Final = right("institutions.view_annual", OFFICERS)
READ_ANNUAL: Final = right("institutions.read_annual", OFFICERS | {Role.API_CLIENT})
OPEN_ANNUAL: Final = right("institutions.open_annual", DECIDERS)
MOVE_ANNUAL_BATCH: Final = right("institutions.move_annual_batch", frozenset().union(*(m.roles for m in BATCH.moves)))
MOVE_ANNUAL: Final = right("institutions.move_annual", _OFFICE)
CHECK_ANNUAL: Final = right("institutions.check_annual", CHECKERS)
DECIDE_ANNUAL: Final = right("institutions.decide_annual", DECIDERS)
VIEW_OWN_ANNUAL: Final = right("institutions.view_own_annual", INSTITUTION - {Role.TEACHER})
REPORT_ANNUAL: Final = right("institutions.report_annual", OWNERS)
