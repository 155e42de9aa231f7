"""Evidence as a page shows it: what each record is, the figures that were read, and where it opens as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.urls import NoReverseMatch, reverse

from cixi_oversight.errors import Message
from cixi_oversight.money import format_yuan
from cixi_oversight.web.words import worded
from riskcodes.rules.indicators.base import Evidence
from riskcodes.rules.labels import FIGURE, RECORD, YES_NO

# Records with a page of their own, by public id; the others are shown here as they were stored.
_PAGES: Final = {
    "institutions.EnrolmentReturn": "institutions:enrolment",
    "institutions.FinancialStatement": "institutions:statement",
    "institutions.InsurancePolicy": "institutions:insurance",
    "institutions.Registration": "institutions:registration",
    "inspections.Complaint": "inspections:complaint",
}


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One record as the page shows it: what it is, the figures as they were read, where it opens."""

    label: Message
    figures: list[tuple[str, str]]
    url: str


def exhibits(found: Iterable[Evidence]) -> list[list[Exhibit]]:
    """The records of each piece of evidence, in order, with one query a table."""
    pieces = list(found)
    ids: dict[str, set[int]] = defaultdict(set)
    for piece in pieces:
        if piece.table in _PAGES:
            ids[piece.table].update(piece.ids)
    public: dict[tuple[str, int], str] = {}
    for table, wanted in ids.items():
        rows = apps.get_model(table)._default_manager.filter(pk__in=wanted).values_list("pk", "public_id")
        public |= {(table, pk): public_id for pk, public_id in rows}
    return [
        [Exhibit(RECORD[piece.table], _figures(piece.figures), _url(piece.table, pk, public)) for pk in piece.ids]
        for piece in pieces
    ]


def _url(table: str, pk: int, public: Mapping[tuple[str, int], str]) -> str:
    if (table, pk) in public:
        try:
            return reverse(_PAGES[table], args=[public[table, pk]])
        except NoReverseMatch:  # the app that shows it brings no page
            pass
    return reverse("riskcodes:evidence", args=[table, pk])


def _figures(figures: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(worded(FIGURE[name]), shown_figure(name, value)) for name, value in figures.items()]


def shown_figure(name: str, value: Any) -> str:
    """A stored value by its column: fen as yuan, truth as yes or no."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return worded(YES_NO[value])
    if name.endswith("_fen"):
        return f"¥{format_yuan(value)}"
    return f"{value:,}" if isinstance(value, int) else str(value)
