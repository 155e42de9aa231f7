"""One filing as its institution works on it: the form made from the schema, autosave, submission, documents.

What is typed is kept at once; what is wrong is shown, never refused while it is a draft.
"""

from __future__ import annotations

import secrets
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext

from cixi_oversight.errors import NotFound, Problems, StaleVersion
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.forms import once
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.enums.filings import EDITABLE, OPEN, FilingKind, FilingState, FilingVerb
from institutions.forms.filings import PartForm, by_field, read_form
from institutions.models import Filing
from institutions.rules.access.filings import OWN_FILINGS
from institutions.rules.filings.checking import is_missing
from institutions.rules.filings.diff import diff
from institutions.rules.filings.places import is_place
from institutions.rules.filings.schema import Field, FieldType, FilingForm, Finding, Payload, read_path, rows_of
from institutions.rules.labels.filings import FILING_VERB
from institutions.services.cases.holds import CaseHold, case_holds
from institutions.services.filings import attachments, engine, rights, telling
from institutions.services.filings.catalogue import form_of
from institutions.services.filings.naming import name_of_filing
from institutions.services.filings.reviewing import review
from institutions.services.filings.suggesting import suggestions
from institutions.services.teaching import starting
from institutions.views.filings.own import SECTION
from institutions.views.filings.shown import Marks, changes_shown, comments_by_path, sections_of, table_of, value_shown

_ROWS_ON_FORM = 8
_HELD = (FilingKind.ENROLMENT_RETURN, FilingKind.COURSES, FilingKind.CLASS_GROUPS)


class OfOwnFiling(Page):
    """A page about one filing of one's own institution."""

    permission = OWN_FILINGS
    section = SECTION

    @cached_property
    def filing(self) -> Filing:
        rows: Any = Filing.objects.visible_to(self.viewer).filter(institution__in=self.viewer.institution_ids)
        found: Filing | None = (
            rows.select_related("institution__county", "changed_by").filter(public_id=self.kwargs["public_id"]).first()
        )
        if found is None or not rights.may_file(form_of(found.kind), self.viewer):
            raise NotFound
        return found

    @cached_property
    def form_of_kind(self) -> FilingForm:
        return form_of(self.filing.kind)

    @property
    def url(self) -> str:
        return reverse("institutions:my_filing", args=[self.filing.public_id])

    @property
    def name(self) -> str:
        return name_of_filing(self.filing)

    @property
    def sent_version(self) -> int:
        text = self.request.POST.get("version", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.name, self.url)]

    def findings(self) -> list[Finding]:
        return review(self.filing, on=self.on)

    def save(self, payload: Payload, *, editor: str = "", version: int | None = None) -> None:
        self.filing = engine.save_draft(
            filing=self.filing,
            payload=payload,
            expected_version=self.sent_version if version is None else version,
            by=self.viewer,
            at=self.at,
            editor=editor,
        )


