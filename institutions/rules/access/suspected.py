"""Who sees suspected sites and who looks at them. Anybody may report one."""

from typing import Final

from cixi_oversight.permissions import BUREAU, Role, right
from institutions.rules.suspected import LOOKERS, SUSPECTED

_ENFORCERS: Final = frozenset({Role.DEPARTMENT_OFFICER})

REPORT_SITE: Final = right("institutions.report_site", anyone=True)
VIEW_SITES: Final = right("institutions.view_suspected_sites", BUREAU | _ENFORCERS | {Role.TOWN_OFFICER})
ENTER_SITE: Final = right("institutions.enter_suspected_site", LOOKERS)
# one right to open a form of the table; which verbs a role has, the table says
MOVE_SITE: Final = right(
    "institutions.move_suspected_site", frozenset().union(*(move.roles for move in SUSPECTED.moves))
)
