"""Unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters, the last one checks the others.

Strict, unlike a sheet's reader: upper case ASCII and nothing else. Codes of the pilot years before 2015 exist that
fail the standard; a section chief may accept one with a reason (`override`), which is stored beside the code.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from stdnum.cn import uscc as gb32100
from stdnum.exceptions import InvalidChecksum, ValidationError

LENGTH: Final = 18
_SHAPE: Final = re.compile(r"[0-9A-Z]{18}", re.ASCII)


class UsccFault(StrEnum):
    """Why a code is refused, the coarsest fault first."""

    SHAPE = "shape"  # not 18 upper case ASCII letters and digits: cannot be overridden
    STANDARD = "standard"  # letters that GB 32100 does not use, or none where a digit belongs
    CHECK_DIGIT = "check_digit"


def fault_of(code: str) -> UsccFault | None:
    """None for a code that satisfies GB 32100."""
    if _SHAPE.fullmatch(code) is None:
        return UsccFault.SHAPE
    try:
        gb32100.validate(code)
    except InvalidChecksum:
        return UsccFault.CHECK_DIGIT
    except ValidationError:
        return UsccFault.STANDARD
    return None


def may_be_overridden(fault: UsccFault) -> bool:
    """A typing error is never accepted; an old code that was really issued is."""
    return fault is not UsccFault.SHAPE
