"""What policy brings to the frame, and the names of its verbs."""

from cixi_oversight.audit.services.verbs import name_verbs
from cixi_oversight.errors import msg
from cixi_oversight.jobs.services import registry
from cixi_oversight.policy.rules.access import VIEW_DEADLINES, VIEW_POLICY
from cixi_oversight.policy.rules.verbs import VERBS
from cixi_oversight.policy.services import night
from cixi_oversight.web.nav import NAV, NavEntry


def register() -> None:
    """Called once from `ready()`."""
    name_verbs(VERBS)
    registry.register(night.BACKFILL)
    registry.register(night.ALARMS_NIGHT)
    NAV.register(NavEntry("deadlines", msg("Deadlines"), "policy:deadlines", VIEW_DEADLINES, icon="clock"), rank=75)
    parameters, calendar = msg("Policy parameters"), msg("Working calendar")
    NAV.register(
        NavEntry("system.parameters", parameters, "policy:parameters", VIEW_POLICY, icon="adjustments"), rank=60
    )
    NAV.register(NavEntry("system.calendar", calendar, "policy:calendar", VIEW_POLICY, icon="calendar"), rank=70)
