"""Everything that is due, as a month: how many of which kind end on which day, of whom one asks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import Message
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.forms import MonthFilterSet
from cixi_oversight.policy.rules.access import VIEW_DEADLINES
from cixi_oversight.policy.rules.calendar import statutory_holidays
from cixi_oversight.policy.rules.labels import DEADLINES
from cixi_oversight.policy.rules.month import neighbours, read_month, weeks_of
from cixi_oversight.policy.services import calendar, reading
from cixi_oversight.policy.views.holidays import day_name
from cixi_oversight.web.errors import UnknownParameter, UnreadableParameter
from cixi_oversight.web.views import Page

WEEKDAYS: Final = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


@dataclass(frozen=True, slots=True)
class Ending:
    """How many periods of a kind end on a day; `url` lists exactly these."""

    label: Message
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Cell:
    """`name` says why the day differs from its week; `is_off`: nobody works."""

    day: dt.date
    weekday: Any
    in_month: bool
    is_off: bool
    name: str
    endings: list[Ending]


class DeadlineMonth(Page):
    permission = VIEW_DEADLINES
    section = "deadlines"
    title = _("Deadlines by month")
    template_name = "policy/deadline_month.html"

    @cached_property
    def filterset(self) -> MonthFilterSet:
        return MonthFilterSet(self.request.GET, reading.shown_to(self.viewer), request=self.request)

    @cached_property
    def first(self) -> dt.date:
        """The month's first day; the present month's where none is named."""
        asked = self.request.GET.get("month", "")
        try:
            return read_month(asked) if asked else self.on.replace(day=1)
        except ValueError:
            raise UnreadableParameter(name="month") from None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        for name in request.GET:
            if name != "month" and name not in self.filterset.names:
                raise UnknownParameter(name=name[:40])
        if not self.filterset.is_valid():
            raise UnreadableParameter(name=next(iter(self.filterset.form.errors)))
        before, after = neighbours(self.first)
        rows = self.filterset.qs
        return self.render(
            first=self.first,
            weekdays=WEEKDAYS,
            weeks=self._weeks(rows),
            before=self._query(month=before),
            after=self._query(month=after),
            present=self._query(month=None) if self.first != self.on.replace(day=1) else "",
            list_query=self._query(month=None),
            overdue=rows.overdue(self.on).count(),
            overdue_url=self._list(left="overdue"),
            fields=[self.filterset.form[name] for name in self.filterset.form.fields],
            is_provisional=self.first.year not in self.work.published,
        )

    @cached_property
    def work(self) -> Any:
        return calendar.load()

    def _weeks(self, rows: Any) -> list[list[Cell]]:
        weeks = weeks_of(self.first)
        first, last = weeks[0][0], weeks[-1][-1]
        counted: dict[dt.date, list[Ending]] = defaultdict(list)
        found = rows.filter(due_on__range=(first, last)).values_list("due_on", "kind").annotate(n=Count("pk"))
        for day, kind, n in found.order_by("due_on", "-n", "kind"):
            url = self._list(due=day.isoformat(), kind=kind)
            counted[day].append(Ending(DEADLINES[DeadlineCode(kind)], n, url))
        names = self._names(first, last)
        return [
            [
                Cell(
                    day,
                    WEEKDAYS[day.weekday()],
                    day.month == self.first.month,
                    not self.work.is_workday(day),
                    day_name(names.get(day, "")),
                    counted[day],
                )
                for day in week
            ]
            for week in weeks
        ]

    def _names(self, first: dt.date, last: dt.date) -> dict[dt.date, str]:
        """Holidays and adjusted workdays: as published, else those that the regulation fixes."""
        years = {first.year, last.year} - self.work.published
        names = {day: name for year in years for day, name in statutory_holidays(year).items()}
        return names | calendar.names_between(first, last)

    def _list(self, **more: str) -> str:
        query = self._kept()
        query.pop("month", None)
        for name, value in more.items():
            query[name] = value
        return f"{reverse('policy:deadlines')}?{query.urlencode()}"

    def _query(self, *, month: dt.date | None) -> str:
        query = self._kept()
        query.pop("month", None)
        if month is not None:
            query["month"] = f"{month:%Y-%m}"
        return query.urlencode()

    def _kept(self) -> QueryDict:
        kept = QueryDict(mutable=True)
        for name, value in self.request.GET.items():
            if value:
                kept[name] = str(value)
        return kept
