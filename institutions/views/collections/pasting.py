"""Answering a collection with a sheet from Excel."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import DomainError
from cixi_oversight.imports.services.sheets import read_file
from cixi_oversight.web.forms import FormPage
from institutions.enums.collections import Shape
from institutions.errors.collections import NotOpenForAnswers
from institutions.forms.collections import PasteForm
from institutions.rules.access.collections import ANSWER_FOR_TOWN
from institutions.rules.collections.columns import ROWS_MAX
from institutions.rules.filings.pasting import cells_of
from institutions.services.collections import answering
from institutions.views.collections.base import OfPart


class PastePage(OfPart, FormPage):
    """A sheet from Excel, as text or as a file. What cannot be read stays in the box, with row and column named."""

    permission = ANSWER_FOR_TOWN
    title = _("Paste a sheet")
    form_class = PasteForm
    submit_label = _("Take the rows in")
    template_name = "institutions/collections/paste.html"

    def form_kwargs(self) -> dict[str, Any]:
        return {"is_free": self.collection.shape == Shape.FREE}

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.part.version}

    def get_cancel_url(self) -> str:
        return self.address()

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(
            columns=self.form_columns,
            by_institution=self.collection.shape == Shape.INSTITUTIONS,
            whose=self.whose,
            **more,
        )

    @property
    def form_columns(self) -> list[Any]:
        return list(self.form.columns.values())

    def get_form(self, **kwargs: Any) -> Any:
        """A file is read into the box, so that it can be put right there."""
        data = kwargs.get("data")
        files = kwargs.get("files") or {}
        upload = files.get("file") if files else None
        if data is None or upload is None:
            return super().get_form(**kwargs)
        form = super().get_form(**kwargs)
        if not self.answers:
            return form
        try:
            rows = read_file(name=upload.name or "", data=upload.read(), most=ROWS_MAX)
        except DomainError as error:
            form.is_valid()
            form.add_refusal(error)
            return form
        filled = data.copy()
        filled["text"] = _as_text(rows)
        return super().get_form(data=filled)

    def act(self, form: PasteForm) -> str:
        if not self.answers:
            raise NotOpenForAnswers
        text = form.cleaned_data["text"]
        read = answering.paste(
            part=self.part,
            cells=cells_of(text),
            adds=form.cleaned_data.get("adds", False),
            expected_version=self.version,
            by=self.viewer,
            at=self.at,
        )
        said = ngettext("%(n)s row was taken in.", "%(n)s rows were taken in.", len(read.rows))
        messages.success(self.request, said % {"n": len(read.rows)})
        if read.left_out:
            names = gettext(", ").join(read.left_out[:6])
            left = gettext("Columns left out, they have no place here: %(names)s")
            messages.warning(self.request, left % {"names": names})
        return f"{self.address()}?check=1"


def _as_text(rows: list[list[str]]) -> str:
    made = io.StringIO()
    csv.writer(made, delimiter="\t", lineterminator="\n").writerows(rows)
    return made.getvalue()
