"""A record as it was, also when a newer one has replaced it; and the form that enters or corrects one."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse

from cixi_oversight.documents.services import uploads
from cixi_oversight.errors import NotFound
from cixi_oversight.web.words import worded
from institutions.models import Institution
from institutions.rules.access import RECORD_FILINGS, RECORD_LICENCES, VIEW_REGISTER
from institutions.services.copies import PURPOSES
from institutions.services.links import file_url
from institutions.views import kinds
from institutions.views.common import InstitutionForm, OfInstitution, fetch


class OfRecord(OfInstitution):
    """The record is named in the address; its institution decides the scope."""

    kind: ClassVar[kinds.Kind] = kinds.PERMIT  # named by the address

    @cached_property
    def record(self) -> Any:
        scope = Institution.objects.visible_to(self.viewer)
        rows = self.kind.model.objects.filter(institution__in=scope).select_related("recorded_by")
        found = rows.filter(public_id=self.kwargs["record_id"]).first()
        if found is None:
            raise NotFound
        return found

    @cached_property
    def institution(self) -> Institution:
        return fetch(self.viewer, self.record.institution.public_id)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.institution.name, file_url(self.institution, self.kind.tab))]


class RecordPage(OfRecord):
    permission = VIEW_REGISTER
    template_name = "institutions/record.html"

    def get_title(self) -> str:
        return f"{worded(self.kind.label)} {self.kind.title(self.record)}"

    @cached_property
    def versions(self) -> list[Any]:
        """All rows that replaced one another up to and after this one, newest first."""
        rows = self.kind.model.objects.filter(institution=self.record.institution_id).select_related("recorded_by")
        by_id = {row.pk: row for row in rows}
        successor = {row.supersedes_id: row.pk for row in by_id.values() if row.supersedes_id}
        newest = self.record.pk
        while newest in successor:
            newest = successor[newest]
        found = []
        step: int | None = newest
        while step is not None:
            found.append(by_id[step])
            step = by_id[step].supersedes_id
        return found

    @property
    def takes_copies(self) -> bool:
        return self.kind.key in PURPOSES

    def context(self, **more: Any) -> dict[str, Any]:
        name = f"institutions:{self.kind.key}"
        versions = [(row, reverse(name, args=[row.public_id]), row == self.record) for row in self.versions]
        newer = [pair for pair in versions if pair[0].supersedes_id == self.record.pk]
        stands = not newer
        correct = stands and self.kind.permission.allows(self.viewer)
        return super().context(
            record=self.record,
            institution=self.institution,
            kind=self.kind,
            lines=self.kind.lines(self.record),
            versions=versions if len(versions) > 1 else [],
            copies=uploads.of((self.kind.key, self.record.pk)) if self.takes_copies else None,
            copy_url=reverse(f"institutions:copy_{self.kind.key}", args=[self.record.public_id])
            if self.takes_copies and self.kind.permission.allows(self.viewer)
            else "",
            newer=newer[0] if newer else None,
            correct_url=reverse(f"institutions:correct_{self.kind.key}", args=[self.record.public_id])
            if correct
            else "",
            **more,
        )


class RecordForm(InstitutionForm):
    """Enter a record of the institution named in the address, or correct the record named there."""

    kind: ClassVar[kinds.Kind] = kinds.PERMIT  # named by the address

    @cached_property
    def record(self) -> Any:
        """The standing record to be replaced; None for a new one."""
        if "record_id" not in self.kwargs:
            return None
        scope = Institution.objects.visible_to(self.viewer)
        rows = self.kind.model.objects.filter(institution__in=scope).select_related("institution")
        found = rows.filter(public_id=self.kwargs["record_id"]).first()
        if found is None:
            raise NotFound
        return found

    @cached_property
    def institution(self) -> Institution:
        if self.record is not None:
            return fetch(self.viewer, self.record.institution.public_id)
        return fetch(self.viewer, self.kwargs["public_id"])

    @property
    def form_class(self) -> Any:  # type: ignore[override]
        return self.kind.form

    @property
    def tab(self) -> str:  # type: ignore[override]
        return self.kind.tab

    def get_title(self) -> str:
        return worded(self.kind.correct if self.record is not None else self.kind.record)

    def form_kwargs(self) -> dict[str, Any]:
        return {"on": self.on, "county_ids": self.county_ids, "correcting": self.record is not None}

    def get_initial(self) -> dict[str, Any]:
        if self.record is None:
            return {}
        names = [name for name in self.kind.form.base_fields if name != "why"]
        values = {name: getattr(self.record, name) for name in names}
        if "authority" in values:
            values["authority"] = self.record.authority_id
        return values

    def act(self, form: Any) -> str:
        made = self.kind.write(
            institution=self.institution, by=self.viewer, at=self.at, supersedes=self.record, **form.values
        )
        return reverse(f"institutions:{self.kind.key}", args=[made.public_id])


class LicenceForm(RecordForm):
    permission = RECORD_LICENCES


class FilingForm(RecordForm):
    permission = RECORD_FILINGS
