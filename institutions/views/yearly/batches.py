"""Batches of the annual inspection: the list, opening, one batch as a work list with bulk verbs, publication."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.services import papers
from cixi_oversight.errors import Forbidden
from cixi_oversight.users.models import County
from cixi_oversight.web.badges import badge
from cixi_oversight.web.forms import FormPage, once
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.views import Text
from cixi_oversight.web.words import worded
from institutions.enums.yearly import BatchState, BatchVerb, CheckItem, Conclusion, Doubt, YearlyState
from institutions.forms.yearly import BatchFilterSet, OpenForm, PublishForm, ReasonForm, RowFilterSet
from institutions.models import AnnualBatch, AnnualInspection
from institutions.models.annual import UNDECIDED
from institutions.rules.access import yearly as access
from institutions.rules.labels.yearly import CHECK_ITEM, CONCLUSION, DOUBT, YEARLY_STATE
from institutions.rules.yearly.days import Stages
from institutions.rules.yearly.workflow import BATCH
from institutions.services.yearly import checking, deciding, opening, publishing
from institutions.views.yearly.common import SECTION, OfBatch, batch_url, row_url

TICKED_MAX: Final = 500


_STATE_OF: Final = {"check": YearlyState.REPORTED, "pass": YearlyState.CHECKED}
_READY: Final = {"check": checking.checkable, "pass": deciding.passable}
_ALL: Final[dict[str, Text]] = {
    "check": _("All %(n)s without remarks: first check passed"),
    "pass": _("All %(n)s without findings: decide pass"),
}


class BatchList(ListPage):
    permission = access.VIEW_ANNUAL
    section = SECTION
    title = _("Annual inspection")
    filterset_class = BatchFilterSet
    main_filters = ("year", "state")
    ordering = ("-year",)
    export_name = _("Annual inspections")
    empty_text = _("No annual inspection has been opened yet.")

    def get_columns(self) -> list[Column]:
        return [
            Column("title", _("Title"), lambda row: row.title),
            Column("year", _("Year inspected"), lambda row: row.year, sort="year", numeric=True),
            Column("state", _("State"), lambda row: badge("annual_batch", row.state)),
            Column("rows", _("Institutions"), lambda row: row.all_rows, numeric=True),
            Column("open", _("Without conclusion"), lambda row: row.open_rows, numeric=True),
            Column("report_by", _("Self-reports by"), lambda row: row.report_by),
            Column("check_by", _("First checks by"), lambda row: row.check_by),
            Column("decide_by", _("Decisions by"), lambda row: row.decide_by),
            Column("published_on", _("Published on"), lambda row: row.published_on),
        ]

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = AnnualBatch.objects.visible_to(self.viewer)
        return rows

    def annotate_rows(self, rows: list[Any]) -> None:
        """Of the viewer's own scope: a town officer counts his towns."""
        seen: Any = AnnualInspection.objects.visible_to(self.viewer).filter(batch__in=[row.pk for row in rows])
        seen = seen.exclude(state=YearlyState.EXEMPT).values("batch")
        counts = {
            one["batch"]: one for one in seen.annotate(n=Count("pk"), undecided=Count("pk", filter=Q(conclusion="")))
        }
        for row in rows:
            found = counts.get(row.pk, {})
            row.all_rows, row.open_rows = found.get("n", 0), found.get("undecided", 0)

    def row_url(self, row: AnnualBatch) -> str:
        return batch_url(row)

    def get_primary_action(self) -> tuple[str, Text] | None:
        if not access.OPEN_ANNUAL.allows(self.viewer):
            return None
        return reverse("institutions:open_annual"), _("Open an annual inspection")


class Open(FormPage):
    permission = access.OPEN_ANNUAL
    section = SECTION
    title = _("Open an annual inspection")
    form_class = OpenForm
    submit_label = _("Open")
    intro: Text = _(
        "Every institution of the scope that opened before the year was over gets its row, its days and a message."
    )

    @property
    def county(self) -> County:
        return County.objects.filter(pk__in=self.viewer.county_ids).order_by("pk").get()

    def get_initial(self) -> dict[str, Any]:
        year = self.on.year - 1
        days = opening.suggested(self.county, self.on)
        return {
            "year": year,
            "title": f"{year}年度校外培训机构年检",
            "report_by": days.report_by,
            "check_by": days.check_by,
            "decide_by": days.decide_by,
        }

    def get_cancel_url(self) -> str:
        return reverse("institutions:annual_batches")

    def act(self, form: OpenForm) -> str:
        said = dict(form.cleaned_data)
        days = Stages(said.pop("report_by"), said.pop("check_by"), said.pop("decide_by"))
        made = opening.open_batch(county=self.county, days=days, by=self.viewer, at=self.at, **said)
        messages.success(self.request, gettext("Opened for %(count)s institutions.") % {"count": made.rows.count()})
        return batch_url(made)


