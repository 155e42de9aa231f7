"""Everything that is due (期限), of what the viewer sees."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.audit.services.institutions import INSTITUTIONS
from cixi_oversight.policy.enums import AlarmStage, DeadlineCode, Span
from cixi_oversight.policy.forms import DeadlineFilterSet, MonthFilterSet
from cixi_oversight.policy.rules.access import VIEW_DEADLINES
from cixi_oversight.policy.rules.calendar import WorkCalendar
from cixi_oversight.policy.rules.deadline_kinds import KINDS
from cixi_oversight.policy.rules.labels import DEADLINES, SPANS, STAGES
from cixi_oversight.policy.services import calendar, reading
from cixi_oversight.web import subjects
from cixi_oversight.web.badges import Tone, pill
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.tags import day
from cixi_oversight.web.words import worded


def _second(text: str) -> SafeString:
    return format_html('<span class="second d-block">{}</span>', text)


class DeadlineList(ListPage):
    permission = VIEW_DEADLINES
    section = "deadlines"
    title = _("Deadlines")
    template_name = "policy/deadlines.html"
    filterset_class = DeadlineFilterSet
    main_filters = ("whose", "kind", "left", "town")
    ordering = ("due",)
    export_name = _("Deadlines")
    empty_text = _("Nothing is due that matches. Remove a filter.")

    @cached_property
    def work(self) -> WorkCalendar:
        return calendar.load()

    def get_columns(self) -> list[Column]:
        return [
            Column("subject", _("Matter at hand"), lambda row: row.title or gettext("without a page")),
            Column("institution", _("Institution"), lambda row: row.institution_name),
            Column("kind", _("Kind"), self._kind, export=lambda row: worded(DEADLINES[DeadlineCode(row.kind)])),
            Column("due", _("Due on"), self._due, sort="due_on", export=lambda row: row.due_on),
            Column("safe", _("Be done by"), lambda row: row.safe_on, sort="safe_on"),
            Column("left", _("Time left"), self._left),
            Column("started", _("Began on"), lambda row: row.started_on, sort="started_on", default=False),
            Column("period", _("Period"), self._period, default=False),
            Column("moved", _("Day before it moved"), lambda row: row.move and row.move.before_on, default=False),
        ]

    def get_queryset(self) -> Any:
        return reading.shown_to(self.viewer)

    def annotate_rows(self, rows: list[Any]) -> None:
        ids = [row.pk for row in rows]
        named = subjects.links(self.viewer, [(row.subject_kind, row.subject_id) for row in rows])
        moves, resting, alarms = reading.last_moves(ids), reading.resting(ids), reading.last_alarms(rows)
        asked = INSTITUTIONS.ask()
        names = asked.named([row.institution_id for row in rows if row.institution_id]) if asked else {}
        for row in rows:
            row.title, row.url = named.get((row.subject_kind, row.subject_id), ("", ""))
            row.institution_name = names.get(row.institution_id, ("", ""))[0]
            row.move, row.rest, row.alarm = moves.get(row.pk), resting.get(row.pk), alarms.get(row.pk)

    def context(self, **more: Any) -> dict[str, Any]:
        """The month keeps the filters that it knows."""
        kept = QueryDict(mutable=True)
        for name in MonthFilterSet.base_filters:
            if self.request.GET.get(name):
                kept[name] = self.request.GET[name]
        return super().context(month_query=kept.urlencode(), **more)

    def row_url(self, row: Any) -> str:
        return reverse("policy:deadline", args=[row.pk])

    def _kind(self, row: Any) -> SafeString:
        code = DeadlineCode(row.kind)
        return format_html("{}{}", worded(DEADLINES[code]), _second(KINDS[code].article))

    def _due(self, row: Any) -> SafeString:
        """The day in law; what it was before it moved; whether it rests on a year that is not published."""
        said = format_html('<span class="num text-nowrap">{}</span>', day(row.due_on))
        if row.move:
            was = gettext("moved from %(day)s: %(why)s") % {"day": day(row.move.before_on), "why": row.move.why}
            said = format_html("{}{}", said, _second(was))
        if row.provisional:
            said = format_html("{}{}", said, _second(gettext("provisional: the calendar is not published")))
        return said

    def _left(self, row: Any) -> SafeString:
        """How much time is left, and what people were told of it."""
        said = self._time(row)
        if row.alarm is None:
            return said
        told = gettext("%(what)s on %(day)s") % {
            "what": worded(STAGES[AlarmStage(row.alarm.stage)]),
            "day": day(row.alarm.recorded_at),
        }
        return format_html("{}{}", said, _second(told))

    def _time(self, row: Any) -> SafeString:
        if row.rest:
            return pill(Tone.NEUTRAL, gettext("suspended since %(day)s") % {"day": day(row.rest.from_on)})
        if row.due_on < self.on:
            n = (self.on - row.due_on).days
            return pill(Tone.REFUSED, ngettext("overdue by %(n)s day", "overdue by %(n)s days", n) % {"n": n})
        if row.due_on == self.on:
            return pill(Tone.WAITS, gettext("due today"))
        n = self.work.workdays_between(self.on, row.due_on)
        tone = Tone.WAITS if n <= 3 else Tone.PROGRESS
        return pill(tone, ngettext("%(n)s workday left", "%(n)s workdays left", n) % {"n": n})

    def _period(self, row: Any) -> str:
        return f"{row.amount} {worded(SPANS[Span(row.span)])}"
