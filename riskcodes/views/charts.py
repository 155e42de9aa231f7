"""The board's chart as data: drawn by the browser, with the same figures in a table behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from cixi_oversight.web.badges import risk_word
from riskcodes.enums import Colour

COLOURS: Final = (Colour.GREEN, Colour.YELLOW, Colour.RED, Colour.NONE)
# green is nine in ten: drawn on the same axis it would press the others flat, so it stands in the table only
_DRAWN: Final = ((Colour.YELLOW, "solid"), (Colour.RED, "solid"), (Colour.NONE, "dashed"))


def trend_chart(points: Sequence[tuple[dt.date, Mapping[str, int]]]) -> dict[str, Any]:
    title = _("Institutions with a yellow, a red or no computed code, by night")
    series = [
        {"name": risk_word(colour), "tone": colour, "dash": dash, "data": [counts[colour] for _day, counts in points]}
        for colour, dash in _DRAWN
    ]
    return {
        "id": "trend",
        "data_id": "trend-data",
        "title": title,
        "spec": {"kind": "line", "title": title, "x": [f"{day:%m-%d}" for day, _counts in points], "series": series},
        "heads": [_("Night"), *(risk_word(colour) for colour in COLOURS)],
        "rows": [[day.isoformat(), *(counts[colour] for colour in COLOURS)] for day, counts in reversed(points)],
    }
