"""Why this colour: the tab of the institution's file. Every indicator with value, limits, points, age and evidence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from cixi_oversight.desk.rules.access import ASSIGN
from cixi_oversight.desk.services.links import assign_url
from cixi_oversight.errors import Message
from cixi_oversight.web.context import business_time
from cixi_oversight.web.fields import DayField
from institutions.models import Institution
from riskcodes.enums import Level
from riskcodes.errors import DayNotReadable, NeverComputed
from riskcodes.models import AdoptedCode, CodeChange
from riskcodes.rules.access import ADOPT, RECOMPUTE
from riskcodes.rules.explanation import Line
from riskcodes.rules.labels import FAMILY, LEVEL, UNIT
from riskcodes.rules.reasons import from_json
from riskcodes.services.exhibits import Exhibit, exhibits
from riskcodes.services.explain import Explanation, explain

CHANGES_SHOWN: Final = 8
_TONE: Final = {Level.GREEN: "green", Level.YELLOW: "yellow", Level.RED: "red", Level.GREY: "none"}
_SHAPE: Final = {Level.GREEN: "●", Level.YELLOW: "▲", Level.RED: "■", Level.GREY: "○"}


@dataclass(frozen=True, slots=True)
class Shown:
    """An indicator as a row of the page."""

    line: Line
    unit: Message
    level: Message
    tone: str
    shape: str
    evidence: list[Exhibit]


@dataclass(frozen=True, slots=True)
class FamilyRows:
    label: Message
    rows: list[Shown]
    points: int


def render(request: HttpRequest, institution: Institution) -> SafeString:
    """The tab's body. `?on=` shows an earlier day. Raises DayNotReadable."""
    today = business_time(request).date()
    on = _day(request.GET.get("on", ""), today)
    viewer = request.viewer  # type: ignore[attr-defined]
    adopted = AdoptedCode.objects.filter(institution=institution).select_related("recorded_by", "run")
    if on is not None:
        adopted = adopted.filter(adopted_on__lte=on)
    context: dict[str, Any] = {
        "institution": institution,
        "asked_on": on,
        "today": today,
        "adopted": adopted.order_by("-recorded_at", "-id").first(),
        "changes": _changes(institution, on),
        "recompute_url": reverse("riskcodes:recompute", args=[institution.public_id])
        if RECOMPUTE.allows(viewer) and on is None
        else "",
        "decide_url": reverse("riskcodes:adopt_single", args=[institution.public_id])
        if ADOPT.allows(viewer) and on is None
        else "",
    }
    latest = context["adopted"]
    if ASSIGN.allows(viewer) and on is None:
        context["assign_url"] = (
            assign_url("adopted_code", str(latest.pk)) if latest else assign_url("institution", institution.public_id)
        )
    try:
        found = explain(institution, on)
    except NeverComputed:
        return render_to_string("riskcodes/why.html", context, request=request)
    context |= {"found": found, "families": _families(found), "grey_percent": _grey(found)}
    return render_to_string("riskcodes/why.html", context, request=request)


def _day(text: str, today: dt.date) -> dt.date | None:
    if not text:
        return None
    try:
        day: dt.date | None = DayField().clean(text)
    except ValidationError:
        raise DayNotReadable(value=text[:20]) from None
    if day is None or day > today:
        raise DayNotReadable(value=text[:20])
    return day


def _families(found: Explanation) -> list[FamilyRows]:
    pieces = [piece for line in found.lines for piece in line.evidence]
    shown = iter(exhibits(pieces))
    rows = [_shown(line, [one for _ in line.evidence for one in next(shown)]) for line in found.lines]
    return [
        FamilyRows(FAMILY[family], group := list(of_family), sum(row.line.points for row in group))
        for family, of_family in groupby(rows, key=lambda row: row.line.family)
    ]


def _shown(line: Line, evidence: list[Exhibit]) -> Shown:
    return Shown(
        line,
        UNIT[line.unit],
        LEVEL[line.level],
        _TONE.get(line.level, "off"),
        _SHAPE.get(line.level, "–"),
        list({(one.url, tuple(one.figures)): one for one in evidence}.values()),
    )


def _changes(institution: Institution, on: dt.date | None) -> list[tuple[CodeChange, list[Message]]]:
    rows = CodeChange.objects.filter(institution=institution).select_related("run")
    if on is not None:
        rows = rows.filter(run__on__lte=on)
    return [(row, from_json(row.reasons)) for row in rows.order_by("-run__number")[:CHANGES_SHOWN]]


def _grey(found: Explanation) -> int:
    return found.weight_grey * 100 // found.weight_applicable if found.weight_applicable else 0
