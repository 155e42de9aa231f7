"""Tables of a filing: all rows, one row to a page (which fits a phone), and pasting from Excel."""

from __future__ import annotations

import secrets
from functools import cached_property
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext

from cixi_oversight.errors import NotFound, StaleVersion
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.words import worded
from institutions.enums.filings import EDITABLE, FilingState
from institutions.errors.filings import TooManyRows
from institutions.forms.filings import PartForm, PasteForm, by_field, choice_words, headings, read_form
from institutions.rules.filings.checking import is_missing
from institutions.rules.filings.pasting import pasteable, read_rows
from institutions.rules.filings.schema import FieldType, Table, row_path, rows_of
from institutions.services.filings import attachments
from institutions.services.filings.sheets import cells
from institutions.services.filings.suggesting import suggestions
from institutions.views.filings.editing import OfOwnFiling
from institutions.views.filings.shown import Marks, row_title, table_of, value_shown

_PAGE: Final = 100


class OfTable(OfOwnFiling):
    @cached_property
    def table(self) -> Table:
        found = next((one for one in self.form_of_kind.tables if one.key == self.kwargs["table"]), None)
        if found is None or self.filing.state not in EDITABLE:
            raise NotFound
        return found

    @property
    def rows(self) -> list[dict[str, Any]]:
        return rows_of(self.filing.payload, self.table.key)

    @property
    def table_url(self) -> str:
        return reverse("institutions:my_filing_table", args=[self.filing.public_id, self.table.key])

    def save_rows(self, rows: list[dict[str, Any]], *, version: int | None = None) -> None:
        self.save(self.filing.payload | {self.table.key: rows}, version=version)


class TablePage(OfTable):
    """All rows, a hundred at a time, those to be put right always first in sight."""

    template_name = "institutions/filings/rows.html"

    def get_title(self) -> str:
        return worded(self.table.label)

    def context(self, **more: Any) -> dict[str, Any]:
        first = self.first
        marks = Marks(attachments.of_filing(self.form_of_kind, self.filing), {}, by_field(self.findings()))
        shown = table_of(self.table, self.filing.payload, marks, most_rows=_PAGE, first=first)
        bad = [row for row in shown.rows if row.troubled]
        return super().context(
            filing=self.filing,
            shown=shown,
            bad=bad,
            rows=[row for row in shown.rows if first <= row.number < first + _PAGE],
            first=first,
            next_first=first + _PAGE if shown.count >= first + _PAGE else 0,
            previous_first=max(first - _PAGE, 1) if first > 1 else 0,
            back_url=self.url,
            **more,
        )

    @property
    def first(self) -> int:
        text = self.request.GET.get("from", "1")
        return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


