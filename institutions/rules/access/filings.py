"""Who may do what with filings. Which kinds a role files or decides on, the kind's form says."""

from typing import Final

from cixi_oversight.permissions import INSTITUTION, OFFICERS, Role, right
from institutions.rules.filings.workflow import DECIDERS

OWN_FILINGS: Final = right("institutions.own_filings", INSTITUTION - {Role.TEACHER})
VIEW_FILINGS: Final = right("institutions.view_filings", OFFICERS | {Role.API_CLIENT})
DECIDE_FILINGS: Final = right("institutions.decide_filings", DECIDERS)
