"""Collections at the bureau: the list, one of them with its progress by town, the merged sheet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.users.models import Town
from cixi_oversight.web import export
from cixi_oversight.web.badges import badge
from cixi_oversight.web.errors import UnreadableParameter
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.lists import Column as ListColumn
from cixi_oversight.web.lists import ListPage
from cixi_oversight.web.views import Text
from cixi_oversight.web.words import worded
from institutions.enums import Category, LegalForm, Stage
from institutions.enums.collections import (
    Addressee,
    CollectionState,
    CollectionVerb,
    PartState,
    Shape,
)
from institutions.forms.collections import CollectionFilterSet
from institutions.models import Collection
from institutions.rules import labels
from institutions.rules.access.collections import RUN_COLLECTIONS, VIEW_COLLECTIONS
from institutions.rules.collections.workflow import COLLECTION
from institutions.rules.labels.collections import (
    ADDRESSEE,
    COLLECTION_STATE,
    COLLECTION_VERB,
    SHAPE,
    SOURCE,
    TYPE,
)
from institutions.services.collections import reading, sending
from institutions.services.collections.common import audited, columns_of
from institutions.views.collections.base import SECTION, OfCollection, collection_url


class CollectionList(ListPage):
    permission = VIEW_COLLECTIONS
    section = SECTION
    title = _("Collections")
    filterset_class = CollectionFilterSet
    main_filters = ("q", "state", "due_from", "due_to")
    ordering = ("-pk",)
    export_name = _("Collections")
    empty_text = _("No collection yet.")

    def get_columns(self) -> list[ListColumn]:
        return [
            ListColumn("title", _("Title"), lambda row: row.title),
            ListColumn("asked", _("Who answers"), lambda row: worded(ADDRESSEE[Addressee(row.addressee)])),
            ListColumn("due", _("Due on"), lambda row: row.due_on, sort="due_on"),
            ListColumn(
                "state",
                _("State"),
                lambda row: badge("collection", row.state),
                export=lambda row: worded(COLLECTION_STATE[CollectionState(row.state)]),
            ),
            ListColumn("answered", _("Has answered"), lambda row: row.answered, numeric=True),
        ]

    def get_queryset(self) -> Any:
        return Collection.objects.visible_to(self.viewer)

    def annotate_rows(self, rows: list[Any]) -> None:
        found = reading.progress([row.pk for row in rows])
        for row in rows:
            one = found.get(row.pk)
            row.answered = f"{one.answered} / {one.asked}" if one else None

    def row_url(self, row: Any) -> str:
        return collection_url(row)

    def get_primary_action(self) -> tuple[str, Text] | None:
        if not RUN_COLLECTIONS.allows(self.viewer):
            return None
        return reverse("institutions:create_collection"), _("New collection")


class CollectionPage(OfCollection):
    permission = VIEW_COLLECTIONS
    template_name = "institutions/collections/collection.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = request.GET.get("format", "")
        return self.sheet(wanted) if wanted else self.render()

    def sheet(self, kind: str) -> HttpResponseBase:
        """The merged sheet of what is answered, in the viewer's scope."""
        if kind not in export.FORMATS:
            raise UnreadableParameter(name="format")
        row = self.collection
        audited("take_collection_sheet", row, by=self.viewer, at=self.at, format=kind)
        head, lines = reading.merged(row, self.parts)
        return export.respond(f"{row.title}-{self.on:%Y%m%d}", kind, head, lines)

    def get_title(self) -> str:
        return self.collection.title

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.collection
        runs = RUN_COLLECTIONS.allows(self.viewer)
        parts = list(self.parts.select_related("town", "institution__town", "collection"))
        figures = reading.progress([row.pk]).get(row.pk) if runs else None
        return super().context(
            collection=row,
            addressee=worded(ADDRESSEE[Addressee(row.addressee)]),
            shape=worded(SHAPE[Shape(row.shape)]),
            scope=self.about_whom(),
            columns=self.columns(),
            progress=figures,
            towns=self.towns(parts),
            parts=[self.line(part) for part in sorted(parts, key=_urgency)],
            parts_by_town=row.addressee == Addressee.TOWNS,
            verbs=self.verbs(),
            may_change=runs and row.state == CollectionState.DRAFT,
            may_remind=runs and row.state == CollectionState.SENT,
            waits_count=sum(part.state == PartState.SUBMITTED for part in parts) if runs else 0,
            has_answers=any(part.state in (PartState.SUBMITTED, PartState.ACCEPTED) for part in parts),
            would_ask=self.would_ask() if runs and row.state == CollectionState.DRAFT else None,
            timeline=self.timeline(),
            **more,
        )

    def about_whom(self) -> str:
        """Whom it is about, in words."""
        row = self.collection
        named = [town.name for town in Town.objects.filter(pk__in=row.towns)] or [gettext("all towns")]
        for value, kind, table in (
            (row.category, Category, labels.CATEGORY),
            (row.stage, Stage, labels.STAGE),
            (row.legal_form, LegalForm, labels.LEGAL_FORM),
        ):
            if value:
                named.append(worded(table[kind(value)]))
        return gettext(", ").join(named)

    def columns(self) -> list[dict[str, Any]]:
        return [
            {
                "column": column,
                "type": worded(TYPE[column.type]),
                "choices": "、".join(column.choices),
                "source": worded(SOURCE[column.source]) if column.source else "",
            }
            for column in columns_of(self.collection).values()
        ]

    def would_ask(self) -> dict[str, int]:
        """How many would be asked if it went out now."""
        rows = sending.asked_institutions(self.collection)
        return {
            "towns": len(sending.asked_towns(self.collection)),
            "institutions": rows.count(),
            "without_town": rows.filter(town=None).count(),
        }

    def towns(self, parts: list[Any]) -> list[dict[str, Any]]:
        """Progress by town, where institutions answer themselves."""
        if self.collection.addressee == Addressee.TOWNS or not parts:
            return []
        found = reading.by_town(self.parts)
        names = {town.pk: town.name for town in Town.objects.filter(pk__in=[pk for pk in found if pk])}
        lines = [{"name": names.get(pk or 0, gettext("Without a town")), "progress": one} for pk, one in found.items()]
        return sorted(lines, key=lambda line: (line["progress"].share, line["name"]))

    def line(self, part: Any) -> dict[str, Any]:
        return {
            "part": part,
            "name": part.town.name if part.town else part.institution.name,
            "second": part.institution.town.name if part.institution and part.institution.town else "",
            "url": reverse("institutions:collection_part", args=[part.public_id]),
            "late": reading.late(part, self.on) if self.collection.state == CollectionState.SENT else 0,
        }

    def verbs(self) -> list[tuple[str, str, str]]:
        """(key, address, words) of what this viewer may do."""
        row = self.collection
        return [
            (
                move.verb,
                reverse(f"institutions:collection_{move.verb}", args=[row.public_id]),
                worded(COLLECTION_VERB[CollectionVerb(move.verb)]),
            )
            for move in COLLECTION.open_to(row.state, self.viewer)
        ]

    def timeline(self) -> list[TimelineEntry]:
        rows = self.collection.transitions.select_related("actor").order_by("-recorded_at", "-pk")
        return [
            TimelineEntry(row.recorded_at, row.actor.label, COLLECTION_VERB[CollectionVerb(row.verb)], row.why)
            for row in rows
        ]


def _urgency(part: Any) -> tuple[int, str]:
    """What the bureau has to look at comes first, then what is owed."""
    order = {PartState.SUBMITTED: 0, PartState.RETURNED: 1, PartState.WAITING: 2, PartState.ACCEPTED: 3}
    name = part.town.code if part.town else part.institution.name
    return order[PartState(part.state)], name
