"""Copies of permits and registrations: handed in by the bureau on the record, by an institution's owner on /my/."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.documents.enums import FileState
from cixi_oversight.documents.errors import Infected, InQuarantine
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.rules.files.limits import MIB
from cixi_oversight.documents.services import uploads
from cixi_oversight.errors import msg
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded
from institutions.forms.copies import CopyForm
from institutions.models import Institution
from institutions.rules.access import ADD_OWN_COPY, RECORD_LICENCES, VIEW_OWN_LICENCES
from institutions.services.copies import add_copy, copies_of, kind_of
from institutions.views import kinds
from institutions.views.records import OfRecord

OWN_SECTION = "my.licences"


class AddCopy(OfRecord, FormPage):
    permission = RECORD_LICENCES
    form_class = CopyForm
    submit_label = _("Hand in")

    def get_title(self) -> str:
        return gettext("Hand in a copy: %(name)s") % {"name": kinds.title_of(self.record)}

    def get_cancel_url(self) -> str:
        return reverse(f"institutions:{self.kind.key}", args=[self.record.public_id])

    @property
    def intro(self) -> Text:  # type: ignore[override]
        caps = uploads.limits(self.on)
        return msg(
            "At most %(megabytes)s MB and %(pages)s pages. Check that it is complete and legible; what a camera notes "
            "of place and time is taken out.",
            megabytes=caps.file_bytes // MIB,
            pages=caps.pages,
        )

    def act(self, form: CopyForm) -> str:
        row = add_copy(record=self.record, upload=form.cleaned_data["copy"], by=self.viewer, at=self.at)
        self._tell(row)
        return self.get_cancel_url()

    def _tell(self, row: StoredFile) -> None:
        """Handed in is not always to be opened: say so at once."""
        if row.state == FileState.REFUSED:
            messages.error(self.request, worded(Infected().sentence))
        elif row.state == FileState.QUARANTINED:
            messages.warning(self.request, worded(InQuarantine().sentence))
        else:
            messages.success(self.request, gettext("The copy is handed in."))


class AddOwnCopy(AddCopy):
    permission = ADD_OWN_COPY
    section = OWN_SECTION
    template_name = "institutions/my_copy.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    def get_cancel_url(self) -> str:
        return reverse("institutions:my_licences")


class OwnLicences(Page):
    """What the bureau has on record of one's own institutions, with the copies."""

    permission = VIEW_OWN_LICENCES
    section = OWN_SECTION
    title = _("Permit and registration")
    template_name = "institutions/my_licences.html"

    @cached_property
    def own(self) -> list[Institution]:
        rows = Institution.objects.visible_to(self.viewer).filter(pk__in=self.viewer.institution_ids)
        return list(rows.order_by("name", "pk"))

    def context(self, **more: Any) -> dict[str, Any]:
        may_add = ADD_OWN_COPY.allows(self.viewer)
        return super().context(
            own=[(row, [shown(record, files, may_add) for record, files in copies_of(row)]) for row in self.own], **more
        )


def shown(record: Any, files: list[StoredFile], may_add: bool) -> dict[str, Any]:
    kind = kinds.KINDS[kind_of(record)]
    return {
        "title": kinds.title_of(record),
        "lines": kind.lines(record),
        "files": files,
        "add_url": reverse(f"institutions:my_copy_{kind.key}", args=[record.public_id]) if may_add else "",
    }
