"""Papers of the bureau: the list, one paper, its PDF, withdrawing it, and how each kind is numbered."""

from __future__ import annotations

from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.csp import SANDBOX
from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.forms import PaperFilterSet, SeriesForm, WithdrawForm
from cixi_oversight.documents.models import Paper
from cixi_oversight.documents.rules import labels
from cixi_oversight.documents.rules.access import FETCH_PAPER, SET_SERIES, VIEW_PAPERS, VOID_PAPER
from cixi_oversight.documents.rules.papers import LOOKS, number_of, shown_code
from cixi_oversight.documents.services import checking
from cixi_oversight.documents.services import papers as service
from cixi_oversight.errors import Forbidden, NotFound
from cixi_oversight.users.models import County
from cixi_oversight.web import subjects
from cixi_oversight.web.badges import badge
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded

SECTION = "papers"


def _number(row: Paper) -> SafeString:
    return format_html('{}<span class="second d-block">{}</span>', row.number, row.holder)


class PaperList(ListPage):
    permission = VIEW_PAPERS
    section = SECTION
    title = _("Papers")
    template_name = "documents/papers.html"
    filterset_class = PaperFilterSet
    main_filters = ("q", "kind", "state", "issued_from")
    ordering = ("-issued",)
    export_name = _("Papers")
    empty_text = _("No paper matches. Papers are issued where they belong: in an institution's file.")

    def get_columns(self) -> list[Column]:
        return [
            Column("number", _("Number"), _number, export=lambda row: row.number),
            Column("institution", _("Institution"), lambda row: row.holder, default=False),
            Column("kind", _("Kind"), lambda row: worded(labels.PAPER_KIND[PaperKind(row.kind)])),
            Column("issued", _("Day of issue"), lambda row: row.issued_on, sort="issued_on"),
            Column("office", _("Issuing office"), lambda row: row.office),
            Column("by", _("Officer who issued it"), lambda row: row.recorded_by.label, default=False),
            Column(
                "state",
                _("State"),
                lambda row: badge("paper", row.held.state),
                export=lambda row: worded(labels.PAPER_STATE[row.held.state]),
            ),
            Column("since", _("Void since"), lambda row: row.held.since, default=False),
            Column("why", _("Reason"), lambda row: worded(row.held.why), default=False),
            Column("sha256", _("SHA-256"), lambda row: row.sha256, default=False),
        ]

    def get_queryset(self) -> QuerySet[Any]:
        rows = Paper.objects.visible_to(self.viewer)
        return rows.select_related("recorded_by")

    def annotate_rows(self, rows: list[Any]) -> None:
        held = checking.states(rows, self.on)
        for row in rows:
            row.held = held[row.pk]

    def row_url(self, row: Paper) -> str:
        return reverse("documents:paper", args=[row.public_id])

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(may_set_series=SET_SERIES.allows(self.viewer), **more)


class OfPaper(Page):
    """A page about one paper, fetched within the scope of the thing it is about."""

    section = SECTION

    @cached_property
    def paper(self) -> Paper:
        rows = Paper.objects.visible_to(self.viewer)
        found: Paper | None = rows.select_related("recorded_by").filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found


class PaperPage(OfPaper):
    permission = VIEW_PAPERS
    template_name = "documents/paper.html"

    def get_title(self) -> str:
        return self.paper.number

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.paper
        held = checking.state(row, self.on)
        key = (row.subject_kind, row.subject_id)
        return super().context(
            paper=row,
            kind=worded(labels.PAPER_KIND[PaperKind(row.kind)]),
            held=held,
            held_why=worded(held.why),
            subject=subjects.links(self.viewer, [key]).get(key),
            check_url=service.check_url(row.token),
            check_code=shown_code(row.check_code),
            may_void=VOID_PAPER.allows(self.viewer) and held.state != "void",
            **more,
        )


class PaperPdf(OfPaper):
    """The bytes as issued, always as a download."""

    permission = FETCH_PAPER

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = self.paper
        name = f"{row.number} {LOOKS[PaperKind(row.kind)].title}.pdf"
        return HttpResponse(
            service.content_of(row),
            content_type="application/pdf",
            headers={
                "Content-Disposition": str(content_disposition_header(as_attachment=True, filename=name)),
                "Content-Security-Policy": SANDBOX,
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "no-store, private",
            },
            status=HTTPStatus.OK,
        )


class Withdraw(OfPaper, FormPage):
    permission = VOID_PAPER
    title = _("Declare the paper void")
    form_class = WithdrawForm
    submit_label = _("Declare void")
    intro: Text = _("The number stays taken, and the paper is kept. This cannot be undone: issue a new paper instead.")

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.paper.number, self.get_cancel_url())]

    def get_cancel_url(self) -> str:
        return reverse("documents:paper", args=[self.paper.public_id])

    def act(self, form: WithdrawForm) -> str:
        service.void(paper=self.paper, why=form.cleaned_data["why"], by=self.viewer, at=self.at)
        messages.success(self.request, gettext("Declared void. Whoever checks the paper sees it from now on."))
        return self.get_cancel_url()


class _OfCounty(Page):
    section = SECTION

    @cached_property
    def county(self) -> County:
        found = County.objects.filter(pk__in=self.viewer.county_ids).order_by("pk").first()
        if found is None:
            raise Forbidden
        return found


class SeriesList(_OfCounty):
    """How each kind is numbered and signed now."""

    permission = SET_SERIES
    title = _("Numbers of papers")
    template_name = "documents/series.html"

    def context(self, **more: Any) -> dict[str, Any]:
        rows = [
            (kind, worded(labels.PAPER_KIND[kind]), found, number_of(found.word, self.on.year, 1))
            for kind in PaperKind
            for found in [service.signature(self.county, kind)]
        ]
        return super().context(rows=rows, **more)


class SetSeries(_OfCounty, FormPage):
    permission = SET_SERIES
    form_class = SeriesForm
    intro: Text = _("Holds for papers issued from now on. Those issued keep their number and office.")

    @cached_property
    def kind(self) -> PaperKind:
        if self.kwargs["kind"] not in list(PaperKind):
            raise NotFound
        return PaperKind(self.kwargs["kind"])

    def get_title(self) -> str:
        return worded(labels.PAPER_KIND[self.kind])

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(gettext("Numbers of papers"), self.get_cancel_url())]

    def get_cancel_url(self) -> str:
        return reverse("documents:series")

    def get_initial(self) -> dict[str, Any]:
        now = service.signature(self.county, self.kind)
        return {"word": now.word, "office": now.office}

    def act(self, form: SeriesForm) -> str:
        service.set_series(county=self.county, kind=self.kind, by=self.viewer, at=self.at, **form.cleaned_data)
        return self.get_cancel_url()
