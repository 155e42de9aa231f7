"""Who sees and who makes the zeroing plan; a town sees its own part."""

from typing import Final

from cixi_oversight.permissions import BUREAU, Role, right

VIEW_ZEROING: Final = right("institutions.view_zeroing", BUREAU | {Role.TOWN_OFFICER})
PLAN_ZEROING: Final = right("institutions.plan_zeroing", {Role.SECTION_CHIEF, Role.REGISTRAR})
# the whole county's past: the bureau's own staff
VIEW_CAMPAIGN: Final = right("institutions.view_campaign", BUREAU)
