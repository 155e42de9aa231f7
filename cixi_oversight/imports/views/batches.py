"""Sheets: the list, taking one in, its preview and result, and the sheet of errors."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound, msg
from cixi_oversight.imports.enums import BatchState, MatchKey, Verdict
from cixi_oversight.imports.errors import ActionUnknown
from cixi_oversight.imports.forms import BatchFilterSet, SheetForm, profile_choices
from cixi_oversight.imports.models import ImportBatch, OpenMatch, RowOutcome
from cixi_oversight.imports.rules.access import IMPORT_SHEETS
from cixi_oversight.imports.rules.labels import MATCH_KEY, VERDICT
from cixi_oversight.imports.rules.limits import ROWS_AT_ONCE
from cixi_oversight.imports.services import report
from cixi_oversight.imports.services.apply import cancel, start_apply
from cixi_oversight.imports.services.check import check, start_check
from cixi_oversight.imports.services.progress import STEPS, share_done, step_of
from cixi_oversight.imports.services.receive import receive
from cixi_oversight.imports.services.targets import target_of
from cixi_oversight.imports.views.common import county_of, shown_value
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.web.badges import badge
from cixi_oversight.web.forms import FormPage, once
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.tags import moment
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded

_FAULTS_SHOWN = 200
_OUTCOMES_SHOWN = 100


def _figure(key: str) -> Any:
    return lambda batch: batch.figures.get(key, "—")


class BatchList(ListPage):
    permission = IMPORT_SHEETS
    section = "imports"
    title = _("Data import")
    template_name = "imports/list.html"
    filterset_class = BatchFilterSet
    main_filters = ("state", "profile")
    ordering = ("-pk",)
    export_name = _("Data import")
    empty_text = _("No sheet has been imported yet. Take one in with the button above.")
    columns: ClassVar = (
        Column("source", _("File"), lambda batch: batch.source_name, sort="source_name"),
        Column("profile", _("Kind of sheet"), lambda batch: dict(profile_choices()).get(batch.profile, batch.profile)),
        Column("state", _("State"), lambda batch: badge("imports.state", batch.state), sort="state"),
        Column("read", _("Rows read"), _figure("read"), numeric=True),
        Column("new", _("New"), _figure(Verdict.NEW), numeric=True),
        Column("changed", _("Changed"), _figure(Verdict.CHANGED), numeric=True),
        Column("unsure", _("Waiting for a person"), _figure(Verdict.UNSURE), numeric=True),
        Column("refused", _("Refused"), _figure(Verdict.REFUSED), numeric=True),
        Column("received", _("Received"), lambda batch: moment(batch.received_at), sort="received_at"),
        Column("by", _("Received by"), lambda batch: batch.received_by.label),
        Column("sha256", _("SHA-256"), lambda batch: batch.source_sha256, default=False),
    )

    def get_queryset(self) -> QuerySet[Any]:
        return ImportBatch.objects.visible_to(self.viewer).select_related("received_by")

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(open_matches=OpenMatch.objects.visible_to(self.viewer).undecided().count(), **more)

    def get_primary_action(self) -> tuple[str, Any]:
        return reverse("imports:receive"), _("Import a sheet")

    def row_url(self, row: ImportBatch) -> str:
        return reverse("imports:batch", args=[row.pk])


class ReceiveSheet(FormPage):
    permission = IMPORT_SHEETS
    section = "imports"
    title = _("Import a sheet")
    form_class = SheetForm
    submit_label = _("Check the sheet")
    intro = _("The sheet is checked first. Nothing is written before you have seen what would change.")

    def get_cancel_url(self) -> str:
        return reverse("imports:list")

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("profile", "")
        return {"profile": asked if asked in dict(profile_choices()) else "bureau_register"}

    def act(self, form: SheetForm) -> str:
        file, pasted = form.cleaned_data["file"], form.cleaned_data["pasted"]
        batch = receive(
            county=county_of(self.viewer),
            profile_key=form.cleaned_data["profile"],
            name=file.name if file else gettext("Pasted rows"),
            data=file.read() if file else pasted.encode(),
            by=self.viewer,
            at=self.at,
            pasted=not file,
        )
        look = check if batch.reading["rows"] <= ROWS_AT_ONCE else start_check
        look(batch=batch, by=self.viewer, at=self.at, on=self.on)
        return reverse("imports:batch", args=[batch.pk])


class BatchPage(Page):
    """Preview and result. POST `verb`: apply, apply_clean or cancel."""

    permission = IMPORT_SHEETS
    section = "imports"
    template_name = "imports/batch.html"

    @cached_property
    def batch(self) -> ImportBatch:
        found = ImportBatch.objects.visible_to(self.viewer).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotFound
        return found

    @cached_property
    def job(self) -> Job | None:
        return Job.objects.filter(pk=self.batch.job_id or 0).first()

    @property
    def is_busy(self) -> bool:
        """Somebody works at it: the page shows how far that is instead of buttons."""
        state = self.batch.state
        unread = state == BatchState.READ and self.job is not None and not self.job.is_finished
        return state == BatchState.APPLYING or unread

    def get_title(self) -> str:
        return self.batch.source_name

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_fragment and not self.is_busy:
            return HttpResponse(headers={"HX-Refresh": "true"})  # it is done: the whole page says what was written
        return self.render("imports/progress.html" if self.is_fragment else None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batch, job_id = self.batch, 0
        verb = request.POST.get("verb", "")
        if verb not in {"apply", "apply_clean", "cancel"}:
            raise ActionUnknown

        def act() -> str:
            nonlocal job_id
            if verb == "cancel":
                cancel(batch=batch, by=self.viewer, at=self.at)
            else:
                clean = verb == "apply_clean"
                job = start_apply(batch=batch, by=self.viewer, at=self.at, on=self.on, accept_clean=clean)
                job_id = job.pk
            return reverse("imports:batch", args=[batch.pk])

        url = once(request, act)
        if job_id and batch.reading["rows"] <= ROWS_AT_ONCE:
            work_through(job_id)  # a short sheet is done before the page answers; otherwise a worker does it
        return HttpResponseRedirect(url)

    def context(self, **more: Any) -> dict[str, Any]:
        batch = self.batch
        return super().context(
            batch=batch,
            profile=dict(profile_choices()).get(batch.profile, batch.profile),
            state=badge("imports.state", batch.state),
            lines=report.lines_of(batch) if batch.figures.get("read") else [],
            nothing=report.NOTHING_CHANGES if report.changes_nothing(batch.figures) else None,
            refused=batch.figures.get(Verdict.REFUSED, 0),
            clean=sum(batch.figures.get(verdict, 0) for verdict in (Verdict.NEW, Verdict.CHANGED, Verdict.UNSURE)),
            faults=self._faults(),
            outcomes=self._outcomes(),
            reading=self._reading(),
            earlier=self._earlier(),
            results_url=target_of(batch.target).results_url(batch.pk) if batch.state == BatchState.APPLIED else "",
            **self._progress(),
            **more,
        )

    def _faults(self) -> list[tuple[Any, str, str]]:
        target = target_of(self.batch.target)
        found = self.batch.faults.order_by("row_no", "id")[:_FAULTS_SHOWN]
        return [
            (fault, report.heading_of(self.batch, fault.field), worded(report.sentence_of(fault, target)))
            for fault in found
        ]

    def _outcomes(self) -> list[tuple[Any, int, list[dict[str, Any]]]]:
        """Label, count and the first rows of each verdict that has something to show."""
        shown = (Verdict.UNSURE, Verdict.CHANGED, Verdict.NEW, Verdict.SKIPPED)
        return [
            (VERDICT[verdict], self.batch.figures.get(verdict, 0), rows)
            for verdict in shown
            if (rows := [self._outcome(row) for row in self.batch.outcomes.filter(verdict=verdict)[:_OUTCOMES_SHOWN]])
        ]

    def _outcome(self, row: RowOutcome) -> dict[str, Any]:
        target = target_of(self.batch.target)
        by = MATCH_KEY.get(MatchKey(row.match_key))
        why = worded(target.reasons[row.reason]) if row.reason else worded(by) if by else ""
        if row.other_row:
            why = f"{why} · {worded(msg('row %(row)s of this sheet', row=row.other_row))}"
        changes = [
            (worded(target.fields[key].label), shown_value(target, key, before), shown_value(target, key, after))
            for key, before, after in row.changes
        ]
        return {"row_no": row.row_no, "title": row.title, "why": why, "changes": changes}

    def _reading(self) -> list[tuple[str, Any]]:
        """What the reader noticed beside the rows."""
        reading = self.batch.reading
        said = [
            (_("Sheet"), reading.get("sheet")),
            (_("Encoding"), str(reading.get("encoding", "")).removesuffix("-sig").upper()),
            (_("Columns not read"), "、".join(reading.get("unread", []))),
            (_("Hidden sheets, not read"), "、".join(reading.get("hidden_sheets", []))),
            (_("Hidden rows, read"), reading.get("hidden_rows")),
            (_("Merged cells, not filled down"), reading.get("merged_not_filled")),
            (_("Cells filled down"), reading.get("filled_down")),
            (_("Rows left out"), "; ".join(f"{number}: {text}" for number, text in reading.get("skipped", []))),
        ]
        return [(str(label), value) for label, value in said if value]

    def _earlier(self) -> ImportBatch | None:
        """The same content, applied before."""
        same = ImportBatch.objects.visible_to(self.viewer).filter(
            source_sha256=self.batch.source_sha256, state=BatchState.APPLIED, pk__lt=self.batch.pk
        )
        return same.first()

    def _progress(self) -> dict[str, Any]:
        if not self.is_busy or self.job is None:
            return {}
        step = step_of(self.job.pk)
        return {"busy": True, "step": STEPS.get(step or ""), "percent": share_done(step), "job": self.job}


class ErrorSheet(Page):
    """The faults as CSV, for the clerk who corrects the sheet."""

    permission = IMPORT_SHEETS
    section = "imports"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        batch = ImportBatch.objects.visible_to(self.viewer).filter(pk=self.kwargs["pk"]).first()
        if batch is None:
            raise NotFound
        heads = [gettext("Row"), gettext("Column"), gettext("Value"), gettext("What is wrong")]
        # worded here and now: while a response streams, the reader's language is no longer the active one
        lines = list(report.error_sheet(batch, worded, heads))
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="import-{batch.pk}-errors.csv"'
        return answer
