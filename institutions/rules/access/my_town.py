"""Who has a town of one's own."""

from typing import Final

from cixi_oversight.permissions import Role, right

VIEW_MY_TOWN: Final = right("institutions.view_my_town", {Role.TOWN_OFFICER})
