"""What imports answers to the platform: its kind of background work."""

from __future__ import annotations

from cixi_oversight.audit.services.verbs import name_verbs
from cixi_oversight.imports.rules.verbs import VERBS
from cixi_oversight.imports.services import apply
from cixi_oversight.jobs.services import registry


def register() -> None:
    """Called once by `apps.ready()`."""
    name_verbs(VERBS)
    registry.register(apply.KIND)
