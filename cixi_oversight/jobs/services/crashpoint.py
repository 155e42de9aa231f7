"""Named places where a fault test may kill the process. Nothing happens unless CIXI_CRASH names the place.

`CIXI_CRASH=name` dies at the first pass, `name:3` at the third. The death is a real SIGKILL.
"""

from __future__ import annotations

import os
import signal
from typing import Final

_WANTED, _, _COUNT = os.environ.get("CIXI_CRASH", "").partition(":")
_state: Final = {"left": int(_COUNT or 1)}


def crashpoint(name: str) -> None:
    if not _WANTED or name != _WANTED:
        return
    _state["left"] -= 1
    if _state["left"] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
