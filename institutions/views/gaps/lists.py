"""Gap lists: all within one's scope, one of them, a new one by hand, and its end."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.desk.rules.access import ASSIGN
from cixi_oversight.desk.services.links import assign_url
from cixi_oversight.errors import NotFound
from cixi_oversight.web.badges import badge
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.forms import FormPage, OfficeForm
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded
from institutions.enums.gaps import GapListState, GapState, GapVerb, StandardKey, StandardUnit
from institutions.forms.gaps import DecideForm, GapFilterSet, OpenListForm
from institutions.models import GapList, GapTransition
from institutions.rules import labels
from institutions.rules.access.gaps import DECIDE_GAPS, OPEN_GAPS, VIEW_GAPS
from institutions.rules.gaps.assess import assess
from institutions.rules.gaps.workflow import GAP
from institutions.rules.labels.gaps import GAP_LIST_STATE, GAP_VERB, STANDARD_KEY
from institutions.services.gaps import end_gap_list, open_gap_list
from institutions.services.gaps.items import may_decide
from institutions.services.gaps.lists import SUBJECT
from institutions.services.gaps.reading import items_of, with_counts
from institutions.services.gaps.standards import in_force, known_of
from institutions.services.links import file_url
from institutions.views.common import OfInstitution
from institutions.views.transition.common import SECTION, TransitionPage, left_pill
from institutions.views.words import in_words


def list_url(row: GapList) -> str:
    return reverse("institutions:gap_list", args=[row.public_id])


def _closed(row: Any) -> SafeString:
    waiting = gettext("%(n)s waiting") % {"n": row.gaps_waiting} if row.gaps_waiting else ""
    done = row.gaps - row.gaps_open - row.gaps_waiting
    return format_html('{} / {}<span class="second d-block">{}</span>', done, row.gaps, waiting)


class GapLists(TransitionPage, ListPage):
    permission = VIEW_GAPS
    section_tab = "gaps"
    template_name = "institutions/transition/list.html"
    title = _("Gap lists")
    filterset_class = GapFilterSet
    main_filters = ("q", "state", "receiver", "category")
    ordering = ("due_on",)
    export_name = _("Gap lists")
    empty_text = _("No gap list matches. One is opened when an institution is received before it meets the standards.")

    def get_columns(self) -> list[Column]:
        return [
            Column(
                "institution",
                _("Institution"),
                lambda row: format_html(
                    '{}<span class="second d-block">{}</span>', row.institution.name, row.institution.town or ""
                ),
                export=lambda row: row.institution.name,
            ),
            Column(
                "town",
                _("Town"),
                lambda row: row.institution.town and row.institution.town.name,
                default=False,
            ),
            Column("category", _("Category"), lambda row: in_words(labels.CATEGORY, row.category), sort="category"),
            Column("receiver", _("Receiver"), lambda row: row.receiver and row.receiver.name),
            Column("opened_on", _("Taken over on"), lambda row: row.opened_on, sort="opened_on"),
            Column(
                "closed",
                _("Gaps closed"),
                _closed,
                sort="gaps_open",
                export=lambda row: f"{row.gaps - row.gaps_open - row.gaps_waiting}/{row.gaps}",
            ),
            Column("due_on", _("Transition ends"), lambda row: row.due_on, sort="due_on"),
            Column("left", _("Time left"), self.left, export=lambda row: (row.due_on - self.on).days),
            Column(
                "state",
                _("State"),
                lambda row: badge("gap_list", row.state),
                sort="state",
                export=lambda row: worded(GAP_LIST_STATE[GapListState(row.state)]),
            ),
        ]

    def left(self, row: Any) -> SafeString:
        return left_pill(row.due_on, self.on, done_on=row.ended_on)

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = GapList.objects.visible_to(self.viewer)
        return with_counts(rows).select_related("institution__town", "receiver")

    def row_url(self, row: GapList) -> str:
        return list_url(row)


class OfGapList(Page):
    """A page about one gap list, fetched within the viewer's scope."""

    section = SECTION

    @cached_property
    def gap_list(self) -> GapList:
        rows: Any = GapList.objects.visible_to(self.viewer)
        rows = rows.select_related("institution__county", "institution__town", "receiver")
        found: GapList | None = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.gap_list.institution.name, list_url(self.gap_list))]


