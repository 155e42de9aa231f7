"""The key under which apps regenerate figures of the city's letter of 2022. The page that asks is in `pages`.

It stands down here so that an app which brings a table later (inspection groups, escrow accounts) can answer for its
figure from its own `ready()`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cixi_oversight.extensions import Many
from cixi_oversight.permissions import Viewer


@dataclass(frozen=True, slots=True)
class LetterAnswer:
    """`figure` is the key of a figure of the letter. `value` gives it as of a day from dated rows, in the figure's
    unit, within what the viewer may see; None where there is nothing to give it from. `members` are the institutions
    behind it with the day on which each came to count; `url` is a page behind it where no institutions are."""

    figure: str
    value: Callable[[Viewer, dt.date], int | dt.date | None]
    members: Callable[[Viewer, dt.date], list[tuple[int, dt.date]]] | None = None
    url: Callable[[], str] | None = None


LETTER_ANSWERS: Final[Many[LetterAnswer]] = Many("web.letter_answers")
