"""How many reports one address may send on a day: enough for a street, too few to bury the office.

Real time, counted in the cache that all processes share.
"""

from __future__ import annotations

import hashlib
from typing import Final

from django.core.cache import cache

from cixi_oversight import clock
from cixi_oversight.errors import DomainError
from institutions.errors.suspected import TooManyReports

MOST_A_DAY: Final = 10
_DAY_SECONDS: Final = 86_400


def count(
    address: str, *, of: str = "site-report", most: int = MOST_A_DAY, refusal: type[DomainError] = TooManyReports
) -> None:
    """Counts one report, or what else anybody may send. Raises `refusal` where the address has had its day's share."""
    key = f"{of}-{clock.real_now().date()}-{hashlib.sha256(address.encode()).hexdigest()[:32]}"
    cache.add(key, 0, _DAY_SECONDS)
    try:
        sent = cache.incr(key)
    except ValueError:  # emptied in between
        cache.set(key, 1, _DAY_SECONDS)
        sent = 1
    if sent > most:
        raise refusal