class GapListPage(OfGapList):
    permission = VIEW_GAPS
    template_name = "institutions/gaps/list.html"

    def get_title(self) -> str:
        return gettext("Gap list of %(name)s") % {"name": self.gap_list.institution.name}

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.gap_list
        known = known_of(row.institution, self.on)
        decides = DECIDE_GAPS.allows(self.viewer) and may_decide(row, self.viewer) and row.state != GapListState.ENDED
        listed = items_of([row.pk]).get(row.pk, [])
        items = []
        for one in listed:
            found = assess(StandardUnit(one.item.standard.unit), one.item.standard.amount, known).sentence
            items.append(
                {
                    "item": one.item,
                    "name": worded(STANDARD_KEY[StandardKey(one.item.key)]),
                    "known": worded(found) if found else "",
                    "files": one.files,
                    "verbs": self.verbs(one.item) if decides else [],
                }
            )
        return super().context(
            gap_list=row,
            category=in_words(labels.CATEGORY, row.category),
            institution_url=file_url(row.institution, "transition"),
            left=left_pill(row.due_on, self.on, done_on=row.ended_on),
            items=items,
            closed=sum(one.item.state == GapState.CLOSED for one in listed),
            may_end=decides and row.state == GapListState.OPEN,
            assign_url=assign_url(SUBJECT, row.public_id) if ASSIGN.allows(self.viewer) else "",
            timeline=timeline(row),
            **more,
        )

    def verbs(self, item: Any) -> list[tuple[str, str, bool]]:
        """(address, words, is the main one)"""
        return [
            (
                reverse(f"institutions:gap_{move.verb}", args=[item.public_id]),
                worded(GAP_VERB[GapVerb(move.verb)]),
                move.verb == GapVerb.CLOSE and item.state == GapState.HANDED_IN,
            )
            for move in GAP.open_to(item.state, self.viewer)
            if move.verb != GapVerb.HAND_IN
        ]


def timeline(row: GapList, most: int = 40) -> list[TimelineEntry]:
    rows = GapTransition.objects.filter(item__gap_list=row).exclude(verb=GapVerb.OPEN)
    rows = rows.select_related("actor", "item").order_by("-recorded_at", "-pk")
    return [
        TimelineEntry(
            one.recorded_at,
            one.actor.label,
            f"{worded(STANDARD_KEY[StandardKey(one.item.key)])}：{worded(GAP_VERB[GapVerb(one.verb)])}",
            one.why,
        )
        for one in rows[:most]
    ]


class OpenGapList(OfInstitution, FormPage):
    """By hand: for institutions that were received before the portal, or without a case."""

    permission = OPEN_GAPS
    section = SECTION
    title = _("Open a gap list")
    form_class = OpenListForm
    submit_label = _("Open the list, begin the transition")
    intro: Text = _(
        "The transition runs from today for the time that policy sets. What the register knows to be met is unticked."
    )

    @cached_property
    def standards(self) -> list[Any]:
        row = self.institution
        return in_force(row.category, county_id=row.county_id, on=self.on) if row.category else []

    def get_form(self, **kwargs: Any) -> OfficeForm:
        form: Any = super().get_form(**kwargs)
        form.offer(self.standards)
        return cast("OfficeForm", form)

    def get_initial(self) -> dict[str, Any]:
        known = known_of(self.institution, self.on)
        met = {one.key for one in self.standards if assess(StandardUnit(one.unit), one.amount, known).met}
        return {"keys": [one.key for one in self.standards if one.key not in met]}

    def get_cancel_url(self) -> str:
        return file_url(self.institution, "transition")

    def act(self, form: OpenListForm) -> str:
        keys = form.cleaned_data["keys"]
        made = open_gap_list(institution=self.institution, case_id=None, by=self.viewer, at=self.at, keys=keys)
        return list_url(made) if made else self.get_cancel_url()


class EndGapList(OfGapList, FormPage):
    permission = DECIDE_GAPS
    title = _("End the gap list")
    form_class = DecideForm
    submit_label = _("End the list")
    intro: Text = _("Only where the institution has ended or is not received after all; gaps that are met are closed.")

    def get_cancel_url(self) -> str:
        return list_url(self.gap_list)

    def act(self, form: DecideForm) -> str:
        end_gap_list(gap_list=self.gap_list, why=form.cleaned_data["why"], by=self.viewer, at=self.at)
        return list_url(self.gap_list)
