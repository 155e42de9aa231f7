"""Who may do what with register changes. Which rows is another question: `visible_to`."""

from typing import Final

from cixi_oversight.permissions import BUREAU, Role, right
from institutions.rules.changes import REGISTRARS

VIEW_CHANGES: Final = right("institutions.view_register_changes", BUREAU | {Role.TOWN_OFFICER})
DECIDE_CHANGES: Final = right("institutions.decide_register_changes", REGISTRARS)
SEND_CHANGES: Final = right("institutions.send_register_changes", {Role.API_CLIENT})
