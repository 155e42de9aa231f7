"""The zeroing plan: a board by town, the list behind it, and the plan of one institution."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.web.badges import badge
from cixi_oversight.web.home import Figure
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.views import Text
from cixi_oversight.web.words import worded
from institutions.enums.zeroing import ZeroingRoute, ZeroingState
from institutions.forms.zeroing import ZeroingFilterSet, ZeroingForm
from institutions.models import Institution
from institutions.rules import labels
from institutions.rules.access.zeroing import PLAN_ZEROING, VIEW_CAMPAIGN, VIEW_ZEROING
from institutions.rules.labels.zeroing import ZEROING_ROUTE, ZEROING_STATE
from institutions.services.links import file_url
from institutions.services.zeroing import by_town, history_of, plan_zeroing, planned
from institutions.views.common import InstitutionForm
from institutions.views.transition.common import SECTION, TransitionPage, left_pill
from institutions.views.words import in_words


def list_address(**query: str) -> str:
    return f"{reverse('institutions:zeroing_list')}?{urlencode(query)}"


class ZeroingBoard(TransitionPage):
    permission = VIEW_ZEROING
    section_tab = "zeroing"
    title = _("Zeroing plan of academic institutions")
    template_name = "institutions/transition/zeroing.html"

    def context(self, **more: Any) -> dict[str, Any]:
        towns = by_town(self.viewer, self.on)
        totals = {state.value: sum(row[state.value] for row in towns) for state in ZeroingState}
        routes = planned(self.viewer, self.on).values("route").annotate(n=Count("pk")).order_by("route")
        return super().context(
            figures=self.figures(totals),
            towns=[self.line(row) for row in towns],
            states=[worded(ZEROING_STATE[state]) for state in ZeroingState],
            routes=[
                (worded(ZEROING_ROUTE[ZeroingRoute(row["route"])]), row["n"], list_address(route=row["route"]))
                for row in routes
                if row["route"]
            ],
            list_url=reverse("institutions:zeroing_list"),
            campaign_url=reverse("pages:campaign") if VIEW_CAMPAIGN.allows(self.viewer) else "",
            **more,
        )

    def figures(self, totals: dict[str, int]) -> list[Figure]:
        left = sum(n for state, n in totals.items() if state != ZeroingState.DONE)
        shown = (
            (msg("Academic institutions left (goal: none)"), left, reverse("institutions:zeroing_list")),
            (msg("Without a plan"), totals["unplanned"], list_address(state=ZeroingState.UNPLANNED)),
            (msg("Behind the plan"), totals["overdue"], list_address(state=ZeroingState.OVERDUE)),
            (msg("Zeroed"), totals["done"], list_address(state=ZeroingState.DONE)),
        )
        return [Figure(label, value, url) for label, value, url in shown]

    def line(self, row: dict[str, Any]) -> dict[str, Any]:
        return row | {
            "name": row["town__name"],
            "url": list_address(town=row["town__code"]) if row["town__code"] else "",
            "percent": row["done"] * 100 // row["total"],
            "counts": [(worded(ZEROING_STATE[state]), row[state.value]) for state in ZeroingState],
        }


class ZeroingList(TransitionPage, ListPage):
    permission = VIEW_ZEROING
    section_tab = "zeroing"
    template_name = "institutions/transition/list.html"
    title = _("Zeroing plan: institutions")
    filterset_class = ZeroingFilterSet
    main_filters = ("q", "state", "route", "town")
    ordering = ("name",)
    export_name = _("Zeroing plan")
    empty_text = _("No institution of the plan matches.")

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(worded(ZeroingBoard.title), reverse("institutions:zeroing"))]

    def get_columns(self) -> list[Column]:
        return [
            Column(
                "name",
                _("Institution"),
                lambda row: format_html('{}<span class="second d-block">{}</span>', row.name, row.town or ""),
                sort="name",
                export=lambda row: row.name,
            ),
            Column("town", _("Town"), lambda row: row.town and row.town.name, default=False),
            Column(
                "legal_form", _("Legal form"), lambda row: in_words(labels.LEGAL_FORM, row.legal_form), default=False
            ),
            Column("route", _("Route"), lambda row: in_words(ZEROING_ROUTE, row.route), sort="route"),
            Column("planned_on", _("Until when"), lambda row: row.planned_on),
            Column("left", _("Time left"), self.left, export=self.days_left),
            Column(
                "state",
                _("Progress"),
                lambda row: badge("zeroing", row.zeroing_state),
                sort="zeroing_state",
                export=lambda row: in_words(ZEROING_STATE, row.zeroing_state),
            ),
        ]

    def left(self, row: Any) -> Any:
        if row.planned_on is None or row.zeroing_state == ZeroingState.DONE:
            return None
        return left_pill(row.planned_on, self.on)

    def days_left(self, row: Any) -> int | None:
        over = row.planned_on is None or row.zeroing_state == ZeroingState.DONE
        return None if over else (row.planned_on - self.on).days

    def get_queryset(self) -> QuerySet[Any]:
        return planned(self.viewer, self.on).select_related("town")

    def row_url(self, row: Institution) -> str:
        return file_url(row, "transition")


class PlanZeroing(InstitutionForm):
    permission = PLAN_ZEROING
    section = SECTION
    tab = "transition"
    title = _("Zeroing plan of this institution")
    form_class = ZeroingForm
    intro: Text = _("By which route it ceases to be an academic institution, and until when.")

    def get_initial(self) -> dict[str, Any]:
        last = next(iter(history_of(self.institution)), None)
        return {"route": last.route, "planned_on": last.planned_on} if last else {}

    def act(self, form: ZeroingForm) -> str:
        plan_zeroing(institution=self.institution, by=self.viewer, at=self.at, **form.cleaned_data)
        return self.done()
