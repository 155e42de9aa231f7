"""The risk board (风险亮码): pending adoption first, then four figures, trend, towns, and who moved and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import Message, msg
from cixi_oversight.users.models import Town
from cixi_oversight.web.badges import risk_word
from cixi_oversight.web.home import Figure
from cixi_oversight.web.views import Page
from riskcodes.models import CodeChange
from riskcodes.rules.access import ADOPT, VIEW_CODES, VIEW_RUNS
from riskcodes.rules.reasons import from_json
from riskcodes.services.board import Board as Figures
from riskcodes.services.board import board_figures
from riskcodes.services.links import list_url, why_url
from riskcodes.views.charts import COLOURS, trend_chart
from riskcodes.views.common import RiskPage, institution_of

MOVES_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Tile:
    """A town in the schematic grid; column and row count from 1."""

    name: str
    url: str
    counts: list[tuple[str, str, int]]  # colour, its word, institutions
    column: int
    row: int
    worst: str  # red, yellow or empty


@dataclass(frozen=True, slots=True)
class Move:
    change: CodeChange
    reasons: list[Message]
    url: str


class Board(RiskPage, Page):
    permission = VIEW_CODES
    tab = "board"
    title = _("Risk codes")
    template_name = "riskcodes/board.html"

    def context(self, **more: Any) -> dict[str, Any]:
        found = board_figures(self.viewer, self.on, moves=MOVES_SHOWN + 1)
        more |= {"may_adopt": ADOPT.allows(self.viewer), "may_see_runs": VIEW_RUNS.allows(self.viewer)}
        if found is None:
            return super().context(board=None, **more)
        moves = [_move(change) for change in found.moves]
        return super().context(
            board=found,
            figures=[_figure(found, colour) for colour in COLOURS],
            tiles=_tiles(found),
            chart=trend_chart(found.trend) if len(found.trend) > 1 else None,
            moves=moves[:MOVES_SHOWN],
            more_moves=len(moves) > MOVES_SHOWN,
            is_old=found.run.on < self.on,
            **more,
        )


class Why(Page):
    """To the tab of the institution's file that tells why it has its colour."""

    permission = VIEW_CODES

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(why_url(institution_of(self.viewer, kwargs["public_id"])))


def _figure(board: Figures, colour: str) -> Figure:
    """Each figure opens the list behind it."""
    return Figure(
        label=msg("Computed code"),
        value=board.counts[colour],
        url=list_url(computed=colour),
        change=board.change(colour),
        since=msg("against a week ago"),
        tone=colour,
    )


def _tiles(board: Figures) -> list[Tile]:
    """Every town of the county, and at the end what stands in no town; the grid begins at its first used place."""
    towns = list(Town.objects.filter(county_id=board.run.county_id).order_by("grid_row", "grid_column"))
    counts = {row.town_id: row.counts for row in board.towns}
    left = min((town.grid_column for town in towns), default=0)
    top = min((town.grid_row for town in towns), default=0)
    return [
        _tile(town, counts.get(town.pk, {}), town.grid_column - left + 1, town.grid_row - top + 1) for town in towns
    ]


def _tile(town: Town, counts: Mapping[str, int], column: int, row: int) -> Tile:
    shown = [(colour.value, risk_word(colour), counts.get(colour, 0)) for colour in COLOURS]
    worst = next((colour for colour in ("red", "yellow") if counts.get(colour)), "")
    return Tile(town.name, list_url(town=town.code), shown, column, row, worst)


def _move(change: CodeChange) -> Move:
    return Move(change, from_json(change.reasons), why_url(change.institution))
