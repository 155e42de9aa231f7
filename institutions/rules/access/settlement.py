"""Who sees and who settles unfinished courses."""

from typing import Final

from cixi_oversight.permissions import INSTITUTION, OFFICERS, Role, right
from institutions.rules.settlement import SETTLEMENT

_COUNTER: Final = frozenset({Role.REGISTRAR, Role.SECTION_CHIEF, Role.SERVICE_CENTRE_CLERK})

VIEW_SETTLEMENTS: Final = right("institutions.view_settlements", OFFICERS)
EDIT_SETTLEMENT: Final = right("institutions.edit_settlement", _COUNTER)
MOVE_SETTLEMENT: Final = right(
    "institutions.move_settlement", frozenset().union(*(move.roles for move in SETTLEMENT.moves)) - INSTITUTION
)
OWN_SETTLEMENT: Final = right("institutions.own_settlement", {Role.INSTITUTION_OWNER})
