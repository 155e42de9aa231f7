"""One institution's inspection in the bureau: its page, and the forms of its verbs."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.documents.services import uploads
from cixi_oversight.errors import Forbidden, WrongState, msg
from cixi_oversight.policy.enums import DeadlineCode, Key
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.rules.labels import DEADLINES
from cixi_oversight.policy.services import parameters
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.forms import FormPage, once
from cixi_oversight.web.views import Text
from cixi_oversight.web.words import worded
from institutions.enums.yearly import CheckItem, Conclusion, Doubt, YearlyState, YearlyVerb
from institutions.forms.yearly import AgainForm, CheckForm, DecideForm, ReasonForm, RecheckForm, ReturnForm
from institutions.models import AnnualInspection
from institutions.rules.access import yearly as access
from institutions.rules.labels.yearly import CHECK_ITEM, DOUBT, YEARLY_VERB
from institutions.rules.yearly.papers import LEGAL_BASIS
from institutions.rules.yearly.report import FIELDS, Part
from institutions.rules.yearly.workflow import CONCLUDED, NEVER_REPORTED, YEARLY
from institutions.services.links import file_url
from institutions.services.yearly import checking, common, deciding, publishing
from institutions.views.yearly.common import OfRow, batch_url, row_url

# verb -> the form's route and its words; three conclusions share one form
_FORMS: Final = {
    YearlyVerb.CHECK: ("annual_check", msg("Record the first check")),
    YearlyVerb.RETURN: ("annual_return", msg("Return for correction")),
    YearlyVerb.PASS: ("annual_decide", msg("Take the decision")),
    YearlyVerb.FAIL: ("annual_decide", msg("Take the decision")),
    YearlyVerb.CONFIRM: ("annual_recheck", msg("Record the re-check")),
    YearlyVerb.FAIL_RECHECK: ("annual_recheck", msg("Record the re-check")),
    YearlyVerb.AGAIN: ("annual_again", msg("Re-check: rectify again")),
    YearlyVerb.REOPEN: ("annual_reopen", msg("Decide anew")),
    YearlyVerb.EXEMPT: ("annual_exempt", msg("Take out of the inspection")),
}
_FIRST: Final = frozenset({"annual_check", "annual_decide", "annual_recheck"})


def report_lines(row: AnnualInspection) -> list[tuple[str, Any, str]]:
    """(label, value, kind) of the self-report as it is."""
    return [(worded(one.label), row.report.get(one.key), one.part.value) for one in FIELDS if one.part is not Part.TEXT]


def report_texts(row: AnnualInspection) -> list[tuple[str, str]]:
    return [
        (worded(one.label), row.report[one.key]) for one in FIELDS if one.part is Part.TEXT and row.report.get(one.key)
    ]


def timeline(row: AnnualInspection) -> list[TimelineEntry]:
    rows = row.transitions.select_related("actor").order_by("-recorded_at", "-pk")
    return [TimelineEntry(one.recorded_at, one.actor.label, YEARLY_VERB[YearlyVerb(one.verb)], one.why) for one in rows]


class RowPage(OfRow):
    permission = access.VIEW_ANNUAL
    template_name = "institutions/yearly/row.html"

    def get_title(self) -> str:
        return self.row.institution.name

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.row.batch.title, batch_url(self.row.batch))]

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.row
        running = Deadline.objects.filter(subject_kind=common.SUBJECT, subject_id=row.pk, stopped_on=None)
        return super().context(
            row=row,
            institution_url=file_url(row.institution),
            verbs=self.verbs(),
            faults=[worded(CHECK_ITEM[CheckItem(one)]) for one in row.faults],
            doubts=[worded(DOUBT[Doubt(one)]) for one in row.doubts],
            lines=report_lines(row),
            texts=report_texts(row),
            files=uploads.of((common.SUBJECT, row.pk)),
            deadlines=[(worded(DEADLINES[DeadlineCode(one.kind)]), one) for one in running.order_by("due_on")],
            may_print=row.state in CONCLUDED and access.DECIDE_ANNUAL.allows(self.viewer),
            timeline=timeline(row),
            **more,
        )

    def verbs(self) -> list[tuple[str, str, bool]]:
        """(address, words, is the first) of the forms open to this viewer, each once."""
        found: dict[str, str] = {}
        for move in YEARLY.open_to(self.row.state, self.viewer):
            if move.verb in _FORMS and not self._too_early(move.verb):
                route, words = _FORMS[YearlyVerb(move.verb)]
                found.setdefault(route, worded(words))
        return [
            (reverse(f"institutions:{route}", args=[self.row.public_id]), words, route in _FIRST)
            for route, words in found.items()
        ]

    def _too_early(self, verb: str) -> bool:
        row = self.row
        if verb == YearlyVerb.FAIL and row.state in NEVER_REPORTED:
            return self.on <= row.batch.report_by
        waits = verb == YearlyVerb.FAIL_RECHECK and row.state == YearlyState.RECTIFYING
        return bool(waits and row.rectify_by and self.on <= row.rectify_by)


class _Verb(OfRow, FormPage):
    """A form of the table: open while state and role allow one of its verbs; the service decides again."""

    permission = access.MOVE_ANNUAL
    verbs: ClassVar[tuple[YearlyVerb, ...]]

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.row.batch.title, batch_url(self.row.batch)), (self.row.institution.name, row_url(self.row))]

    def get_cancel_url(self) -> str:
        return row_url(self.row)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.row.version}

    def show(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.method == "GET":
            state = self.row.state
            if not any(state in move.sources for move in YEARLY.moves if move.verb in self.verbs):
                raise WrongState
            if not any(move.verb in self.verbs for move in YEARLY.open_to(state, self.viewer)):
                raise Forbidden
        return super().show(*args, **kwargs)

    def facts(self) -> dict[str, Any]:
        return {"inspection": self.row, "expected_version": self.version, "by": self.viewer, "at": self.at}

    def rectification_day(self) -> dt.date:
        days = int(parameters.value(Key.ANNUAL_RECTIFICATION, on=self.on, county=self.row.batch.county_id))
        return self.on + dt.timedelta(days=days)


class Return(_Verb):
    verbs = (YearlyVerb.RETURN,)
    title = _("Return for correction")
    form_class = ReturnForm
    submit_label = _("Return")

    def act(self, form: ReturnForm) -> str:
        checking.return_report(**self.facts(), **form.cleaned_data)
        return row_url(self.row)


class Check(_Verb):
    verbs = (YearlyVerb.CHECK,)
    title = _("Record the first check")
    form_class = CheckForm
    submit_label = _("Record")

    def act(self, form: CheckForm) -> str:
        checking.check(**self.facts(), **form.cleaned_data)
        return row_url(self.row)


class Decide(_Verb):
    verbs = (YearlyVerb.PASS, YearlyVerb.BASIC, YearlyVerb.FAIL)
    title = _("Take the decision")
    form_class = DecideForm
    submit_label = _("Take the decision")

    @property
    def never_reported(self) -> bool:
        return self.row.state in NEVER_REPORTED

    def form_kwargs(self) -> dict[str, Any]:
        return {"only_fail": self.never_reported}

    def get_initial(self) -> dict[str, Any]:
        row = self.row
        grounds = row.opinion if row.faults else ""
        if self.never_reported:
            grounds = f"未在{row.batch.report_by.isoformat()}前报送{row.year}年度自查报告"
        return super().get_initial() | {
            "legal_basis": LEGAL_BASIS,
            "grounds": grounds,
            "conclusion": Conclusion.FAIL.value if self.never_reported else "" if row.faults else Conclusion.PASS.value,
            "rectify_by": self.rectification_day(),
        }

    def act(self, form: DecideForm) -> str:
        deciding.decide(**self.facts(), **form.cleaned_data)
        return row_url(self.row)


class Recheck(_Verb):
    verbs = (YearlyVerb.CONFIRM, YearlyVerb.FAIL_RECHECK)
    title = _("Record the re-check")
    form_class = RecheckForm
    submit_label = _("Record")

    def act(self, form: RecheckForm) -> str:
        deciding.confirm(**self.facts(), **form.cleaned_data)
        return row_url(self.row)


class Again(_Verb):
    verbs = (YearlyVerb.AGAIN,)
    title = _("Re-check: rectify again")
    form_class = AgainForm
    submit_label = _("Order again")

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"demands": self.row.demands, "rectify_by": self.rectification_day()}

    def act(self, form: AgainForm) -> str:
        deciding.rectify_again(**self.facts(), **form.cleaned_data)
        return row_url(self.row)


class Reopen(_Verb):
    verbs = (YearlyVerb.REOPEN,)
    title = _("Decide anew")
    form_class = ReasonForm
    submit_label = _("Decide anew")
    intro: Text = _("What has been published stands until the new decision.")

    def act(self, form: ReasonForm) -> str:
        deciding.reopen(**self.facts(), **form.cleaned_data)
        return row_url(self.row)


class Exempt(_Verb):
    verbs = (YearlyVerb.EXEMPT,)
    title = _("Take out of the inspection")
    form_class = ReasonForm
    submit_label = _("Take out")

    def act(self, form: ReasonForm) -> str:
        deciding.exempt(**self.facts(), **form.cleaned_data)
        return row_url(self.row)


class Notice(OfRow):
    """The notice of the result, numbered, to hand over or send."""

    permission = access.DECIDE_ANNUAL
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        def act() -> str:
            made = publishing.issue_notice(inspection=self.row, by=self.viewer, at=self.at)
            messages.success(request, gettext("Issued as %(number)s.") % {"number": made.number})
            return row_url(self.row)

        return HttpResponseRedirect(once(request, act))
