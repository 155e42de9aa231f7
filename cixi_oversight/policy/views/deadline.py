"""The file of one deadline, and the forms that let it rest, run again or last longer."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.audit.services.institutions import INSTITUTIONS
from cixi_oversight.errors import NotFound, msg
from cixi_oversight.policy.enums import AlarmStage, DeadlineCode, Ends, MoveCause, Span
from cixi_oversight.policy.forms import ExtendForm, ResumeForm, SuspendForm
from cixi_oversight.policy.models import Deadline, DeadlineAlarm, DeadlineMove, DeadlineSuspension
from cixi_oversight.policy.rules.access import EDIT_DEADLINES, VIEW_DEADLINES
from cixi_oversight.policy.rules.articles import ARTICLES
from cixi_oversight.policy.rules.deadline_kinds import KINDS
from cixi_oversight.policy.rules.deadlines import DeadlineKind
from cixi_oversight.policy.rules.labels import CAUSES, DEADLINES, ENDS, PARTIES, SPANS, STAGES
from cixi_oversight.policy.services import calendar, deadlines, reading
from cixi_oversight.web import subjects
from cixi_oversight.web.files import FilePage, TimelineEntry
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded

SECTION = "deadlines"


class OfDeadline(Page):
    """A page about one deadline, fetched within the viewer's scope."""

    section = SECTION

    @cached_property
    def deadline(self) -> Deadline:
        rows = reading.seen_by(self.viewer).select_related("recorded_by", "stopped_by")
        found: Deadline | None = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotFound
        return found

    @cached_property
    def kind(self) -> DeadlineKind:
        return KINDS[DeadlineCode(self.deadline.kind)]

    @cached_property
    def resting(self) -> DeadlineSuspension | None:
        return reading.resting([self.deadline.pk]).get(self.deadline.pk)

    @property
    def is_mine(self) -> bool:
        """Whether the viewer's own work ends it. What an officer set by hand is changed where it was set."""
        mine = DeadlineCode(self.deadline.kind) in reading.own_kinds(self.viewer)
        return EDIT_DEADLINES.allows(self.viewer) and mine and not self.kind.by_hand


class DeadlinePage(OfDeadline, FilePage):
    permission = VIEW_DEADLINES
    template_name = "policy/deadline.html"

    def get_object(self) -> Deadline:
        return self.deadline

    def get_title(self) -> str:
        return worded(DEADLINES[DeadlineCode(self.deadline.kind)])

    def context(self, **more: Any) -> dict[str, Any]:
        row, kind = self.deadline, self.kind
        about = (row.subject_kind, row.subject_id)
        title, url = subjects.links(self.viewer, [about]).get(about, ("", ""))
        asked = INSTITUTIONS.ask()
        named = asked.named([row.institution_id]) if asked and row.institution_id else {}
        return super().context(
            row=row,
            kind=kind,
            about=(title, url),
            institution=named.get(row.institution_id or 0, ("", "")),
            period=f"{row.amount} {worded(SPANS[Span(row.span)])}",
            whose=PARTIES[kind.whose],
            ends=ENDS[kind.ends],
            articles=ARTICLES.get(kind.code, ()),
            rested=row.suspensions.select_related("recorded_by", "ended_by").order_by("from_on"),
            resting=self.resting,
            moved=[(one, CAUSES[MoveCause(one.cause)]) for one in _moves(row)],
            days_left=(row.due_on - self.on).days,
            workdays_left=calendar.load().workdays_between(self.on, row.due_on),
            days_late=max((self.on - row.due_on).days, 0),
            buttons=self._buttons(),
            **more,
        )

    def _buttons(self) -> list[tuple[str, str]]:
        """Only what the kind and the state allow; another's work has none."""
        row, kind = self.deadline, self.kind
        if not self.is_mine or row.stopped_on is not None:
            return []
        found = []
        if self.resting:
            found.append((reverse("policy:resume", args=[row.pk]), gettext("Resume")))
        elif kind.ends is Ends.AFTER and row.due_on >= self.on:
            found.append((reverse("policy:suspend", args=[row.pk]), gettext("Suspend")))
        if kind.extension and not row.extended and (self.resting or row.due_on >= self.on):
            found.append((reverse("policy:extend", args=[row.pk]), gettext("Extend")))
        return found

    def timeline(self) -> list[TimelineEntry]:
        row = self.deadline
        begun = msg("The period was entered: due on %(day)s", day=first_due(row))
        found = [TimelineEntry(row.recorded_at, row.recorded_by.label, begun)]
        for move in _moves(row):
            what = msg("Due on %(after)s instead of %(before)s", after=str(move.after_on), before=str(move.before_on))
            found.append(TimelineEntry(move.recorded_at, move.recorded_by.label, what, move.why))
        for rest in row.suspensions.select_related("recorded_by", "ended_by"):
            since = msg("Suspended from %(day)s on", day=str(rest.from_on))
            found.append(TimelineEntry(rest.recorded_at, rest.recorded_by.label, since, f"{rest.reason}（{rest.law}）"))
            if rest.ended_at and rest.ended_by:
                until = msg("Runs again after %(day)s", day=str(rest.to_on))
                found.append(TimelineEntry(rest.ended_at, rest.ended_by.label, until))
        alarms = DeadlineAlarm.objects.filter(deadline=row)
        night = gettext("the night")
        return [*found, *(TimelineEntry(one.recorded_at, night, STAGES[AlarmStage(one.stage)]) for one in alarms)]


