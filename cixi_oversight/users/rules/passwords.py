"""What a password must be made of, and how long it serves (GB/T 22239, 身份鉴别 a: complex, changed periodically).

Three of the four classes small letters, capitals, digits, other signs; or two of them from 20 characters on, so that a
sentence is as good as a riddle. Spaces and Chinese characters are other signs.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

LENGTH_MAX: Final = 128
CLASSES_MIN: Final = 3
SENTENCE_LENGTH: Final = 20
SENTENCE_CLASSES: Final = 2


def classes(password: str) -> int:
    """How many of the four classes occur."""
    kinds = {
        "small" if sign in "abcdefghijklmnopqrstuvwxyz" else
        "capital" if sign in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" else
        "digit" if sign in "0123456789" else
        "other"
        for sign in password
    }  # fmt: skip
    return len(kinds)


def is_complex(password: str) -> bool:
    wanted = SENTENCE_CLASSES if len(password) >= SENTENCE_LENGTH else CLASSES_MIN
    return classes(password) >= wanted


def due_at(set_at: dt.datetime, days: int) -> dt.datetime | None:
    """From when on the password must be changed; None where it never must (0 days)."""
    return set_at + dt.timedelta(days=days) if days else None
