"""What can be wrong with a cell or a row, worded: what it is and the way out. Targets add their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cixi_oversight.errors import Message, msg

FAULTS: Final[dict[str, Message]] = {
    "invisible": msg(
        "The cell holds a character that cannot be seen or was lost (%(character)s). Type the text again by hand."
    ),
    "formula": msg("The cell holds a formula. Copy the column and paste it as values."),
    "cells_missing": msg("The row ends too early: %(cells)s cells of %(expected)s. The file may have been cut off."),
    "cells_extra": msg(
        "The row has more cells than there are headings. Put text that holds the separator into quotation marks."
    ),
    "required": msg("The cell is blank. Fill in %(field)s."),
    "too_long": msg("The text has %(length)s characters; at most %(limit)s fit. Shorten it."),
    "digits_lost": msg(
        "The number was shortened by the spreadsheet program, its last digits are lost. Format the column as text and "
        "type it again."
    ),
    "uscc_length": msg("“%(value)s” has %(length)s characters; a unified social credit code has 18."),
    "uscc_characters": msg(
        "“%(value)s” is not a unified social credit code: eight digits, then ten digits or letters without I, O, S, V "
        "and Z. Compare it with the certificate."
    ),
    "uscc_check": msg(
        "The check character of “%(value)s” should be %(expected)s. Compare it with the certificate. If an old code is "
        "really printed so, enter it in the register with a reason first; then it is taken here too."
    ),
    "permit_digits": msg("“%(value)s” holds no digits. Write the permit number as on the permit."),
    "choice": msg("“%(value)s” is not known here. Write one of: %(known)s."),
    "lookup": msg("“%(value)s” is not in the list of this county. Write the full official name."),
    "date_unreadable": msg("“%(value)s” is not a date this profile reads. Write it as 2023-05-01."),
    "date_short_year": msg("“%(value)s” has a year of two digits. Write all four: 2023-05-01."),
    "date_impossible": msg("“%(value)s” is not in the calendar. Correct day and month."),
    "date_range": msg("“%(value)s” lies outside the years %(first)s to %(last)s. Correct the year."),
    "amount_unreadable": msg("“%(value)s” is not an amount. Write digits with at most %(decimals)s decimals: 1234.50."),
    "amount_negative": msg("“%(value)s” is negative. Write the amount without a sign."),
    "amount_range": msg("“%(value)s” is larger than any amount recorded here. Check the unit of the column."),
    "integer": msg("“%(value)s” is not a whole number. Write digits only."),
    "phone": msg("“%(value)s” is not one telephone number. Write one number without a name: 0574-63000000."),
    "duplicate_same": msg("The row repeats row %(row)s. Delete one of them."),
    "duplicate_other": msg(
        "Row %(row)s is about the same thing and says otherwise. Decide which row is right and delete the other."
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a value, before it is tied to a row."""

    code: str
    figures: Mapping[str, Any] = field(default_factory=dict)


def fault(code: str, **figures: Any) -> Fault:
    return Fault(code, figures)
