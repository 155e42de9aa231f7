"""What the pages of one person share: the person is fetched within the viewer's scope, or not at all."""

from __future__ import annotations

from functools import cached_property

from cixi_oversight.errors import NotFound
from cixi_oversight.personal.enums import Field, Kind
from cixi_oversight.personal.models import Person
from cixi_oversight.personal.rules import labels
from cixi_oversight.web import subjects
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded


class OfPerson(Page):
    """Belongs to the section of its subject, not to one of its own."""

    @cached_property
    def person(self) -> Person:
        rows = Person.objects.visible_to(self.viewer).select_related("created_by", "changed_by")
        found = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    @cached_property
    def subject(self) -> tuple[str, str]:
        """(title, url) of what the person belongs to."""
        key = (self.person.subject_kind, self.person.subject_id or 0)
        return subjects.links(self.viewer, [key]).get(key, ("", ""))

    def get_title(self) -> str:
        return worded(labels.KIND[Kind(self.person.kind)])

    def breadcrumbs(self) -> list[tuple[str, str]]:
        title, url = self.subject
        return [(title, url)] if url else []


class OfField(OfPerson):
    """One field of a person; a word that is no field is not found."""

    @cached_property
    def field(self) -> Field:
        try:
            return Field(self.kwargs["field"])
        except ValueError:
            raise NotFound from None
