"""The list is public; what the night proposes and why is the bureau's; publishing is the section chief's."""

from typing import Final

from cixi_oversight.permissions import BUREAU, Role, right

READ_WHITELIST: Final = right("institutions.read_whitelist", anyone=True)
VIEW_PROPOSALS: Final = right("institutions.view_whitelist_proposals", BUREAU)
PUBLISH_WHITELIST: Final = right("institutions.publish_whitelist", {Role.SECTION_CHIEF})
# the public list for other departments' systems, with their key; the bureau tries it in the browser
CALL_WHITELIST: Final = right("institutions.call_whitelist", BUREAU | {Role.TOWN_OFFICER, Role.API_CLIENT})
