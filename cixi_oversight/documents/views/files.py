"""A file that somebody handed in: saved by the browser, never opened in it; its small picture; the staff's list."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cixi_oversight.csp import SANDBOX
from cixi_oversight.documents.enums import FileKind, Purpose
from cixi_oversight.documents.forms import FileFilterSet
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.rules.access import OPEN_FILE, VIEW_FILES
from cixi_oversight.documents.rules.files.kinds import MEDIA_TYPES
from cixi_oversight.documents.rules.files.labels import PURPOSES
from cixi_oversight.documents.rules.files.names import attachment
from cixi_oversight.documents.services import reading
from cixi_oversight.errors import NotFound
from cixi_oversight.web import subjects
from cixi_oversight.web.badges import badge
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.tags import moment
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded

# Whatever a file holds, it may do nothing here: no script, no other source, no copy kept, no other site's page.
LOCKED_DOWN: Final = {
    "Content-Security-Policy": SANDBOX,
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store, private",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class OfFile(Page):
    """Within the scope of what the file belongs to; outside of it there is no such file."""

    permission = OPEN_FILE

    @cached_property
    def file(self) -> StoredFile:
        found: StoredFile | None = (
            StoredFile.objects.visible_to(self.viewer).filter(public_id=self.kwargs["public_id"]).first()
        )
        if found is None:
            raise NotFound
        return found


class OpenFile(OfFile):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        content = reading.take_out(self.file, by=self.viewer, at=self.at)
        media_type = MEDIA_TYPES[FileKind(self.file.kind)]
        headers = LOCKED_DOWN | {"Content-Disposition": attachment(self.file.offered_name)}
        headers |= {"Content-Length": str(self.file.size_bytes)}
        return StreamingHttpResponse(content, content_type=media_type, headers=headers)


class Thumbnail(OfFile):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        content = reading.thumbnail(self.file)
        headers = LOCKED_DOWN | {"Content-Disposition": 'inline; filename="thumbnail.jpg"'}
        return HttpResponse(content, content_type="image/jpeg", headers=headers)


def _name(row: StoredFile) -> SafeString:
    size = filesizeformat(row.size_bytes)
    return format_html('{}<span class="second d-block">{} · {}</span>', row.original_name, row.kind.upper(), size)


def _belongs_to(row: Any) -> SafeString | str:
    title, url = row.belongs_to
    return format_html('<a href="{}">{}</a>', url, title) if url else title


class FileList(ListPage):
    permission = VIEW_FILES
    section = "files"
    title = _("Uploaded files")
    filterset_class = FileFilterSet
    main_filters = ("q", "state", "kind", "purpose")
    ordering = ("-stored",)
    export_name = _("Uploaded files")
    empty_text = _("No file matches. Files are handed in where they belong, such as with a permit or a registration.")

    def get_columns(self) -> list[Column]:
        return [
            Column("name", _("File"), _name, export=lambda row: row.original_name),
            Column("belongs_to", _("Belongs to"), _belongs_to, export=lambda row: row.belongs_to[0]),
            Column("purpose", _("Handed in as"), lambda row: worded(PURPOSES[Purpose(row.purpose)])),
            Column(
                "state",
                _("Virus scan"),
                lambda row: badge("documents.file", row.shown_state),
                export=lambda row: row.shown_state,
            ),
            Column("found", _("Found by the scanner"), lambda row: row.signature, default=False),
            Column("by", _("Handed in by"), lambda row: row.owner.label),
            Column("stored", _("Handed in on"), lambda row: moment(row.stored_at), sort="stored_at"),
            Column("bytes", _("Bytes"), lambda row: row.size_bytes, numeric=True, sort="size_bytes", default=False),
            Column("pages", _("Pages"), lambda row: row.pages or "", numeric=True, default=False),
            Column("sha256", _("SHA-256"), lambda row: row.sha256, default=False),
        ]

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = StoredFile.objects.visible_to(self.viewer).select_related("owner")
        return rows

    def annotate_rows(self, rows: list[Any]) -> None:
        found = subjects.links(self.viewer, [(row.subject_kind, row.subject_id) for row in rows])
        for row in rows:
            row.belongs_to = found.get((row.subject_kind, row.subject_id), ("—", ""))

    def row_url(self, row: StoredFile) -> str:
        return reverse("documents:file", args=[row.public_id]) if row.is_open else ""
