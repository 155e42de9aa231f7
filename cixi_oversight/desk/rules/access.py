"""Who may do what at the desk. Which rows is another question: `Assignment.objects.visible_to`; which step on whose
behalf a third: `rules.workflow`."""

from typing import Final

from cixi_oversight.desk.rules.workflow import ISSUERS, OWNERS
from cixi_oversight.permissions import OFFICERS, Role, right

_STAFF_OWNERS: Final = OWNERS - {Role.INSTITUTION_OWNER, Role.API_CLIENT}
_CHIEFS: Final = frozenset({Role.SECTION_CHIEF, Role.BUREAU_DIRECTOR})

VIEW_ASSIGNMENTS: Final = right("desk.view_assignments", _STAFF_OWNERS)
READ_ASSIGNMENTS: Final = right("desk.read_assignments", _STAFF_OWNERS | {Role.API_CLIENT})
GIVE_RECEIPT: Final = right("desk.give_receipt", _STAFF_OWNERS | {Role.API_CLIENT})
ASSIGN: Final = right("desk.assign", ISSUERS)
HANDLE: Final = right("desk.handle_assignments", _STAFF_OWNERS)  # notes, steps, asking for more time
FOLLOW_UP: Final = right("desk.follow_up", ISSUERS | {Role.TOWN_OFFICER, Role.DEPARTMENT_OFFICER})
OWN_ASSIGNMENTS: Final = right(
    "desk.own_assignments", {Role.INSTITUTION_OWNER, Role.INSTITUTION_FINANCE, Role.INSTITUTION_FRONT_DESK}
)
HANDLE_OWN: Final = right("desk.handle_own_assignments", {Role.INSTITUTION_OWNER})
VIEW_GROUPS: Final = right("desk.view_groups", OFFICERS)
EDIT_GROUPS: Final = right("desk.edit_groups", _CHIEFS)
