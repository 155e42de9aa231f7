"""Filings in the bureau: the list, one filing with what differs from the version in force, and the decision."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import Forbidden, NotFound
from cixi_oversight.permissions import Viewer
from cixi_oversight.web.badges import badge
from cixi_oversight.web.files import FilePage, Tab, TimelineEntry
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.enums.filings import FilingState, FilingVerb
from institutions.forms.filings import AcceptForm, FilingFilterSet, ReturnForm
from institutions.models import Filing
from institutions.rules.access.filings import DECIDE_FILINGS, VIEW_FILINGS
from institutions.rules.filings.diff import diff
from institutions.rules.filings.schema import FilingForm
from institutions.rules.filings.workflow import FILING
from institutions.rules.labels.filings import FILING_STATE
from institutions.services.filings import attachments, deciding, rights, telling
from institutions.services.filings.catalogue import form_of
from institutions.services.filings.naming import name_of_filing
from institutions.services.links import file_url
from institutions.views.filings.editing import timeline_of
from institutions.views.filings.shown import Marks, Place, ShownTable, changes_shown, comments_by_path, sections_of

SECTION = "filings"
_COMMENT = "comment:"
_ROWS_TO_COMMENT = 60
_ROWS_BY_CELL = 6  # so few rows that each of their cells may be commented on


def _institution(row: Filing) -> SafeString:
    town = row.institution.town.name if row.institution.town else ""
    return format_html('{}<span class="second d-block">{}</span>', row.institution.name, town)


def _why(row: Filing) -> str:
    """Why a person looks: the first doubt, that it was sampled, or that it comes back after a return."""
    if row.doubts:
        first = worded(telling.unpacked(row.doubts[0]))
        return (
            first
            if len(row.doubts) == 1
            else gettext("%(first)s (+%(more)s)")
            % {
                "first": first,
                "more": len(row.doubts) - 1,
            }
        )
    if row.is_sampled:
        return gettext("Sampled")
    return gettext("Handed in again") if row.submissions > 1 else ""


class FilingList(ListPage):
    permission = VIEW_FILINGS
    section = SECTION
    title = _("Filings")
    filterset_class = FilingFilterSet
    main_filters = ("q", "kind", "state", "town")
    ordering = ("-submitted",)
    export_name = _("Filings")
    empty_text = _("No filing matches. Institutions file on their own pages.")

    def get_columns(self) -> list[Column]:
        return [
            Column("institution", _("Institution"), _institution, export=lambda row: row.institution.name),
            Column("filing", _("Filing"), name_of_filing),
            Column("submitted", _("Handed in at"), lambda row: row.submitted_at, sort="submitted_at"),
            Column(
                "state",
                _("State"),
                lambda row: badge("filing", row.state),
                export=lambda row: worded(FILING_STATE[FilingState(row.state)]),
            ),
            Column("why", _("Why a person looks"), _why),
            Column("decided", _("Decided at"), lambda row: row.decided_at, sort=None),
            Column("submissions", _("Submissions"), lambda row: row.submissions, numeric=True, default=False),
        ]

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = Filing.objects.visible_to(self.viewer)
        found: QuerySet[Any] = rows.with_title().select_related("institution__town")
        return found

    def row_url(self, row: Filing) -> str:
        return filing_url(row)


def filing_url(row: Filing) -> str:
    return reverse("institutions:filing", args=[row.public_id])


def waiting_after(filing: Filing, viewer: Viewer) -> Filing | None:
    """The next one for this viewer to decide: the one handed in after it, else the oldest that waits."""
    waiting = rights.to_review(viewer).exclude(pk=filing.pk).defer("payload").order_by("submitted_at", "pk")
    later = waiting.filter(submitted_at__gt=filing.submitted_at) if filing.submitted_at else waiting
    found: Filing | None = later.first() or waiting.first()
    return found


class OfFiling(Page):
    """A page about one filing, fetched within the viewer's scope; as handed in, never as it is being typed."""

    section = SECTION

    @cached_property
    def filing(self) -> Filing:
        rows: Any = Filing.objects.visible_to(self.viewer)
        rows = rows.select_related("institution__county", "institution__town")
        found: Filing | None = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    @cached_property
    def kind(self) -> FilingForm:
        return form_of(self.filing.kind)

    @cached_property
    def payload(self) -> dict[str, Any]:
        """The latest submission: what the institution is typing now is not the bureau's business yet."""
        version = self.filing.versions.order_by("-number").first()
        return version.payload if version is not None else {}

    @property
    def name(self) -> str:
        return name_of_filing(self.filing, str(self.payload.get("title") or ""))

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(f"{self.filing.institution.name} · {self.name}", filing_url(self.filing))]


