"""What the register answers to lower apps, and the background work it brings."""

from cixi_oversight.jobs.services import registry
from cixi_oversight.users.services.viewer import MEMBERSHIPS
from institutions.services import members, pinyin


def register() -> None:
    MEMBERSHIPS.register(members.roles_of)
    registry.register(pinyin.KIND)
