"""When too many failures close an account's door (GB/T 22239, 身份鉴别 b). Plain times in, a time out.

The newest failures since the last sign-in or unlocking count. As many of them as are allowed, all within the window,
close the door from the last one on. An attempt at a closed door does not count, so nobody prolongs a lock by trying.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cixi_oversight.users.enums import Outcome

FAILURES: Final = frozenset(
    {Outcome.WRONG_PASSWORD, Outcome.UNKNOWN_NAME, Outcome.CLOSED_ACCOUNT, Outcome.WRONG_FACTOR}
)
ANEW: Final = frozenset({Outcome.SIGNED_IN, Outcome.UNLOCKED})


@dataclass(frozen=True, slots=True)
class Limit:
    failures: int
    window: dt.timedelta
    lock: dt.timedelta


def locked_until(failures: Sequence[dt.datetime], limit: Limit) -> dt.datetime | None:
    """`failures` newest first, since the door was last opened. None where they do not close it; may lie in the past."""
    newest = failures[: limit.failures]
    if len(newest) < limit.failures or newest[0] - newest[-1] > limit.window:
        return None
    return newest[0] + limit.lock