class MyFiling(OfOwnFiling):
    """The form while it may be changed; afterwards what was handed in."""

    def get_title(self) -> str:
        return self.name

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.filing.state not in EDITABLE:
            return self.render("institutions/filings/handed_in.html", **self.handed_in())
        return self.show_form(self.filing.payload, all_findings="check" in request.GET)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        payload = self.typed()
        then = request.POST.get("then", "save")
        try:
            self.save(payload, editor=request.POST.get("editor", "")[:24])
            if then == "submit":
                return HttpResponseRedirect(once(request, self.submit))
        except StaleVersion:
            return self.conflict(payload)
        except Problems:
            return self.show_form(
                self.filing.payload, all_findings=True, status=HTTPStatus.UNPROCESSABLE_ENTITY, refused=True
            )
        return HttpResponseRedirect(self.next_url(then))

    def typed(self) -> Payload:
        """What is kept, with what was sent over it."""
        sent = read_form(self.form_of_kind.fields, self.request.POST, self.filing.payload)
        tables = {table.key: rows_of(self.filing.payload, table.key) for table in self.form_of_kind.tables}
        return sent | {key: rows for key, rows in tables.items() if rows}

    def submit(self) -> str:
        self.filing = engine.submit(
            filing=self.filing,
            expected_version=self.filing.version,
            by=self.viewer,
            at=self.at,
        )
        if self.filing.state == FilingState.ACCEPTED:
            messages.success(self.request, gettext("Accepted: it is in force now."))
        else:
            messages.success(self.request, gettext("Handed in. The bureau looks at it and answers here."))
        return self.url

    def next_url(self, then: str) -> str:
        """Where the button that was pressed leads: `table:sites`, `row:sites:2`, `paste:sites`, `file:copy`."""
        verb, _colon, rest = then.partition(":")
        key, _colon, row = rest.partition(":")
        args = [self.filing.public_id, key]
        tables = {table.key for table in self.form_of_kind.tables}
        if verb in ("table", "paste") and key in tables:
            return reverse(f"institutions:my_filing_{verb}", args=args)
        if verb == "row" and key in tables and (row == "new" or row.isdigit()):
            return reverse("institutions:my_filing_row", args=[*args, row])
        if verb == "file" and is_place(self.form_of_kind, self.filing.payload, key):
            return reverse("institutions:my_filing_file", args=args)
        messages.success(self.request, gettext("The draft is saved. Go on whenever you like."))
        return self.url

    def conflict(self, mine: Payload) -> HttpResponse:
        """Somebody else saved in between: both versions, and the form with what was typed here."""
        theirs = Filing.objects.select_related("changed_by", "institution__county").get(pk=self.filing.pk)
        self.filing = theirs
        if theirs.state not in EDITABLE:
            raise StaleVersion
        changes = diff(self.form_of_kind, theirs.payload, mine)
        files = attachments.of_filing(self.form_of_kind, theirs)
        return self.show_form(
            mine,
            all_findings=False,
            status=HTTPStatus.CONFLICT,
            theirs=theirs,
            differences=changes_shown(self.form_of_kind, changes, files),
        )

    def show_form(
        self, payload: Payload, *, all_findings: bool, status: int = HTTPStatus.OK, **more: Any
    ) -> HttpResponse:
        filing, form = self.filing, self.form_of_kind
        found = self.findings()
        shown = [one for one in found if all_findings or not is_missing(one)]
        words = by_field(shown)
        comments = list(filing.comments.filter(version__number=filing.submissions)) if filing.submissions else []
        said = comments_by_path(comments) if filing.state == FilingState.RETURNED else {}
        marks = Marks(attachments.of_filing(form, filing), said, words)
        offered = suggestions(filing, table="", on=self.on)
        inputs = PartForm(form.fields, payload, findings=words, suggestions=offered)
        return self.render(
            "institutions/filings/edit.html",
            status=status,
            filing=filing,
            kind=form,
            form=inputs,
            sections=[self.section_of(section, inputs, payload, marks) for section in form.sections],
            missing=len(found),
            shown_findings=[(self.address_of(one), self.place_of(one), worded(one.code)) for one in shown],
            comments=len(comments) if said else 0,
            why=self.returned_because(),
            editor=self.request.POST.get("editor") or secrets.token_urlsafe(12),
            form_token=secrets.token_urlsafe(16),
            hold=self.hold(),
            **more,
        )

    def hold(self) -> CaseHold | None:
        """Said where students or fees are filed: neither may grow now."""
        if self.filing.kind not in _HELD:
            return None
        return case_holds([self.filing.institution_id], self.on).get(self.filing.institution_id)

    def section_of(self, section: Any, inputs: PartForm, payload: Payload, marks: Marks) -> dict[str, Any]:
        parts: list[dict[str, Any]] = []
        for part in section.parts:
            comments = marks.said.get(part.key, ())
            if not isinstance(part, Field):
                table = table_of(part, payload, marks, most_rows=_ROWS_ON_FORM)
                parts.append({"table": table, "comments": comments})
            elif part.type is FieldType.FILE:
                value = value_shown(part, payload.get(part.key), marks.files)
                findings = marks.found.get(part.key, ())
                parts.append(
                    {
                        "file": part,
                        "label": worded(part.label),
                        "value": value,
                        "findings": findings,
                        "comments": comments,
                    }
                )
            else:
                parts.append({"field": inputs[part.key], "comments": comments})
        return {
            "key": section.key,
            "label": worded(section.label),
            "help": worded(section.help) if section.help else "",
            "parts": parts,
        }

    def address_of(self, finding: Finding) -> str:
        """Where it is put right: the page of the row, or the place on this page."""
        read = read_path(finding.path)
        if read is not None and read[1] and any(table.key == read[0] for table in self.form_of_kind.tables):
            return reverse("institutions:my_filing_row", args=[self.filing.public_id, read[0], read[1]])
        return f"#part-{read[0] if read is not None else ''}"

    def place_of(self, finding: Finding) -> str:
        """The words of a path: 校区 第3行 使用面积."""
        read = read_path(finding.path)
        if read is None:
            return ""
        name, row, column = read
        parts = {part.key: part for part in self.form_of_kind.parts}
        if name not in parts:
            return ""
        part = parts[name]
        words = [worded(part.label)]
        if row and not isinstance(part, Field):
            words.append(gettext("row %(number)s") % {"number": row})
            words += [worded(one.label) for one in part.columns if one.key == column]
        return " ".join(words)

    def returned_because(self) -> str:
        if self.filing.state != FilingState.RETURNED:
            return ""
        row = self.filing.transitions.filter(verb=FilingVerb.RETURN).order_by("-pk").first()
        return row.why if row is not None else ""

    @property
    def again_url(self) -> str:
        """Where the next version of the same thing begins."""
        of_teaching = self.filing.kind in starting.NUMBERED
        return reverse(f"institutions:start_{'teaching' if of_teaching else 'filing'}", args=[self.filing.kind])

    def handed_in(self) -> dict[str, Any]:
        filing, form = self.filing, self.form_of_kind
        marks = Marks(attachments.of_filing(form, filing))
        return {
            "filing": filing,
            "kind": form,
            "sections": sections_of(form, filing.payload, marks),
            "doubts": [telling.unpacked(one) for one in filing.doubts],
            "again_url": self.again_url,
            "may_withdraw": filing.state in OPEN,
            "timeline": timeline_of(filing),
        }


class Autosave(MyFiling):
    """htmx sends the form while it is being filled in; the answer says when it was saved, and the new version."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        stale = False
        try:
            self.save(self.typed(), editor=request.POST.get("editor", "")[:24])
        except StaleVersion:
            stale = True
        return self.render(
            "institutions/filings/saved.html",
            filing=self.filing,
            stale=stale,
            missing=len(self.findings()) if not stale else 0,
            saved_at=f"{localtime(self.at):%H:%M}",
        )


def timeline_of(filing: Filing) -> list[TimelineEntry]:
    rows = filing.transitions.select_related("actor").order_by("-recorded_at", "-pk")
    return [TimelineEntry(row.recorded_at, row.actor.label, FILING_VERB[FilingVerb(row.verb)], row.why) for row in rows]
