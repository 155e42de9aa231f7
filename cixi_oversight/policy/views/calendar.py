"""The working calendar of a year, and the forms that change a day or publish a year."""

from __future__ import annotations

import datetime as dt
from calendar import monthcalendar
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.policy.forms import DayForm, YearForm
from cixi_oversight.policy.models import CalendarDay, CalendarNotice, CalendarYear
from cixi_oversight.policy.rules.access import EDIT_CALENDAR, ENTER_NOTICE, VIEW_POLICY
from cixi_oversight.policy.rules.calendar import WorkCalendar, statutory_holidays
from cixi_oversight.policy.services import calendar
from cixi_oversight.policy.views.holidays import day_name
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Page


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of the sheet. `name` says why it differs from its week."""

    day: dt.date
    is_workday: bool
    name: str


@dataclass(frozen=True, slots=True)
class Month:
    number: int
    weeks: list[list[DayCell | None]]


def months_of(year: int, work: WorkCalendar) -> list[Month]:
    names: dict[dt.date, str] = {} if year in work.published else dict(statutory_holidays(year))
    names |= dict(CalendarDay.objects.filter(day__year=year).values_list("day", "name"))

    def cell(month: int, number: int) -> DayCell | None:
        if not number:
            return None
        day = dt.date(year, month, number)
        return DayCell(day, work.is_workday(day), day_name(names.get(day, "")))

    return [Month(m, [[cell(m, n) for n in week] for week in monthcalendar(year, m)]) for m in range(1, 13)]


class Calendar(Page):
    permission = VIEW_POLICY
    section = "system.calendar"
    title = _("Working calendar")
    template_name = "policy/calendar.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        year = int(kwargs.get("year") or self.on.year)
        if not calendar.FIRST_YEAR <= year <= calendar.LAST_YEAR:
            raise NotFound
        work = calendar.load()
        row = CalendarYear.objects.filter(year=year).first()
        may_enter = ENTER_NOTICE.allows(self.viewer)
        return self.render(
            year=year,
            months=months_of(year, work),
            weekdays=[_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")],
            is_provisional=year not in work.published,
            source=row.source if row else "",
            before=year - 1 if year > calendar.FIRST_YEAR else None,
            after=year + 1 if year < calendar.LAST_YEAR else None,
            notices=CalendarNotice.objects.filter(year=year).order_by("-pk") if may_enter else [],
            may_enter=may_enter,
            may_edit=EDIT_CALENDAR.allows(self.viewer),
        )


class _CalendarForm(FormPage):
    permission = EDIT_CALENDAR
    section = "system.calendar"

    def get_cancel_url(self) -> str:
        return reverse("policy:calendar")


class SetDay(_CalendarForm):
    title = _("Set a day")
    intro = _("Due dates that are reckoned from now on follow the change.")
    form_class = DayForm

    def get_initial(self) -> dict[str, Any]:
        return {"day": self.request.GET.get("day", "")[:10]}

    def act(self, form: DayForm) -> str:
        row = calendar.set_day(**form.cleaned_data, by=self.viewer, at=self.at)
        messages.success(self.request, gettext("Saved: %(day)s.") % {"day": row.day.isoformat()})
        return reverse("policy:calendar_year", args=[row.day.year])


class PublishYear(_CalendarForm):
    title = _("Publish a year")
    intro = _(
        "First set the days of the notice one by one. After publishing nothing of this year is reckoned any more; "
        "holidays fixed by regulation that you did not enter are added."
    )
    submit_label = _("Publish")
    form_class = YearForm

    def get_initial(self) -> dict[str, Any]:
        return {"year": self.request.GET.get("year", "")[:4]}

    def act(self, form: YearForm) -> str:
        row = calendar.publish_year(**form.cleaned_data, by=self.viewer, at=self.at)
        messages.success(self.request, gettext("The calendar of %(year)s is published.") % {"year": row.year})
        return reverse("policy:calendar_year", args=[row.year])
