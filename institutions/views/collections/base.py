"""What every page of a collection, or of one's part in it, begins with."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, Final

from django.urls import reverse

from cixi_oversight.errors import NotFound
from cixi_oversight.web.views import Page
from institutions.models import Collection, CollectionPart
from institutions.rules.access.collections import ANSWER_FOR_TOWN, ANSWER_OWN
from institutions.rules.collections.sheet import Form
from institutions.services.collections import answering
from institutions.services.collections.common import form_of

SECTION: Final = "collections"
OWN_SECTION: Final = "my.collections"


def collection_url(row: Collection) -> str:
    return reverse("institutions:collection", args=[row.public_id])


class OfCollection(Page):
    section = SECTION

    @cached_property
    def collection(self) -> Collection:
        rows: Any = Collection.objects.visible_to(self.viewer).select_related("county", "created_by")
        found: Collection | None = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.collection.title, collection_url(self.collection))]

    @property
    def parts(self) -> Any:
        """Those that the viewer sees."""
        return CollectionPart.objects.visible_to(self.viewer).filter(collection=self.collection)


class OfPart(Page):
    """One part, in the viewer's scope; `face` says on which side of the portal."""

    section = SECTION
    is_own: ClassVar[bool] = False

    @cached_property
    def part(self) -> CollectionPart:
        rows: Any = CollectionPart.objects.visible_to(self.viewer)
        if self.is_own:
            rows = rows.filter(institution_id__in=self.viewer.institution_ids)
        rows = rows.select_related("collection", "town", "institution__town")
        found: CollectionPart | None = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    @property
    def collection(self) -> Collection:
        found: Collection = self.part.collection
        return found

    @property
    def whose(self) -> str:
        part: Any = self.part
        return str((part.town or part.institution).name)

    def address(self, name: str = "") -> str:
        base = "my_collection" if self.is_own else "collection_part"
        return reverse(f"institutions:{base}{f'_{name}' if name else ''}", args=[self.part.public_id])

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [] if self.is_own else [(self.collection.title, collection_url(self.collection))]

    @cached_property
    def answers(self) -> bool:
        """Whether this viewer fills the part in: its own town, its own institution."""
        if not answering.is_open(self.part):
            return False
        if self.is_own:
            return ANSWER_OWN.allows(self.viewer)
        return ANSWER_FOR_TOWN.allows(self.viewer) and self.part.town_id in self.viewer.town_ids

    @cached_property
    def form(self) -> Form:
        return form_of(self.collection)