class FilingPage(OfFiling, FilePage):
    permission = VIEW_FILINGS
    template_name = "institutions/filings/file.html"

    def get_object(self) -> Filing:
        return self.filing

    def get_title(self) -> str:
        return f"{self.filing.institution.name} · {self.name}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    def tabs(self) -> list[Tab]:
        base = self.filing.public_id
        found = [Tab("contents", gettext("What was filed"), reverse("institutions:filing", args=[base]))]
        if self.compared is not None:
            url = reverse("institutions:filing", args=[base, "changes"])
            found.append(Tab("changes", gettext("What differs"), url, count=len(self.changes)))
        return found

    def current_tab(self) -> str:
        tab = self.kwargs.get("tab", "contents")
        if tab not in {one.key for one in self.tabs()}:
            raise NotFound
        return str(tab)

    @cached_property
    def compared(self) -> tuple[str, dict[str, Any]] | None:
        """(what it is compared with, that payload): the former submission of a corrected filing, else the version in
        force before."""
        filing = self.filing
        if filing.submissions > 1:
            version = filing.versions.get(number=filing.submissions - 1)
            return gettext("the submission before, which was returned"), version.payload
        former = filing.replaces or Filing.objects.all().same_thing(filing).in_force().exclude(pk=filing.pk).first()
        if former is None:
            return None
        return gettext("the version that was in force before"), former.payload

    @cached_property
    def changes(self) -> list[Any]:
        return diff(self.kind, self.compared[1], self.payload) if self.compared is not None else []

    def timeline(self) -> list[TimelineEntry]:
        return timeline_of(self.filing)

    def context(self, **more: Any) -> dict[str, Any]:
        filing = self.filing
        files = attachments.of_filing(self.kind, filing)
        comments = list(filing.comments.select_related("actor", "version").order_by("recorded_at", "pk"))
        latest = [one for one in comments if one.version.number == filing.submissions]
        on_changes = self.current_tab() == "changes"
        return super().context(
            filing=filing,
            kind=self.kind,
            name=self.name,
            institution_url=file_url(filing.institution, "filings"),
            doubts=[telling.unpacked(one) for one in filing.doubts],
            missing_files=[worded(one.code) for one in attachments.findings(self.kind, filing)],
            sections=[] if on_changes else sections_of(self.kind, self.payload, Marks(files, comments_by_path(latest))),
            compared_with=self.compared[0] if self.compared else "",
            changes=changes_shown(self.kind, self.changes, files) if on_changes else [],
            verbs=self.verbs(),
            following=waiting_after(self.filing, self.viewer),
            versions=filing.versions.select_related("actor").order_by("-number"),
            former=filing.replaces,
            **more,
        )

    def verbs(self) -> list[tuple[str, str]]:
        """(verb, address) of what this viewer may decide now."""
        if not rights.may_decide(self.filing, self.viewer):
            return []
        return [
            (move.verb, reverse(f"institutions:filing_{move.verb}", args=[self.filing.public_id]))
            for move in FILING.open_to(self.filing.state, self.viewer)
            if move.verb in (FilingVerb.ACCEPT, FilingVerb.RETURN)
        ]


class _Decision(OfFiling, FormPage):
    """A verb of the table; its form opens only while state, kind and role allow it."""

    permission = DECIDE_FILINGS
    verb: ClassVar[FilingVerb]

    def show(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.method == "GET":
            FILING.move(self.filing.state, self.verb)
            if not rights.may_decide(self.filing, self.viewer):
                raise Forbidden
        return super().show(*args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.filing.version}

    def get_cancel_url(self) -> str:
        return filing_url(self.filing)


class Accept(_Decision):
    verb = FilingVerb.ACCEPT
    form_class = AcceptForm
    title = _("Accept the filing")
    submit_label = _("Accept the filing")
    intro = _("What was filed is entered in the register at once; the register, the public page and the night read it.")

    def act(self, form: AcceptForm) -> str:
        deciding.accept(
            filing=self.filing,
            by=self.viewer,
            at=self.at,
            why=form.cleaned_data["why"],
            expected_version=self.version,
        )
        said = {"name": f"{self.filing.institution.name} · {self.name}"}
        messages.success(self.request, gettext("Accepted and in force now: %(name)s") % said)
        following = waiting_after(self.filing, self.viewer) if self.request.POST.get("then") == "next" else None
        return filing_url(following or self.filing)


class Return(_Decision):
    """Comments place by place: an input beside each value."""

    verb = FilingVerb.RETURN
    form_class = ReturnForm
    template_name = "institutions/filings/return.html"
    title = _("Return for correction")
    submit_label = _("Return for correction")
    intro = _("Write beside each place what is to be put right. The institution sees it there and corrects in place.")

    def comments(self) -> dict[str, str]:
        """Sent comments by path."""
        return {
            name.removeprefix(_COMMENT): text
            for name, text in self.request.POST.items()
            if name.startswith(_COMMENT) and isinstance(text, str) and text.strip()
        }

    def context(self, **more: Any) -> dict[str, Any]:
        marks = Marks(attachments.of_filing(self.kind, self.filing))
        shown = sections_of(self.kind, self.payload, marks, most_rows=_ROWS_TO_COMMENT)
        typed = self.comments()
        sections = [
            (one.label, [line | {"typed": typed.get(line["path"], "")} for part in one.parts for line in _lines(part)])
            for one in shown
        ]
        return super().context(sections=sections, prefix=_COMMENT, **more)

    def act(self, form: ReturnForm) -> str:
        deciding.return_for_correction(
            filing=self.filing,
            comments=self.comments(),
            by=self.viewer,
            at=self.at,
            why=form.cleaned_data["why"],
            expected_version=self.version,
        )
        messages.success(self.request, gettext("Returned. The institution has been told."))
        return filing_url(self.filing)


def _lines(part: Place | ShownTable) -> list[dict[str, Any]]:
    """What a comment may be written beside: a field; a table and each of its rows."""
    if isinstance(part, Place):
        return [{"path": part.path, "label": part.label, "value": part.value}]
    count = gettext("%(count)s rows") % {"count": part.count}
    lines = [{"path": part.path, "label": part.label, "value": count}]
    for row in part.rows:
        lines.append(
            {"path": row.path, "label": gettext("Row %(number)s") % {"number": row.number}, "value": row.title}
        )
        if part.count <= _ROWS_BY_CELL:
            lines += [{"path": place.path, "label": f"— {place.label}", "value": place.value} for place in row.places]
    return lines
