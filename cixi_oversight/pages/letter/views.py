"""The page of the letter's figures, and the list behind one of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import Message, msg
from cixi_oversight.pages.letter.access import VIEW_LETTER
from cixi_oversight.pages.letter.answers import cohort
from cixi_oversight.pages.letter.curve import Week, weekly
from cixi_oversight.pages.letter.figures import BY_KEY, DEADLINE, FIGURES, LetterFigure
from cixi_oversight.pages.letter.history import Outcome
from cixi_oversight.pages.letter.reading import read_once
from cixi_oversight.web.letter import LETTER_ANSWERS, LetterAnswer
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.models import Institution

OUTCOMES: Final[dict[Outcome, tuple[Message, str]]] = {
    Outcome.DEREGISTERED: (msg("Deregistered"), "first"),
    Outcome.NONACADEMIC: (msg("Turned non-academic"), "second"),
    Outcome.NONPROFIT: (msg("Re-registered as non-profit"), "third"),
}
_LEFT: Final = (msg("Not done yet"), "none")


@dataclass(frozen=True, slots=True)
class Row:
    """A figure as the page shows it: what the letter says beside what the rows say."""

    figure: LetterFigure
    as_of: dt.date
    found: int | dt.date | None
    recorded: bool
    url: str

    @property
    def agrees(self) -> bool:
        return self.found == self.figure.stated


class Letter(Page):
    """复函数据."""

    permission = VIEW_LETTER
    section = "statistics"
    title = _("Figures of the letter")
    template_name = "pages/letter.html"

    def context(self, **more: Any) -> dict[str, Any]:
        answers = {answer.figure: answer for answer in LETTER_ANSWERS.all()}
        with read_once():
            rows = [self._row(figure, answers.get(figure.key)) for figure in FIGURES]
            weeks = weekly(cohort(self.viewer), until=DEADLINE)
        return super().context(
            recorded=[row for row in rows if row.recorded],
            missing=[row for row in rows if not row.recorded],
            chart=curve_chart(weeks),
            **more,
        )

    def _row(self, figure: LetterFigure, answer: LetterAnswer | None) -> Row:
        as_of = figure.as_of or self.on
        if answer is None:
            return Row(figure, as_of, None, recorded=False, url="")
        url = answer.url() if answer.url else ""
        if answer.members is not None:
            url = reverse("pages:letter_list", args=[figure.key])
        return Row(figure, as_of, answer.value(self.viewer, as_of), recorded=True, url=url)


class LetterList(Page):
    """The institutions behind one figure, as of its day."""

    permission = VIEW_LETTER
    section = "statistics"
    template_name = "pages/letter_list.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(worded(msg("Figures of the letter")), reverse("pages:letter"))]

    def get_title(self) -> str:
        return worded(self._figure().label)

    def context(self, **more: Any) -> dict[str, Any]:
        figure, answer = self._figure(), self._answer()
        as_of = figure.as_of or self.on
        days = dict(answer.members(self.viewer, as_of)) if answer.members else {}
        found = Institution.objects.visible_to(self.viewer).filter(pk__in=days).select_related("town")
        rows = sorted(((days[row.pk], row) for row in found), key=lambda pair: (pair[0], pair[1].pk))
        return super().context(figure=figure, as_of=as_of, rows=rows, **more)

    def _figure(self) -> LetterFigure:
        figure = BY_KEY.get(self.kwargs["figure"])
        if figure is None:
            raise Http404
        return figure

    def _answer(self) -> LetterAnswer:
        for answer in LETTER_ANSWERS.all():
            if answer.figure == self.kwargs["figure"] and answer.members is not None:
                return answer
        raise Http404


def curve_chart(weeks: list[Week]) -> dict[str, Any]:
    """What includes/chart.html draws, with the same numbers as a table."""
    names = [worded(label) for label, _tone in (*OUTCOMES.values(), _LEFT)]
    tones = [tone for _label, tone in (*OUTCOMES.values(), _LEFT)]
    numbers = [[*(week.done[outcome] for outcome in OUTCOMES), week.left] for week in weeks]
    days = [date_format(week.day, "Y-m-d") for week in weeks]
    title = worded(msg("Compulsory-stage for-profit academic institutions by week, 2021"))
    return {
        "id": "letter-curve",
        "data_id": "letter-curve-data",
        "title": title,
        "note": worded(msg("totals at the end of each week")),
        "heads": [worded(msg("Week up to")), *names],
        "rows": [[day, *values] for day, values in zip(days, numbers, strict=True)],
        "spec": {
            "kind": "stack",
            "title": title,
            "x": days,
            "series": [
                {"name": name, "tone": tone, "data": [values[place] for values in numbers]}
                for place, (name, tone) in enumerate(zip(names, tones, strict=True))
            ],
        },
    }
