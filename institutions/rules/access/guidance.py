"""Who persuades and who climbs the ladder of guidance; towns persuade, the bureau orders."""

from typing import Final

from cixi_oversight.permissions import OFFICERS, Role, right
from institutions.rules.talks import CASEWORKERS

VIEW_GUIDANCE: Final = right("institutions.view_guidance", OFFICERS)
RECORD_PERSUASION: Final = right("institutions.record_persuasion", CASEWORKERS | {Role.REGISTRAR, Role.TOWN_OFFICER})
TAKE_STEP: Final = right("institutions.take_guidance_step", CASEWORKERS)
RECORD_OUTCOME: Final = right("institutions.record_guidance_outcome", CASEWORKERS | {Role.DEPARTMENT_OFFICER})
