"""Why a person has to look at a filing in which nothing is wrong."""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.rules.filings.schema import FilingForm, Known, Payload

_COLOURED: Final = {
    "yellow": msg("The institution's adopted code is yellow."),
    "red": msg("The institution's adopted code is red."),
}


def doubts_of(form: FilingForm, payload: Payload, known: Known) -> list[Message]:
    """A person always looks at kinds that say so, at institutions with a yellow or red code, and where the kind's own
    rules doubt; otherwise nobody has to."""
    found = [msg("A person looks at every filing of this kind.")] if form.needs_person else []
    if known.adopted_code in _COLOURED:
        found.append(_COLOURED[known.adopted_code])
    return found + form.doubts(payload, known)
