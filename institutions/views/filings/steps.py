"""Small steps of an institution with its own filing: hand a document in, withdraw it."""

from __future__ import annotations

from functools import cached_property

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.documents.enums import FileState, Purpose
from cixi_oversight.documents.errors import Infected, InQuarantine
from cixi_oversight.documents.services import uploads
from cixi_oversight.errors import NotFound
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.words import worded
from institutions.enums.filings import EDITABLE
from institutions.forms.copies import CopyForm
from institutions.forms.filings import WithdrawForm
from institutions.rules.access.filings import OWN_FILINGS
from institutions.rules.filings.places import is_place
from institutions.rules.filings.schema import Field, FieldType, read_path, rows_of
from institutions.services.filings import engine, moving
from institutions.views.filings.editing import OfOwnFiling


class Withdraw(OfOwnFiling, FormPage):
    permission = OWN_FILINGS
    title = _("Withdraw the filing")
    form_class = WithdrawForm
    submit_label = _("Withdraw")
    intro = _("The bureau will not look at it any more. What was in force before stays in force.")

    def get_cancel_url(self) -> str:
        return self.url

    def act(self, form: WithdrawForm) -> str:
        engine.withdraw(filing=self.filing, by=self.viewer, at=self.at, why=form.cleaned_data["why"])
        messages.success(self.request, gettext("The filing is withdrawn."))
        return reverse("institutions:my_filings")


class HandInFile(OfOwnFiling, FormPage):
    """A document for one place of the filing; the place is in the address: `sites[2].lease_copy`."""

    permission = OWN_FILINGS
    form_class = CopyForm
    submit_label = _("Hand in")

    @cached_property
    def place(self) -> tuple[str, int, Field]:
        """(field or table, row or 0, field). Raises NotFound where no document belongs."""
        read = read_path(self.kwargs["place"])
        if read is None or not is_place(self.form_of_kind, self.filing.payload, self.kwargs["place"]):
            raise NotFound
        name, row, column = read
        fields = self.form_of_kind.table(name).columns if row else tuple(self.form_of_kind.fields)
        wanted = column if row else name
        found = next((one for one in fields if one.key == wanted and one.type is FieldType.FILE), None)
        if found is None or self.filing.state not in EDITABLE:
            raise NotFound
        return name, row, found

    def get_title(self) -> str:
        return worded(self.place[2].label)

    def get_cancel_url(self) -> str:
        return self.url

    def act(self, form: CopyForm) -> str:
        name, row, _field = self.place
        stored = uploads.store(
            upload=form.cleaned_data["copy"],
            purpose=Purpose.FILING,
            subject=(moving.SUBJECT, self.filing.pk),
            institution_id=self.filing.institution_id,
            by=self.viewer,
            at=self.at,
            field="copy",
        )
        self.tell(stored.state)
        if stored.state == FileState.REFUSED:
            return self.url
        payload = dict(self.filing.payload)
        if row:
            rows = [dict(line) for line in rows_of(payload, name)]
            rows[row - 1][_field.key] = stored.public_id
            payload[name] = rows
        else:
            payload[name] = stored.public_id
        self.save(payload, version=self.filing.version)
        return self.url

    def tell(self, state: str) -> None:
        if state == FileState.REFUSED:
            messages.error(self.request, worded(Infected().sentence))
        elif state == FileState.QUARANTINED:
            messages.warning(self.request, worded(InQuarantine().sentence))
        else:
            messages.success(self.request, gettext("The document is handed in."))
