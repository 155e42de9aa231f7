"""What assignments bring to the frame."""

from __future__ import annotations

from cixi_oversight.audit.services.verbs import name_verbs
from cixi_oversight.desk.rules.verbs import VERBS


def register() -> None:
    """Called once from `ready()`."""
    name_verbs(VERBS)