class RowPage(OfTable):
    """One row: change it, take it out, or enter a new one."""

    template_name = "institutions/filings/row.html"

    @cached_property
    def number(self) -> int:
        """From 1; one more than there are for a new row."""
        text = self.kwargs["row"]
        if text == "new":
            return len(self.rows) + 1
        if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= len(self.rows)):
            raise NotFound
        return int(text)

    @property
    def is_new(self) -> bool:
        return self.kwargs["row"] == "new"

    @property
    def row(self) -> dict[str, Any]:
        return {} if self.is_new else self.rows[self.number - 1]

    def get_title(self) -> str:
        if self.is_new:
            return gettext("New row: %(table)s") % {"table": worded(self.table.label)}
        return row_title(self.table, self.row, self.number)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [*super().breadcrumbs(), (worded(self.table.label), self.table_url)]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.show(self.row)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        then = request.POST.get("then", "save")
        if self.is_new and len(self.rows) >= self.table.max_rows:
            raise TooManyRows(count=len(self.rows) + 1, most=self.table.max_rows)
        typed = read_form(self.table.columns, request.POST, self.row)
        rows = list(self.rows)
        if then == "remove" and not self.is_new:
            del rows[self.number - 1]
        elif self.is_new:
            rows.append(typed)
        else:
            rows[self.number - 1] = typed
        number, was_new = self.number, self.is_new
        try:
            self.save_rows(rows)
        except StaleVersion:
            self.filing = (
                type(self.filing).objects.select_related("institution__county", "changed_by").get(pk=self.filing.pk)
            )
            return self.show(typed, status=HTTPStatus.CONFLICT, stale=True)
        return HttpResponseRedirect(self.next_url(then, number, was_new))

    def next_url(self, then: str, number: int, was_new: bool) -> str:
        if then.startswith("file:"):
            path = row_path(self.table.key, number, then.removeprefix("file:"))
            return reverse("institutions:my_filing_file", args=[self.filing.public_id, path])
        if then == "another":
            return reverse("institutions:my_filing_row", args=[self.filing.public_id, self.table.key, "new"])
        return f"{self.url}#{self.table.key}"

    def show(self, values: dict[str, Any], *, status: int = HTTPStatus.OK, stale: bool = False) -> HttpResponse:
        found = [] if self.is_new else self.findings()
        path = row_path(self.table.key, min(self.number, max(len(self.rows), 1)))
        words = by_field([one for one in found if not is_missing(one)], prefix=f"{path}.")
        missing = by_field([one for one in found if is_missing(one)], prefix=f"{path}.")
        files = attachments.of_filing(self.form_of_kind, self.filing)
        offered = suggestions(self.filing, table=self.table.key, on=self.on)
        return self.render(
            status=status,
            filing=self.filing,
            form=PartForm(self.table.columns, values, findings=words | missing, suggestions=offered),
            files=[
                (one.key, worded(one.label), value_shown(one, values.get(one.key), files))
                for one in self.table.columns
                if one.type is FieldType.FILE
            ],
            is_new=self.is_new,
            said=self.said(),
            stale=stale,
            theirs=None if self.is_new or not stale or self.number > len(self.rows) else self.present(),
            back_url=self.url,
            form_token=secrets.token_urlsafe(16),
        )

    def said(self) -> list[tuple[str, str]]:
        """(column, comment) of what the bureau said of this row when it gave the filing back."""
        if self.is_new or self.filing.state != FilingState.RETURNED:
            return []
        comments = self.filing.comments.filter(version__number=self.filing.submissions, path__startswith=self.path)
        names = {row_path(self.table.key, self.number, one.key): worded(one.label) for one in self.table.columns}
        return [(names.get(one.path, ""), one.text) for one in comments if one.path in {self.path, *names}]

    @property
    def path(self) -> str:
        return row_path(self.table.key, self.number)

    def present(self) -> list[tuple[str, Any]]:
        """The row as somebody else has saved it."""
        return [(worded(one.label), value_shown(one, self.row.get(one.key))) for one in self.table.columns]


class Paste(OfTable, FormPage):
    """Cells from Excel; what cannot be read is kept as it stands and named with row and column."""

    form_class = PasteForm
    template_name = "institutions/filings/paste.html"

    def get_title(self) -> str:
        return gettext("Paste from Excel: %(table)s") % {"table": worded(self.table.label)}

    def get_cancel_url(self) -> str:
        return self.url

    def get_initial(self) -> dict[str, Any]:
        return {"mode": "replace", "version": self.filing.version}

    def context(self, **more: Any) -> dict[str, Any]:
        columns = [worded(column.label) for column in pasteable(self.table)]
        return super().context(columns=columns, most=self.table.max_rows, **more)

    def act(self, form: PasteForm) -> str:
        upload = form.cleaned_data.get("sheet")
        read = cells(text=form.cleaned_data.get("cells") or "", data=upload.read() if upload else b"")
        pasted = read_rows(self.table, read, headings=headings(self.table), words=choice_words(self.table.columns))
        before = self.rows if form.cleaned_data["mode"] == "append" else []
        if len(before) + len(pasted.rows) > self.table.max_rows:
            raise TooManyRows(count=len(before) + len(pasted.rows), most=self.table.max_rows)
        self.save_rows([*before, *pasted.rows], version=self.version)
        for remark in pasted.remarks:
            messages.warning(self.request, worded(remark))
        bad = {one.path.partition("]")[0] for one in self.findings() if one.path.startswith(f"{self.table.key}[")}
        if bad:
            text = gettext("%(count)s rows read; %(bad)s of them are to be put right. Nothing was lost.")
            messages.warning(self.request, text % {"count": len(pasted.rows), "bad": len(bad)})
        else:
            messages.success(self.request, gettext("%(count)s rows read.") % {"count": len(pasted.rows)})
        return self.table_url