def _moves(row: Deadline) -> Any:
    return DeadlineMove.objects.filter(deadline=row).select_related("recorded_by").order_by("recorded_at", "pk")


def first_due(row: Deadline) -> str:
    """The due day before anything moved it."""
    first = _moves(row).first()
    day: dt.date = first.before_on if first else row.due_on
    return day.isoformat()


class _Act(OfDeadline, FormPage):
    """A form on one deadline: for whoever's work ends it (403 for others who see it)."""

    permission = EDIT_DEADLINES

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._check_mine()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self._check_mine()
        return super().post(request, *args, **kwargs)

    def _check_mine(self) -> None:
        if not self.is_mine:
            raise PermissionDenied

    def get_cancel_url(self) -> str:
        return reverse("policy:deadline", args=[self.deadline.pk])

    def done(self, row: Deadline) -> str:
        messages.success(self.request, gettext("Saved. Due on %(day)s.") % {"day": row.due_on.isoformat()})
        return self.get_cancel_url()


class Suspend(_Act):
    title = _("Suspend a deadline")
    intro = _(
        "From this day on, the day itself within, the period does not run. Only where a law, regulation or rule says "
        "so; name it. The due day moves when it is resumed."
    )
    form_class = SuspendForm
    submit_label = _("Suspend")

    def act(self, form: SuspendForm) -> str:
        deadlines.suspend(deadline=self.deadline, **form.cleaned_data, by=self.viewer, at=self.at)
        return self.done(self.deadline)


class Resume(_Act):
    title = _("Resume a deadline")
    intro = _("The last day of rest, that day within. The due day moves by the days that it rested.")
    form_class = ResumeForm
    submit_label = _("Resume")

    def act(self, form: ResumeForm) -> str:
        return self.done(deadlines.resume(deadline=self.deadline, **form.cleaned_data, by=self.viewer, at=self.at))


class Extend(_Act):
    title = _("Extend a deadline")
    form_class = ExtendForm
    submit_label = _("Extend")

    def get_title(self) -> str:
        words = {"name": worded(DEADLINES[self.kind.code]), "n": self.kind.extension}
        return gettext("Extend: %(name)s, by %(n)s days") % words

    def act(self, form: ExtendForm) -> str:
        why = f"{form.cleaned_data['why']}（{form.cleaned_data['law']}）"
        return self.done(deadlines.extend(deadline=self.deadline, on=self.on, why=why, by=self.viewer, at=self.at))
