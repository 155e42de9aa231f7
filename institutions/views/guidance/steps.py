"""The ladder of guidance: written steps in one's scope, a new one from an institution's file, what came of one."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.permissions import Viewer
from cixi_oversight.web.badges import Tone, badge, pill
from cixi_oversight.web.forms import FormPage, OfficeForm
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.views import Text
from cixi_oversight.web.words import worded
from institutions.enums.guidance import Outcome, Rung
from institutions.forms.fields import offer_places
from institutions.forms.guidance import OutcomeForm, StepFilterSet, StepForm
from institutions.models import GuidanceOutcome, GuidanceStep, Institution
from institutions.rules.access.guidance import RECORD_OUTCOME, TAKE_STEP, VIEW_GUIDANCE
from institutions.rules.guidance.ladder import ORDER, Taken
from institutions.rules.labels.guidance import OUTCOME, RUNG
from institutions.services.guidance.ladder import TALK, record_outcome, rungs, take_step
from institutions.services.links import file_url
from institutions.views.common import InstitutionForm
from institutions.views.transition.common import SECTION, TransitionPage, left_pill
from institutions.views.words import in_words


class GuidanceSteps(TransitionPage, ListPage):
    permission = VIEW_GUIDANCE
    section_tab = "guidance"
    template_name = "institutions/transition/list.html"
    title = _("Guidance: reminders, orders, notices, referrals")
    filterset_class = StepFilterSet
    main_filters = ("q", "rung", "state", "town")
    ordering = ("-taken_on",)
    export_name = _("Guidance")
    empty_text = _("No step matches. A step is taken from an institution's file; talks have a list of their own.")

    def get_columns(self) -> list[Column]:
        return [
            Column(
                "institution",
                _("Institution"),
                lambda row: format_html(
                    '{}<span class="second d-block">{}</span>', row.institution.name, row.institution.town or ""
                ),
                export=lambda row: row.institution.name,
            ),
            Column(
                "rung",
                _("Step of guidance"),
                lambda row: badge("guidance", row.rung),
                sort="rung",
                export=lambda row: in_words(RUNG, row.rung),
            ),
            Column("taken_on", _("Day"), lambda row: row.taken_on, sort="taken_on"),
            Column("matter", _("What for"), lambda row: row.matter),
            Column("number", _("Number of the paper"), lambda row: row.paper_number or None, default=False),
            Column("to", _("Referred to"), lambda row: row.to_department and row.to_department.name),
            Column("due_on", _("To be rectified by"), lambda row: row.due_on),
            Column("outcome", _("What came of it"), self.outcome),
        ]

    def annotate_rows(self, rows: list[Any]) -> None:
        found: dict[int, list[Any]] = {}
        for one in GuidanceOutcome.objects.filter(step__in=rows).order_by("known_on", "pk"):
            found.setdefault(one.step_id, []).append(one)
        for row in rows:
            row.came_of_it = found.get(row.pk, [])

    def outcome(self, row: Any) -> Any:
        ends = [one for one in row.came_of_it if one.outcome != Outcome.RECEIPT]
        if ends:
            return _outcome_pill(Outcome(ends[-1].outcome))
        if row.due_on:
            return left_pill(row.due_on, self.on, near=5)
        return _outcome_pill(Outcome.RECEIPT) if row.came_of_it else None

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = GuidanceStep.objects
        found: QuerySet[Any] = rows.visible_to(self.viewer).standing()
        return found.select_related("institution__town", "to_department")

    def row_url(self, row: GuidanceStep) -> str:
        return file_url(row.institution, "transition")


def _outcome_pill(outcome: Outcome) -> SafeString:
    tone = {Outcome.NOT_RECTIFIED: Tone.REFUSED, Outcome.RECEIPT: Tone.PROGRESS}.get(outcome, Tone.DONE)
    return pill(tone, worded(OUTCOME[outcome]))


class TakeStep(InstitutionForm):
    permission = TAKE_STEP
    section = SECTION
    tab = "transition"
    title = _("Take a step of guidance")
    form_class = StepForm
    intro: Text = _("The institution is told of a reminder, an order or a circulated notice, but not of a referral.")

    def get_initial(self) -> dict[str, Any]:
        return {"taken_on": self.on, "rung": Rung.REMINDER}

    def get_form(self, **kwargs: Any) -> OfficeForm:
        form = super().get_form(**kwargs)
        offer_places(form, self.county_ids)
        return form

    def act(self, form: OfficeForm) -> str:
        take_step(institution=self.institution, by=self.viewer, at=self.at, **form.cleaned_data)
        return self.done()


class RecordOutcome(FormPage):
    permission = RECORD_OUTCOME
    section = SECTION
    form_class = OutcomeForm

    @cached_property
    def step(self) -> GuidanceStep:
        rows: Any = GuidanceStep.objects
        rows = rows.visible_to(self.viewer).standing().select_related("institution")
        found = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return cast("GuidanceStep", found)

    def get_title(self) -> str:
        return f"{worded(RUNG[Rung(self.step.rung)])}：{worded(_('What came of it'))}"

    @property
    def intro(self) -> str:  # type: ignore[override]
        return f"{self.step.institution.name}。{self.step.matter}"

    def get_initial(self) -> dict[str, Any]:
        return {"known_on": self.on}

    def get_form(self, **kwargs: Any) -> OfficeForm:
        form: Any = super().get_form(**kwargs)
        form.offer(Rung(self.step.rung))
        return cast("OfficeForm", form)

    def get_cancel_url(self) -> str:
        return file_url(self.step.institution, "transition")

    def act(self, form: OfficeForm) -> str:
        record_outcome(step=self.step, by=self.viewer, at=self.at, **form.cleaned_data)
        return self.get_cancel_url()


def ladder_of(institution: Institution, viewer: Viewer, on: Any, *, own: bool = False) -> list[dict[str, Any]]:
    """The rungs, each with what was done on it; for a file's tab and the institution's own page, which says nothing of
    referrals, not even that there is none."""
    taken = rungs([institution.pk], known_to=viewer).get(institution.pk, [])
    may = RECORD_OUTCOME.allows(viewer) and not own
    return [
        {
            "name": worded(RUNG[rung]),
            "rows": [_line(one, on, may, own) for one in reversed(taken) if one.rung is rung],
        }
        for rung in ORDER
        if not (own and rung is Rung.REFER)
    ]


def _line(one: Taken, on: Any, may: bool, own: bool) -> dict[str, Any]:
    is_talk = one.source[0] == TALK
    url = "" if own or not is_talk else reverse("institutions:talk", args=[one.name])
    outcome_url = reverse("institutions:guidance_outcome", args=[one.name]) if may and not is_talk else ""
    return {
        "taken": one,
        "url": url,
        "outcome_url": "" if one.is_over else outcome_url,
        "left": left_pill(one.due_on, on, near=5) if one.due_on and not one.is_over else "",
        "outcomes": [(_outcome_pill(outcome), day, words) for outcome, day, words in one.outcomes],
    }
