"""The supervision indicators (监管指标) of the letter's four families. To add one: its family's file, a rule set."""

from __future__ import annotations

from typing import Final

from riskcodes.rules.indicators import complaints, insurance, scale, statements
from riskcodes.rules.indicators.base import Indicator

INDICATORS: Final[tuple[Indicator, ...]] = (
    *scale.INDICATORS,
    *statements.INDICATORS,
    *insurance.INDICATORS,
    *complaints.INDICATORS,
)
BY_CODE: Final[dict[str, Indicator]] = {indicator.code: indicator for indicator in INDICATORS}