_NOTHING: Final = mark_safe("&nbsp;")


def _institution(row: AnnualInspection) -> SafeString:
    town = row.institution.town
    return format_html('{}<span class="second d-block">{}</span>', row.institution.name, town.name if town else "")


def _tick(row: Any) -> SafeString:
    """Only where one of the viewer's bulk verbs does something."""
    if not row.is_ready:
        return _NOTHING
    return format_html(
        '<input class="form-check-input" type="checkbox" name="row" value="{}" form="many" aria-label="{}">',
        row.public_id,
        gettext("Tick %(name)s") % {"name": row.institution.name},
    )


def findings(row: AnnualInspection) -> SafeString:
    """What the town found, and what the portal remarks."""
    faults = [("refused", worded(CHECK_ITEM[CheckItem(one)])) for one in row.faults]
    doubts = [("waits", worded(DOUBT[Doubt(one)])) for one in row.doubts]
    return format_html_join(" ", '<span class="state state-{}">{}</span>', faults + doubts)


class BatchPage(OfBatch, ListPage):
    permission = access.VIEW_ANNUAL
    template_name = "institutions/yearly/batch.html"
    filterset_class = RowFilterSet
    main_filters = ("q", "state", "town", "conclusion")
    ordering = ("pk",)
    page_size = 200  # so that a clerk ticks a town at once
    empty_text = _("No institution matches.")

    def get_title(self) -> str:
        return self.batch.title

    @property
    def export_name(self) -> Text:  # type: ignore[override]
        return self.batch.title

    def get_columns(self) -> list[Column]:
        columns = [
            Column("institution", _("Institution"), _institution, export=lambda row: row.institution.name),
            Column("town", _("Town"), lambda row: row.institution.town and row.institution.town.name, default=False),
            Column(
                "state",
                _("State"),
                lambda row: badge("annual_inspection", row.state),
                export=lambda row: worded(YEARLY_STATE[YearlyState(row.state)]),
            ),
            Column("findings", _("Findings and remarks"), findings),
            Column("result", _("Conclusion"), lambda row: badge("annual_result", row.result), export=result_word),
            Column("reported_on", _("Self-report"), lambda row: row.reported_on, sort=None),
            Column("rectify_by", _("To be rectified by"), lambda row: row.rectify_by),
            Column("civil", _("Reported to civil affairs on"), lambda row: row.registrar_reported_on, default=False),
        ]
        if self.many() and not self.request.GET.get("format"):
            columns.insert(1, Column("tick", _("Tick"), _tick))
        return columns

    def get_queryset(self) -> QuerySet[Any]:
        return self.seen

    def annotate_rows(self, rows: list[Any]) -> None:
        """Which rows a bulk verb of this viewer takes: they get a box."""
        states = {_STATE_OF[verb] for verb, _label in self.many()}
        for row in rows:
            row.is_ready = row.state in states and not row.faults and not row.doubts

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _found = self.batch  # out of scope is not found before a view's name is looked at
        return super().post(request, *args, **kwargs)

    def row_url(self, row: AnnualInspection) -> str:
        return row_url(row)

    def many(self) -> list[tuple[str, Text]]:
        """Bulk verbs that this viewer has."""
        if self.batch.state == BatchState.CANCELLED:
            return []
        found: list[tuple[str, Text]] = []
        if access.CHECK_ANNUAL.allows(self.viewer):
            found.append(("check", _("Ticked: first check passed")))
        if access.DECIDE_ANNUAL.allows(self.viewer):
            found.append(("pass", _("Ticked: decide pass")))
        return found

    def context(self, **more: Any) -> dict[str, Any]:
        by_state = dict(self.seen.values_list("state").annotate(n=Count("pk")).order_by())
        total = sum(n for state, n in by_state.items() if state != YearlyState.EXEMPT)
        results: dict[str, int] = {}
        for recheck, conclusion in self.seen.exclude(conclusion="").values_list("recheck", "conclusion"):
            results[recheck or conclusion] = results.get(recheck or conclusion, 0) + 1
        verbs = {move.verb for move in BATCH.open_to(self.batch.state, self.viewer)}
        many = self.many()
        ready = {verb: _READY[verb](self.seen).count() for verb, _label in many}
        return super().context(
            batch=self.batch,
            progress=[(state, by_state[state]) for state in YearlyState if by_state.get(state)],
            results=[(one, results.get(one, 0)) for one in Conclusion],
            total=total,
            many=[(verb, worded(label), ready[verb], worded(_ALL[verb]) % {"n": ready[verb]}) for verb, label in many],
            may_publish=BatchVerb.PUBLISH in verbs,
            undecided=sum(by_state.get(state, 0) for state in UNDECIDED),
            may_cancel=BatchVerb.CANCEL in verbs,
            **more,
        )


