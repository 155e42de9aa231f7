"""The annual inspection on /my/: what is asked of one's own institution, the self-report, rectification."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.documents.enums import FileState, Purpose
from cixi_oversight.documents.errors import Infected, InQuarantine
from cixi_oversight.documents.services import uploads
from cixi_oversight.errors import NotFound
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.rules.labels import DEADLINES
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded
from institutions.enums import LegalForm
from institutions.enums.yearly import BatchState, YearlyState, YearlyVerb
from institutions.forms.yearly import FileForm, RectifiedForm, RegistrarForm, ReportForm
from institutions.models import AnnualInspection
from institutions.rules.access import yearly as access
from institutions.rules.yearly.report import FIELDS, Part
from institutions.rules.yearly.workflow import NEVER_REPORTED, YEARLY
from institutions.services.yearly import common, deciding, reporting
from institutions.services.yearly.known import prefilled
from institutions.views.yearly.common import OfRow
from institutions.views.yearly.rows import report_lines, report_texts

OWN_SECTION = "my.annual"


def own_url() -> str:
    return reverse("institutions:my_annual")


class OwnAnnual(Page):
    permission = access.VIEW_OWN_ANNUAL
    section = OWN_SECTION
    title = _("Annual inspection")
    template_name = "institutions/yearly/own.html"

    def rows(self) -> QuerySet[Any]:
        rows: Any = AnnualInspection.objects.visible_to(self.viewer)
        rows = rows.filter(institution__in=self.viewer.institution_ids).exclude(batch__state=BatchState.CANCELLED)
        return rows.select_related("batch", "institution", "notice").order_by("-year", "pk")

    def context(self, **more: Any) -> dict[str, Any]:
        rows = list(self.rows()[:20])
        ids = [row.pk for row in rows]
        files = uploads.of_many(common.SUBJECT, ids)
        dues: dict[int, list[Any]] = {}
        running = Deadline.objects.filter(subject_kind=common.SUBJECT, subject_id__in=ids, stopped_on=None)
        for one in running.order_by("due_on"):
            words = worded(DEADLINES[DeadlineCode(one.kind)])
            dues.setdefault(one.subject_id, []).append((words, one.due_on))
        may_act = access.REPORT_ANNUAL.allows(self.viewer)
        return super().context(
            own=[self.shown(row, files.get(row.pk, []), dues.get(row.pk, []), may_act) for row in rows], **more
        )

    def shown(self, row: AnnualInspection, files: list[Any], dues: list[Any], may_act: bool) -> dict[str, Any]:
        verbs = {move.verb for move in YEARLY.open_to(row.state, self.viewer)} if may_act else set()
        return {
            "row": row,
            "files": files,
            "dues": dues,
            "may_report": YearlyVerb.SUBMIT in verbs,
            "may_rectify": YearlyVerb.REPORT_RECTIFIED in verbs,
            "may_note": may_act
            and row.institution.legal_form == LegalForm.PRIVATE_NON_ENTERPRISE
            and row.state != YearlyState.EXEMPT
            and row.registrar_reported_on is None,
            "returned_why": returned_why(row),
            "lines": report_lines(row) if row.reported_on else [],
            "texts": report_texts(row) if row.reported_on else [],
            "is_public": row.batch.state == BatchState.PUBLISHED,
        }


def returned_why(row: AnnualInspection) -> str:
    """What has to be put right, as the one who sent the report back said; empty where nothing has."""
    last = row.transitions.filter(verb=YearlyVerb.RETURN).order_by("-pk").first()
    return last.why if last and row.state == YearlyState.RETURNED else ""


class _OfOwn(OfRow, FormPage):
    """A form about one's own institution; an officer of the bureau is not one of its people."""

    section = OWN_SECTION
    permission = access.REPORT_ANNUAL
    template_name = "institutions/my_copy.html"

    @cached_property
    def row(self) -> AnnualInspection:
        found: AnnualInspection = super().row
        if found.institution_id not in self.viewer.institution_ids:
            raise NotFound
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _found = self.row  # somebody else's is not found before the form is looked at
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _found = self.row
        return super().post(request, *args, **kwargs)

    def get_cancel_url(self) -> str:
        return own_url()


class Report(_OfOwn):
    title = _("Self-report")
    form_class = ReportForm
    template_name = "institutions/yearly/report.html"
    intro: Text = _(
        "What the bureau knows already is filled in; put right what is wrong. A draft is kept as far as it is."
    )

    def get_initial(self) -> dict[str, Any]:
        row = self.row
        known = prefilled(row.institution, row.year) | row.report
        shown = {
            one.key: ("yes" if known[one.key] else "no") if one.part is Part.YES_NO else known[one.key]
            for one in FIELDS
            if one.key in known
        }
        return {"version": row.version, **shown}

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(returned_why=returned_why(self.row), **more)

    def show(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.method == "GET":
            reporting.may_report(self.row)
        return super().show(*args, **kwargs)

    def act(self, form: ReportForm) -> str:
        facts: dict[str, Any] = {
            "inspection": self.row,
            "report": form.cleaned_data,
            "expected_version": self.version,
            "by": self.viewer,
            "at": self.at,
        }
        if self.request.POST.get("draft"):
            reporting.save_report(**facts)
            messages.success(self.request, gettext("The draft is kept. It has not been sent yet."))
        else:
            reporting.submit_report(**facts)
            messages.success(self.request, gettext("The self-report is sent. The town office checks it first."))
        return own_url()


class AddFile(_OfOwn):
    title = _("Hand in a file")
    form_class = FileForm
    submit_label = _("Hand in")

    def act(self, form: FileForm) -> str:
        purpose = Purpose.ANNUAL_REPORT if self.row.state in NEVER_REPORTED else Purpose.RECTIFICATION
        row = reporting.add_file(
            inspection=self.row, upload=form.cleaned_data["file"], purpose=purpose, by=self.viewer, at=self.at
        )
        if row.state == FileState.REFUSED:
            messages.error(self.request, worded(Infected().sentence))
        elif row.state == FileState.QUARANTINED:
            messages.warning(self.request, worded(InQuarantine().sentence))
        else:
            messages.success(self.request, gettext("The file is handed in."))
        return own_url()


class Rectified(_OfOwn):
    title = _("Report the rectification")
    form_class = RectifiedForm
    submit_label = _("Send")

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.row.version}

    def act(self, form: RectifiedForm) -> str:
        deciding.report_rectified(
            inspection=self.row, expected_version=self.version, by=self.viewer, at=self.at, **form.cleaned_data
        )
        messages.success(self.request, gettext("Sent. The bureau will re-check."))
        return own_url()


class RegistrarReport(_OfOwn):
    title = _("Report to civil affairs")
    form_class = RegistrarForm
    submit_label = _("Note")
    intro: Text = _(
        "A private non-enterprise unit hands its yearly work report to civil affairs by 31 May, once the supervising "
        "authority has agreed to it (民办非企业单位登记管理暂行条例 23)."
    )

    def act(self, form: RegistrarForm) -> str:
        reporting.note_registrar_report(inspection=self.row, by=self.viewer, at=self.at, **form.cleaned_data)
        return own_url()
