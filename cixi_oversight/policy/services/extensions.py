"""What policy asks of the apps whose things have deadlines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from cixi_oversight.extensions import Many, Single
from cixi_oversight.permissions import Permission
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.users.models import Town


@dataclass(frozen=True, slots=True)
class Duty:
    """Who sees deadlines of a kind, and who does what ends them."""

    kind: DeadlineCode
    view: Permission
    act: Permission


DUTIES: Final[Many[Duty]] = Many("policy.duties")
# deadlines (by their institution_id) of the institutions of a town
OF_TOWN: Final[Single[Callable[[Town], Q]]] = Single("policy.of_town")
