"""What messages ask of the apps above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import Final

from cixi_oversight.extensions import Single
from cixi_oversight.permissions import Role

# answered by institutions: accounts that hold one of the roles in one of the institutions on a day
MEMBERS: Final[Single[Callable[[Collection[int], Collection[Role], dt.date], set[int]]]] = Single("desk.members")
