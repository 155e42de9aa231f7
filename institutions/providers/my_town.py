"""The town officer's entry in the frame."""

from __future__ import annotations

from cixi_oversight.errors import msg
from cixi_oversight.web.nav import NAV, NavEntry
from institutions.rules.access.my_town import VIEW_MY_TOWN


def register() -> None:
    """Called once from the package's own `register`."""
    NAV.register(
        NavEntry("my_town", msg("My institutions"), "institutions:my_town", VIEW_MY_TOWN, icon="phone"), rank=15
    )
