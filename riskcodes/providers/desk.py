"""What waits on the desk, and the figures under it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q
from django.urls import reverse

from cixi_oversight.errors import msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.web import counts, home
from riskcodes.enums import Colour, RunKind, RunState
from riskcodes.models import RiskRun
from riskcodes.rules.access import ADOPT, VIEW_CODES, VIEW_RUNS
from riskcodes.services import adoption
from riskcodes.services.board import counts_now
from riskcodes.services.links import list_url


def todo(viewer: Viewer, on: dt.date) -> list[home.Todo]:
    """Proposals for who may adopt; a night that failed or is missing for who may look at runs."""
    return [*_proposals(viewer), *_troubled_nights(viewer)]


def _proposals(viewer: Viewer) -> list[home.Todo]:
    if not ADOPT.allows(viewer):
        return []
    proposals = adoption.pending_in(viewer.county_ids)
    found = proposals.aggregate(reds=Count("pk", filter=Q(computed_code=Colour.RED)), all=Count("pk"))
    reds, others = found["reds"], found["all"] - found["reds"]
    url = reverse("riskcodes:adopt")
    return [
        home.Todo(msg("Proposed red codes to decide one at a time"), reds, f"{url}#reds", urgent=True),
        home.Todo(msg("Proposed codes to confirm as a batch"), others, f"{url}#batch"),
    ]


def _troubled_nights(viewer: Viewer) -> list[home.Todo]:
    if not VIEW_RUNS.allows(viewer):
        return []
    rows = RiskRun.objects.filter(kind=RunKind.NIGHT)
    if viewer.county_ids:
        rows = rows.filter(county_id__in=viewer.county_ids)
    last = rows.order_by("-number").first()
    if last is None or last.state != RunState.FAILED:
        return []
    return [
        home.Todo(msg("Last night's run failed"), 1, reverse("riskcodes:run", args=[last.pk]), last.on, urgent=True)
    ]


def figures(viewer: Viewer, on: dt.date) -> list[home.Figure]:
    """The four counts of the board, each opening its list."""
    if not VIEW_CODES.allows(viewer):
        return []
    found = counts_now(viewer)
    if found is None:
        return []
    return [
        home.Figure(msg("Computed code"), found[colour], list_url(computed=colour.value), tone=colour.value)
        for colour in (Colour.RED, Colour.YELLOW, Colour.NONE, Colour.GREEN)
    ]


def waiting(viewer: Viewer, on: dt.date) -> counts.Count:
    """Beside the entry of the sidebar."""
    return adoption.pending_in(viewer.county_ids) if ADOPT.allows(viewer) else 0
