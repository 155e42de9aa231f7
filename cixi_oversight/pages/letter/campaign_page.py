"""The campaign of 2021 as a board that can be stepped through by week: ?week=3, with or without a script."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any, Final

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.pages.letter.answers import cohort
from cixi_oversight.pages.letter.campaign import Place, by_authority, by_town, done_between, tally
from cixi_oversight.pages.letter.curve import Week, weekly
from cixi_oversight.pages.letter.figures import DEADLINE, START
from cixi_oversight.pages.letter.history import History, Outcome
from cixi_oversight.pages.letter.views import OUTCOMES, curve_chart
from cixi_oversight.web.home import Figure
from cixi_oversight.web.tags import GAP
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.models import Institution
from institutions.rules.access.zeroing import VIEW_CAMPAIGN
from institutions.services.links import file_url

_SHOWN: Final = 12  # institutions of a week


class Campaign(Page):
    permission = VIEW_CAMPAIGN
    section = "statistics"
    title = _("The campaign of 2021")
    template_name = "pages/campaign.html"

    @cached_property
    def cohort(self) -> list[History]:
        return cohort(self.viewer)

    @cached_property
    def weeks(self) -> list[Week]:
        return weekly(self.cohort, until=DEADLINE)

    @cached_property
    def number(self) -> int:
        """The week that is asked for, from 1; without one the last."""
        asked = self.request.GET.get("week", str(len(self.weeks)))
        if not (asked.isascii() and asked.isdigit() and len(asked) < 4 and 1 <= int(asked) <= len(self.weeks)):
            raise Http404
        return int(asked)

    @cached_property
    def named(self) -> dict[int, Institution]:
        ids = [history.institution_id for history in self.cohort]
        rows = Institution.objects.filter(pk__in=ids)
        rows = rows.select_related("town", "sector_authority", "registration_authority", "approval_authority")
        return {row.pk: row for row in rows}

    def context(self, **more: Any) -> dict[str, Any]:
        day = self.weeks[self.number - 1].day
        before = self.weeks[self.number - 2].day if self.number > 1 else START
        places = {pk: _place(row) for pk, row in self.named.items()}
        whole = tally(self.cohort, day)
        week = done_between(self.cohort, before, day)
        last = self.number == len(self.weeks)
        return super().context(
            day=day,
            number=self.number,
            count=len(self.weeks),
            figures=self.figures(whole, len(week)),
            percent=whole.percent,
            heads=[worded(label) for label, _tone in OUTCOMES.values()],
            towns=[_line(one) for one in by_town(self.cohort, places, day)],
            authorities=[_line(one) for one in by_authority(self.cohort, places, day, DEADLINE)],
            week=[self.done(one) for one in week[:_SHOWN]],
            more_of_week=max(0, len(week) - _SHOWN),
            previous=self.address(self.number - 1) if self.number > 1 else "",
            following="" if last else self.address(self.number + 1),
            play="" if last or "play" not in self.request.GET else self.address(self.number + 1, play=True),
            play_url=self.address(1, play=True),
            is_playing="play" in self.request.GET and not last,
            chart=curve_chart(self.weeks),
            letter_url=reverse("pages:letter"),
            **more,
        )

    def figures(self, whole: Any, in_week: int) -> list[Figure]:
        counted = [(label, whole.done[outcome]) for outcome, (label, _tone) in OUTCOMES.items()]
        return [
            *(Figure(label, value) for label, value in counted),
            Figure(msg("Not done yet"), whole.left, change=-in_week, since=msg("in this week")),
        ]

    def done(self, one: tuple[History, Outcome, dt.date]) -> dict[str, Any]:
        row = self.named[one[0].institution_id]
        return {"name": row.name, "url": file_url(row), "outcome": worded(OUTCOMES[one[1]][0]), "day": one[2]}

    def address(self, week: int, *, play: bool = False) -> str:
        return f"{reverse('pages:campaign')}?week={week}{'&play=1' if play else ''}"


def _place(row: Institution) -> Place:
    registration = str(row.registration_authority or GAP)
    return Place(
        town=str(row.town or GAP),
        authority={
            Outcome.DEREGISTERED: registration,
            Outcome.NONPROFIT: registration,
            Outcome.NONACADEMIC: str(row.sector_authority or row.approval_authority or GAP),
        },
    )


def _line(one: Any) -> dict[str, Any]:
    return {
        "name": one.name,
        "total": one.total,
        "counts": [(worded(label), one.done[outcome]) for outcome, (label, _tone) in OUTCOMES.items()],
        "left": one.left,
        "percent": one.percent,
    }
