"""On /my/: what is due, what was returned, what waits and what is in force; and the way into a new filing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.enums.filings import OPEN, FilingKind, FilingState
from institutions.errors.filings import FilingOpen, PeriodMissing
from institutions.models import Filing, FilingDue, Institution
from institutions.rules.access.filings import OWN_FILINGS
from institutions.rules.filings.kinds import FORMS
from institutions.rules.filings.schema import FilingForm
from institutions.rules.labels.periods import period_words
from institutions.rules.periods import ASKED, PERIODIC, days_overdue, is_period, last_ended, period_of
from institutions.services.filings import engine, rights
from institutions.services.filings.catalogue import form_of
from institutions.services.filings.coming import Coming, coming
from institutions.services.filings.naming import name_of, name_of_filing
from institutions.services.teaching import starting

SECTION: Final = "my.filings"
_PERIODS: Final = 8  # offered to choose from, the latest first
_IN_FORCE_MAX: Final = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One filing or one that is due, as a line of the page."""

    title: str
    url: str = ""
    filing: Filing | None = None
    due_on: dt.date | None = None
    days_late: int = 0
    kind: str = ""
    period: str = ""
    comments: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind that can be filed now; `periods` are offered where it has some. `verb` is what its button does: begin,
    go on with what is open, or bring up to date what is in force."""

    kind: str
    label: str
    about: str
    periods: list[tuple[str, str]]
    verb: str


@dataclass(frozen=True, slots=True)
class Own:
    institution: Institution
    due: list[Line]
    coming: list[tuple[str, Coming]]
    returned: list[Line]
    drafts: list[Line]
    waiting: list[Line]
    in_force: list[Line]
    offers: list[tuple[str, list[Offer]]]


class MyFilings(Page):
    permission = OWN_FILINGS
    section = SECTION
    title = _("Filings")
    template_name = "institutions/filings/mine.html"

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(own=[self.of(row) for row in self.institutions], **more)

    @cached_property
    def institutions(self) -> list[Institution]:
        rows = Institution.objects.visible_to(self.viewer).filter(pk__in=self.viewer.institution_ids)
        return list(rows.order_by("name", "pk"))

    def of(self, institution: Institution) -> Own:
        rows = list(
            Filing.objects.filter(institution=institution, state__in=[*OPEN, FilingState.ACCEPTED]).order_by("-pk")[
                :300
            ]
        )
        forms = [form for form in FORMS.values() if rights.may_file(form, self.viewer)]
        kinds = {form.kind for form in forms}
        rows = [row for row in rows if row.kind in kinds]

        def lines(state: FilingState) -> list[Line]:
            return [self.line(row) for row in rows if row.state == state]

        return Own(
            institution,
            self.due(institution, rows, kinds),
            [(name_of(one.kind, one.period), one) for one in coming(institution, on=self.on, kinds=kinds)],
            lines(FilingState.RETURNED),
            lines(FilingState.DRAFT),
            lines(FilingState.SUBMITTED),
            lines(FilingState.ACCEPTED)[:_IN_FORCE_MAX],
            self.offers([form for form in forms if asked(form.kind, institution)], rows),
        )

    def due(self, institution: Institution, filed: list[Filing], kinds: set[FilingKind]) -> list[Line]:
        """What is owed and not being worked on; the oldest first."""
        open_now = {(row.kind, row.period) for row in filed if row.state in OPEN}
        rows: Any = FilingDue.objects.filter(institution=institution).unmet().with_due()
        return [
            Line(
                name_of(FilingKind(row.kind), row.period),
                due_on=row.standing_due_on,
                days_late=days_overdue(row.standing_due_on, self.on),
                kind=row.kind,
                period=row.period.isoformat() if row.kind in PERIODIC else "",
            )
            for row in rows.order_by("standing_due_on", "pk")
            if row.kind in kinds and (row.kind, row.period) not in open_now
        ]

    def line(self, row: Filing) -> Line:
        url = reverse("institutions:my_filing", args=[row.public_id])
        count = row.comments.filter(version__number=row.submissions).count() if row.state == "returned" else 0
        title = name_of_filing(row)
        return Line(title, url, row, kind=row.kind, period=row.period.isoformat() if row.period else "", comments=count)

    def offers(self, forms: list[FilingForm], rows: list[Filing]) -> list[tuple[str, list[Offer]]]:
        """What can be filed, by how often it is."""
        states: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            states[row.kind].add(row.state)
        made = {form.kind: self.offer(form, states[form.kind]) for form in forms}
        groups = (
            (gettext("Again and again, by period"), [one for kind, one in made.items() if kind in PERIODIC]),
            (
                gettext("Whenever something changes"),
                [one for kind, one in made.items() if kind not in PERIODIC and kind not in starting.NUMBERED],
            ),
            (gettext("One by one, for review"), [one for kind, one in made.items() if kind in starting.NUMBERED]),
        )
        return [(label, offers) for label, offers in groups if offers]

    def offer(self, form: FilingForm, states: set[str]) -> Offer:
        verb = gettext("Fill in")
        if form.kind not in PERIODIC and form.kind not in starting.NUMBERED:
            if states & OPEN:
                verb = gettext("Look at it") if FilingState.SUBMITTED in states else gettext("Go on")
            elif FilingState.ACCEPTED in states:
                verb = gettext("Bring up to date")
        return Offer(form.kind, worded(form.label), worded(form.about), periods_of(form.kind, self.on), verb)


def asked(kind: FilingKind, institution: Institution) -> bool:
    """The annual report is for academic institutions."""
    return kind not in ASKED or institution.category == ASKED[kind]


def periods_of(kind: FilingKind, on: dt.date) -> list[tuple[str, str]]:
    """The latest periods that are over, and of returns by month the running one."""
    if kind not in PERIODIC:
        return []
    day = period_of(kind, on) if kind is FilingKind.ENROLMENT_RETURN else last_ended(kind, on)
    found = []
    for _number in range(_PERIODS):
        found.append((day.isoformat(), worded(period_words(kind, day))))
        day = last_ended(kind, day)
    return found


class StartFiling(Page):
    """Begins a draft, or goes on with the one that is open already."""

    permission = OWN_FILINGS
    section = SECTION
    title = _("Filings")
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        institution = self.institution(request.POST.get("institution", ""))
        form = form_of(self.kwargs["kind"])
        period = self.period(form.kind, request.POST.get("period", ""))
        if form.kind in starting.NUMBERED:
            filing = starting.start(institution=institution, kind=form.kind, by=self.viewer, at=self.at)
            return HttpResponseRedirect(reverse("institutions:my_filing", args=[filing.public_id]))
        try:
            filing = engine.start_draft(
                institution=institution, kind=form.kind, period=period, by=self.viewer, at=self.at
            )
        except FilingOpen:
            rows = Filing.objects.filter(institution=institution, kind=form.kind, period=period, subject_id=None)
            filing = rows.filter(state__in=OPEN).get()
            messages.info(request, gettext("A filing of this kind is open already; here it is."))
        return HttpResponseRedirect(reverse("institutions:my_filing", args=[filing.public_id]))

    def institution(self, public_id: str) -> Institution:
        rows = Institution.objects.visible_to(self.viewer).filter(pk__in=self.viewer.institution_ids)
        found = rows.filter(public_id=public_id).first()
        if found is None:
            raise NotFound
        return found

    def period(self, kind: FilingKind, text: str) -> dt.date | None:
        """Raises PeriodMissing for what is no period; the engine checks the rest."""
        if kind not in PERIODIC:
            return None
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            raise PeriodMissing(field="period") from None
        if not is_period(kind, day) or day > self.on:
            raise PeriodMissing(field="period")
        return day
