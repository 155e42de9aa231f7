"""Who may do what with gap lists and entry standards. Whose list it is to decide the receiver's department says."""

from typing import Final

from cixi_oversight.permissions import INSTITUTION, OFFICERS, Role, right
from institutions.rules.gaps.workflow import RECEIVERS

VIEW_GAPS: Final = right("institutions.view_gaps", OFFICERS | {Role.API_CLIENT})
OPEN_GAPS: Final = right("institutions.open_gaps", RECEIVERS)
DECIDE_GAPS: Final = right("institutions.decide_gaps", RECEIVERS)
VIEW_STANDARDS: Final = right("institutions.view_standards", OFFICERS)
RECORD_STANDARD: Final = right("institutions.record_standard", {Role.SECTION_CHIEF, Role.REGISTRAR})
OWN_TRANSITION: Final = right("institutions.own_transition", INSTITUTION - {Role.TEACHER})
HAND_IN_EVIDENCE: Final = right("institutions.hand_in_evidence", {Role.INSTITUTION_OWNER})
