"""Tables of unfinished courses: all in one's scope, one of them with its courses."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.desk.rules.access import ASSIGN
from cixi_oversight.desk.services.links import assign_url
from cixi_oversight.documents.services import uploads
from cixi_oversight.errors import NotFound
from cixi_oversight.web.badges import badge
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.tags import yuan
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.enums.settlement import SettlementState, SettlementVerb
from institutions.forms.settlement import SettlementFilterSet
from institutions.models import CourseSettlement
from institutions.rules.access.settlement import EDIT_SETTLEMENT, OWN_SETTLEMENT, VIEW_SETTLEMENTS
from institutions.rules.labels.settlement import COURSE_METHOD, SETTLEMENT_STATE, SETTLEMENT_VERB
from institutions.rules.settlement import SETTLEMENT, missing
from institutions.services.links import file_url
from institutions.services.settlement.tables import COURSE, SUBJECT, as_course
from institutions.views.transition.common import SECTION, TransitionPage
from institutions.views.words import in_words

OWN_SECTION = "my.transition"


class Settlements(TransitionPage, ListPage):
    permission = VIEW_SETTLEMENTS
    section_tab = "settlements"
    template_name = "institutions/transition/list.html"
    title = _("Unfinished courses of closing institutions")
    filterset_class = SettlementFilterSet
    main_filters = ("q", "state")
    ordering = ("-opened_on",)
    export_name = _("Unfinished courses")
    empty_text = _("No table matches. One is opened when an institution wants to close.")

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
            Column("opened_on", _("Opened on"), lambda row: row.opened_on, sort="opened_on"),
            Column("total", _("Courses"), lambda row: row.total, numeric=True, sort="total"),
            Column("left", _("Not settled"), lambda row: row.left, numeric=True, sort="left"),
            Column("students", _("Students"), lambda row: row.students or 0, numeric=True),
            Column(
                "fen",
                _("Fees not consumed"),
                lambda row: yuan(row.fen or 0),
                numeric=True,
                export=lambda row: yuan(row.fen or 0),
            ),
            Column(
                "state",
                _("State"),
                lambda row: badge("course_settlement", row.state),
                sort="state",
                export=lambda row: in_words(SETTLEMENT_STATE, row.state),
            ),
        ]

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = CourseSettlement.objects.visible_to(self.viewer)
        return rows.select_related("institution__town").annotate(
            total=Count("courses"),
            left=Count("courses", filter=Q(courses__settled_on=None)),
            students=Sum("courses__students"),
            fen=Sum("courses__unconsumed_fen"),
        )

    def row_url(self, row: CourseSettlement) -> str:
        return reverse("institutions:settlement", args=[row.public_id])


class OfSettlement(Page):
    """A page about one table, in the viewer's scope; `own` says on whose face."""

    section = SECTION
    own = False

    @cached_property
    def settlement(self) -> CourseSettlement:
        rows: Any = CourseSettlement.objects.visible_to(self.viewer)
        if self.own:
            rows = rows.filter(institution__in=self.viewer.institution_ids)
        found: CourseSettlement | None = (
            rows.select_related("institution__county").filter(public_id=self.kwargs["public_id"]).first()
        )
        if found is None:
            raise NotFound
        return found

    @property
    def page_url(self) -> str:
        name = "institutions:my_settlement" if self.own else "institutions:settlement"
        return reverse(name, args=[self.settlement.public_id])

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.settlement.institution.name, self.page_url)]


class SettlementPage(OfSettlement):
    permission = VIEW_SETTLEMENTS
    template_name = "institutions/settlement/page.html"

    def get_title(self) -> str:
        return gettext("Unfinished courses of %(name)s") % {"name": self.settlement.institution.name}

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.settlement
        edits = (OWN_SETTLEMENT if self.own else EDIT_SETTLEMENT).allows(self.viewer)
        is_open = edits and row.state == SettlementState.OPEN
        courses = self.courses(is_open)
        return super().context(
            settlement=row,
            institution_url="" if self.own else file_url(row.institution, "transition"),
            courses=courses,
            total_students=sum(one["row"].students for one in courses),
            total_fen=sum(one["row"].unconsumed_fen for one in courses),
            settled=sum(not one["missing"] for one in courses),
            add_url=reverse(f"institutions:{self.prefix}add_course", args=[row.public_id]) if is_open else "",
            verbs=self.verbs(),
            assign_url=assign_url(SUBJECT, row.public_id) if ASSIGN.allows(self.viewer) and not self.own else "",
            timeline=self.timeline(),
            **more,
        )

    @property
    def prefix(self) -> str:
        return "my_" if self.own else ""

    def courses(self, is_open: bool) -> list[dict[str, Any]]:
        rows = list(self.settlement.courses.select_related("receiver").order_by("pk"))
        files = uploads.of_many(COURSE, [row.pk for row in rows])
        return [
            {
                "row": row,
                "method": in_words(COURSE_METHOD, row.method),
                "files": files.get(row.pk, []),
                "missing": [worded(one) for one in missing(as_course(row, has_consents=bool(files.get(row.pk))))],
                "edit_url": self.address("edit_course", row) if is_open else "",
                "file_url": self.address("add_consents", row) if is_open else "",
                "drop_url": self.address("drop_course", row) if is_open else "",
            }
            for row in rows
        ]

    def address(self, name: str, row: Any) -> str:
        return reverse(f"institutions:{self.prefix}{name}", args=[row.public_id])

    def verbs(self) -> list[tuple[str, str, bool]]:
        """(address, words, is the main one)"""
        row = self.settlement
        return [
            (
                reverse(f"institutions:{self.prefix}settlement_{move.verb}", args=[row.public_id]),
                worded(SETTLEMENT_VERB[SettlementVerb(move.verb)]),
                move.verb in (SettlementVerb.DECLARE, SettlementVerb.CONFIRM),
            )
            for move in SETTLEMENT.open_to(row.state, self.viewer)
            if not self.own or move.verb == SettlementVerb.DECLARE
        ]

    def timeline(self) -> list[TimelineEntry]:
        rows = self.settlement.transitions.select_related("actor").order_by("-recorded_at", "-pk")
        return [
            TimelineEntry(row.recorded_at, row.actor.label, SETTLEMENT_VERB[SettlementVerb(row.verb)], row.why)
            for row in rows
        ]


class OwnSettlementPage(SettlementPage):
    permission = OWN_SETTLEMENT
    section = OWN_SECTION
    own = True
    template_name = "institutions/settlement/own.html"
