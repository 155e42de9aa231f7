"""Money is integer fen (decision 3). The only place that rounds, splits, reads and writes amounts. No framework."""

from __future__ import annotations

import re
from typing import Final

from cixi_oversight.errors import DomainError, Refusal

FEN_MAX: Final = 10**15  # ten trillion yuan: far above any institution, far below bigint

_YUAN = re.compile(r"(?P<sign>-?)(?P<yuan>\d{1,3}(?:,\d{3})+|\d{1,13})(?:\.(?P<fen>\d{1,2}))?", re.ASCII)


class AmountNotReadable(DomainError):
    code = "amount_not_readable"
    message = "“%(value)s” is not an amount in yuan. Write digits with at most two decimals, for example 1234.50."
    refusal = Refusal.MALFORMED


class AmountOutOfRange(DomainError):
    code = "amount_out_of_range"
    message = "%(value)s is outside the range of amounts that can be recorded."
    refusal = Refusal.MALFORMED


def parse_yuan(text: str) -> int:
    """Yuan as typed (`1234.5`, `1,234.50`) to fen. Never rounds: a third decimal, an exponent, a full-width or grouped
    digit in the wrong place is refused.

    Raises AmountNotReadable, AmountOutOfRange.
    """
    match = _YUAN.fullmatch(text)
    if match is None:
        raise AmountNotReadable(value=text[:40])
    fen = int(match["yuan"].replace(",", "")) * 100 + int((match["fen"] or "").ljust(2, "0") or 0)
    if fen > FEN_MAX:
        raise AmountOutOfRange(value=text[:40])
    return -fen if match["sign"] else fen


def format_yuan(fen: int) -> str:
    """Fen as `1,234.50`; the sign stays in front."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02d}"


def format_wan(fen: int) -> str:
    """Fen as 万元 with two decimals for boards, rounded half away from zero; the exact figure stands beside it."""
    cents = (abs(fen) + 5_000) // 10_000  # hundredths of 万元
    return f"{'-' if fen < 0 and cents else ''}{cents // 100:,}.{cents % 100:02d}"


def portion(total_fen: int, part: int, parts: int) -> int:
    """What part `part` (1-based) of `parts` earns: the difference of two floors of the running total, so that all
    parts sum to the whole (decision 3)."""
    if not 1 <= part <= parts:
        raise ValueError(f"part {part} of {parts}")
    return total_fen * part // parts - total_fen * (part - 1) // parts


def split(total_fen: int, parts: int) -> list[int]:
    """All portions in order: split(10, 3) == [3, 3, 4]."""
    return [portion(total_fen, part, parts) for part in range(1, parts + 1)]
