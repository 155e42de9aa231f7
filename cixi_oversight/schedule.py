"""The night, in order. A line starts when its hour has come and everything in `after` has finished for that day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Nightly:
    job: str
    at: dt.time  # Asia/Shanghai
    after: tuple[str, ...] = ()
    runs_after_failure: bool = True  # of what stands in `after`; False waits for a person


NIGHT: Final = (Nightly("riskcodes.night", at=dt.time(2, 0)),)
