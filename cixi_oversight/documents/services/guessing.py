"""Nobody finds papers by trying: after so many misses from one address its checks rest for a while.

Real time, in the cache that all processes share. Hits cost nothing: a hundred parents may scan behind one address.
"""

from __future__ import annotations

import hashlib
from typing import Final

from django.core.cache import cache

from cixi_oversight import clock

MISSES: Final = 20
WINDOW_SECONDS: Final = 600


def is_resting(address: str) -> bool:
    """Asked before looking anything up, so that a guess learns nothing any more."""
    return int(cache.get(_key(address), 0)) >= MISSES


def miss(address: str) -> None:
    key = _key(address)
    cache.add(key, 0, WINDOW_SECONDS * 2)
    try:
        cache.incr(key)
    except ValueError:  # emptied in between
        cache.set(key, 1, WINDOW_SECONDS * 2)


def _key(address: str) -> str:
    window = int(clock.real_now().timestamp()) // WINDOW_SECONDS
    return f"paper-miss-{window}-{hashlib.sha256(address.encode()).hexdigest()[:32]}"
