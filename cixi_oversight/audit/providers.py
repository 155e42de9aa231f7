"""What audit brings to the frame, and the names of its verbs."""

from cixi_oversight.audit.rules.access import VIEW_AUDIT
from cixi_oversight.audit.rules.labels import VERBS
from cixi_oversight.audit.services.verbs import name_verbs
from cixi_oversight.errors import msg
from cixi_oversight.web.nav import NAV, NavEntry


def register() -> None:
    """Called once from `ready()`."""
    name_verbs(VERBS)
    NAV.register(NavEntry("system.audit", msg("Audit"), "audit:list", VIEW_AUDIT, icon="list-search"), rank=90)
