"""Collections at the bureau: the list, one of them with its progress by town, drawing up, sending, the merged sheet."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import Forbidden, NotFound
from cixi_oversight.users.models import County, Town
from cixi_oversight.web import export
from cixi_oversight.web.badges import badge
from cixi_oversight.web.errors import UnreadableParameter
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.forms import FormPage, once
from cixi_oversight.web.lists import Column as ListColumn
from cixi_oversight.web.lists import ListPage
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded
from institutions.enums import Category, LegalForm, Stage
from institutions.enums.collections import (
    Addressee,
    CollectionState,
    CollectionVerb,
    PartState,
    Shape,
)
from institutions.forms.collections import CollectionFilterSet, CollectionForm, MoveDueForm, ReasonForm, SureForm
from institutions.models import Collection, CollectionPart
from institutions.rules import labels
from institutions.rules.access.collections import RUN_COLLECTIONS, VIEW_COLLECTIONS
from institutions.rules.collections.columns import COLUMNS_MAX
from institutions.rules.collections.workflow import COLLECTION
from institutions.rules.labels.collections import (
    ADDRESSEE,
    COLLECTION_STATE,
    COLLECTION_VERB,
    SHAPE,
    SOURCE,
    TYPE,
)
from institutions.services.collections import deciding, defining, reading, sending
from institutions.services.collections.common import audited, columns_of

SECTION = "collections"


def collection_url(row: Collection) -> str:
    return reverse("institutions:collection", args=[row.public_id])


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


class _Draw(FormPage):
    """The form of what is asked, with its table of columns."""

    permission = RUN_COLLECTIONS
    section = SECTION
    form_class = CollectionForm
    template_name = "institutions/collections/form.html"

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(columns_max=COLUMNS_MAX, **more)

    def form_kwargs(self) -> dict[str, Any]:
        return {"county_ids": self.viewer.county_ids, "columns": self.known_columns()}

    def known_columns(self) -> list[Any]:
        return []


class Create(_Draw):
    title = _("New collection")
    submit_label = _("Save the draft")

    def get_initial(self) -> dict[str, Any]:
        return {
            "addressee": Addressee.TOWNS,
            "shape": Shape.INSTITUTIONS,
            "due_on": self.on + dt.timedelta(days=7),
        }

    def get_cancel_url(self) -> str:
        return reverse("institutions:collections")

    def act(self, form: CollectionForm) -> str:
        county = County.objects.filter(pk__in=self.viewer.county_ids).order_by("pk").first()
        if county is None:
            raise Forbidden
        return collection_url(defining.create_collection(county=county, by=self.viewer, at=self.at, **form.ask))


class Change(OfCollection, _Draw):
    title = _("Change the collection")

    def get_initial(self) -> dict[str, Any]:
        row = self.collection
        names = ("title", "about", "addressee", "shape", "due_on", "category", "stage", "legal_form", "version")
        return {name: getattr(row, name) for name in names} | {"towns": row.towns}

    def known_columns(self) -> list[Any]:
        return list(columns_of(self.collection).values())

    def get_cancel_url(self) -> str:
        return collection_url(self.collection)

    def act(self, form: CollectionForm) -> str:
        row = defining.change_collection(
            collection=self.collection, expected_version=self.version, by=self.viewer, at=self.at, **form.ask
        )
        return collection_url(row)


class _Verb(OfCollection, FormPage):
    """A verb of the table; the service decides again."""

    permission = RUN_COLLECTIONS
    verb: ClassVar[CollectionVerb]

    def get_title(self) -> str:
        return worded(COLLECTION_VERB[self.verb])

    def get_cancel_url(self) -> str:
        return collection_url(self.collection)

    def show(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.method == "GET":
            COLLECTION.move(self.collection.state, self.verb)
        self.submit_label = COLLECTION_VERB[self.verb]
        return super().show(*args, **kwargs)

    def act(self, form: Any) -> str:
        why = form.cleaned_data.get("why", "")
        deciding.move_collection(collection=self.collection, verb=self.verb, why=why, by=self.viewer, at=self.at)
        return collection_url(self.collection)


class Send(_Verb):
    verb = CollectionVerb.SEND
    form_class = SureForm
    intro: Text = _("Everybody who is asked gets a message; the columns cannot be changed afterwards.")

    def act(self, form: Any) -> str:
        asked = sending.send(collection=self.collection, by=self.viewer, at=self.at)
        said = ngettext("Sent to %(n)s recipient.", "Sent to %(n)s recipients.", asked)
        messages.success(self.request, said % {"n": asked})
        return collection_url(self.collection)


class MoveDue(_Verb):
    verb = CollectionVerb.MOVE_DUE
    form_class = MoveDueForm
    intro: Text = _("Whoever still owes an answer is told the new day and the reason.")

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": max(self.collection.due_on, self.on) + dt.timedelta(days=3)}

    def act(self, form: Any) -> str:
        deciding.move_due(collection=self.collection, by=self.viewer, at=self.at, **form.cleaned_data)
        return collection_url(self.collection)


class Close(_Verb):
    verb = CollectionVerb.CLOSE
    form_class = SureForm
    intro: Text = _("Nothing can be handed in afterwards, until you open it again.")


class Reopen(_Verb):
    verb = CollectionVerb.REOPEN
    form_class = ReasonForm


class Withdraw(_Verb):
    verb = CollectionVerb.WITHDRAW
    form_class = ReasonForm
    intro: Text = _("Nobody sees it any more; what was answered is kept.")


class _Button(OfCollection):
    """A button: does one thing, says how many, and goes back."""

    permission = RUN_COLLECTIONS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return HttpResponseRedirect(collection_url(self.collection))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return HttpResponseRedirect(once(request, self.act))

    def act(self) -> str:
        raise NotImplementedError


class Remind(_Button):
    def act(self) -> str:
        told = deciding.remind(collection=self.collection, by=self.viewer, at=self.at)
        said = ngettext("%(n)s recipient was reminded.", "%(n)s recipients were reminded.", told)
        messages.success(self.request, said % {"n": told})
        return collection_url(self.collection)


class AcceptAll(_Button):
    def act(self) -> str:
        taken = deciding.accept_all(collection=self.collection, by=self.viewer, at=self.at)
        said = ngettext("%(n)s answer was taken over.", "%(n)s answers were taken over.", taken)
        messages.success(self.request, said % {"n": taken})
        return collection_url(self.collection)