def result_word(row: AnnualInspection) -> str:
    return worded(CONCLUSION[Conclusion(row.result)]) if row.result else ""


class _Many(OfBatch):
    """A bulk verb on the ticked rows, or on all that are ready. What cannot be done at once is left and said."""

    http_method_names = ["post"]
    verb: str

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(once(request, self._act))

    def do(self, ids: list[int]) -> tuple[int, int]:
        """How many were done, how many left."""
        raise NotImplementedError

    def _act(self) -> str:
        ticked = self.request.POST.getlist("row")[:TICKED_MAX]
        rows = _READY[self.verb](self.seen) if self.request.POST.get("all") else self.seen.filter(public_id__in=ticked)
        done, left = self.do(list(rows.values_list("pk", flat=True)))
        messages.success(self.request, gettext("Done for %(count)s institutions.") % {"count": done})
        if left:
            words = gettext("%(count)s are left: another state, findings or remarks. Open them one by one.")
            messages.info(self.request, words % {"count": left})
        return batch_url(self.batch)


class CheckMany(_Many):
    permission = access.CHECK_ANNUAL
    verb = "check"

    def do(self, ids: list[int]) -> tuple[int, int]:
        return checking.check_many(ids=ids, opinion="", by=self.viewer, at=self.at)


class PassMany(_Many):
    permission = access.DECIDE_ANNUAL
    verb = "pass"

    def do(self, ids: list[int]) -> tuple[int, int]:
        return deciding.pass_many(ids=ids, by=self.viewer, at=self.at)


class _BatchVerb(OfBatch, FormPage):
    permission = access.MOVE_ANNUAL_BATCH
    verb: BatchVerb

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.batch.title, batch_url(self.batch))]

    def get_cancel_url(self) -> str:
        return batch_url(self.batch)

    def show(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.method == "GET":
            move = BATCH.move(self.batch.state, self.verb)
            if move not in BATCH.open_to(self.batch.state, self.viewer):
                raise Forbidden
        return super().show(*args, **kwargs)


class Publish(_BatchVerb):
    verb = BatchVerb.PUBLISH
    title = _("Publish the results")
    form_class = PublishForm
    template_name = "institutions/yearly/publish.html"
    submit_label = _("Publish")
    intro: Text = _("All results become public at once, and the announcement gets its number and today's date.")

    def act(self, form: PublishForm) -> str:
        made = publishing.publish(batch=self.batch, by=self.viewer, at=self.at)
        number = made.announcement.number if made.announcement else ""
        messages.success(self.request, gettext("Published as %(number)s.") % {"number": number})
        return batch_url(self.batch)


class Cancel(_BatchVerb):
    verb = BatchVerb.CANCEL
    title = _("Cancel the batch")
    form_class = ReasonForm
    submit_label = _("Cancel the batch")
    intro: Text = _("For a batch that was opened by mistake. Its institutions can be taken into another one.")

    def act(self, form: ReasonForm) -> str:
        publishing.cancel(batch=self.batch, by=self.viewer, at=self.at, **form.cleaned_data)
        return batch_url(self.batch)


class Preview(OfBatch):
    """The announcement as a picture, as it would look if it were issued now."""

    permission = access.MOVE_ANNUAL_BATCH

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        drawn = papers.preview(
            kind=PaperKind.ANNUAL_ANNOUNCEMENT,
            county=self.batch.county,
            data=publishing.announcement_of(self.batch),
            on=self.on,
        )
        return HttpResponse(drawn, content_type="image/png", headers={"Cache-Control": "no-store, private"})
