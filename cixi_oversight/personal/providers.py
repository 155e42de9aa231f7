"""What the vault brings to the frame and to the night."""

from __future__ import annotations

from cixi_oversight.audit.services.verbs import name_verbs
from cixi_oversight.errors import msg
from cixi_oversight.jobs.services import registry
from cixi_oversight.personal.rules.access import CALL, VIEW_REGISTRY, VIEW_REVEALS
from cixi_oversight.personal.rules.labels import VERBS
from cixi_oversight.personal.services import ages, retention, rotation
from cixi_oversight.web.nav import NAV, NavEntry


def register() -> None:
    name_verbs(VERBS)
    registry.register(retention.KIND)
    registry.register(rotation.KIND)
    registry.register(ages.KIND)
    NAV.register(NavEntry("calls", msg("Call lists"), "personal:call_lists", CALL, icon="phone-call"), rank=74)
    NAV.register(
        NavEntry("system.personal", msg("Personal data"), "personal:registry", VIEW_REGISTRY, icon="shield-lock"),
        rank=84,
    )
    NAV.register(
        NavEntry("system.reveals", msg("Looks at personal data"), "personal:reveals", VIEW_REVEALS, icon="eye"), rank=85
    )
