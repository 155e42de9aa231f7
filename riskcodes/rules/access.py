"""Rights of the risk code. The night proposes, the section chief adopts (decision 16)."""

from typing import Final

from cixi_oversight.permissions import BUREAU, OFFICERS, Role, right

VIEW_CODES: Final = right("riskcodes.view_codes", OFFICERS)  # board, and why an institution has its colour
VIEW_ADOPTED: Final = right("riskcodes.view_adopted", OFFICERS | {Role.API_CLIENT})  # over REST
# over REST, where another department's system may be reading: elsewhere than in the bureau only what was adopted
VIEW_COMPUTED: Final = right("riskcodes.view_computed", BUREAU)
VIEW_RUNS: Final = right("riskcodes.view_runs", BUREAU | {Role.SYSTEM_ADMIN})
START_RUN: Final = right("riskcodes.start_run", {Role.SECTION_CHIEF, Role.RISK_ANALYST})
RECOMPUTE: Final = right("riskcodes.recompute", {Role.SECTION_CHIEF, Role.RISK_ANALYST, Role.REGISTRAR})
ADOPT: Final = right("riskcodes.adopt", {Role.SECTION_CHIEF})
CONNECT_SOURCE: Final = right("riskcodes.connect_source", {Role.SECTION_CHIEF})
