"""An institution's own transition (/my/transition/): its gaps counting down, and evidence handed in."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.enums.gaps import GapListState, GapState, StandardKey
from institutions.forms.gaps import HandInForm
from institutions.models import CourseSettlement, GapItem, GapList, GapTransition, Institution
from institutions.rules.access.gaps import HAND_IN_EVIDENCE, OWN_TRANSITION
from institutions.rules.access.settlement import OWN_SETTLEMENT
from institutions.rules.labels.gaps import STANDARD_KEY
from institutions.services.gaps import hand_in
from institutions.services.gaps.reading import items_of
from institutions.views.guidance.steps import ladder_of
from institutions.views.transition.common import left_pill

OWN_SECTION = "my.transition"


class OwnTransition(Page):
    permission = OWN_TRANSITION
    section = OWN_SECTION
    title = _("Meeting the standards, putting right")
    template_name = "institutions/transition/own.html"

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(lists=self.lists(), settlements=self.settlements(), ladders=self.ladders(), **more)

    def ladders(self) -> list[tuple[Any, list[dict[str, Any]]]]:
        """Reminders, talks, orders and notices of each of one's own institutions that has any."""
        rows = Institution.objects.visible_to(self.viewer).filter(pk__in=self.viewer.institution_ids)
        found = [(row, ladder_of(row, self.viewer, self.on, own=True)) for row in rows.order_by("name", "pk")]
        return [(row, ladder) for row, ladder in found if any(rung["rows"] for rung in ladder)]

    def settlements(self) -> list[tuple[Any, Any]]:
        """Each institution of one's own with its table of unfinished courses, if it closes."""
        if not OWN_SETTLEMENT.allows(self.viewer):
            return []
        rows = CourseSettlement.objects.filter(institution__in=self.viewer.institution_ids).exclude(state="abandoned")
        tables = {row.institution_id: row for row in rows}
        own = Institution.objects.visible_to(self.viewer).alive().filter(pk__in=self.viewer.institution_ids)
        return [(row, tables.get(row.pk)) for row in own.order_by("name", "pk")]

    def lists(self) -> list[dict[str, Any]]:
        """The open list and those of before, each with its gaps."""
        rows = GapList.objects.filter(institution__in=self.viewer.institution_ids)
        rows = rows.select_related("institution", "receiver").order_by("-opened_on", "-pk")
        found = list(rows)
        items = items_of([row.pk for row in found])
        returned = self._returned([one.item.pk for listed in items.values() for one in listed])
        return [
            {
                "row": row,
                "left": left_pill(row.due_on, self.on, done_on=row.ended_on),
                "items": [self.line(one, row, returned) for one in items.get(row.pk, [])],
            }
            for row in found
        ]

    def line(self, one: Any, row: GapList, returned: dict[int, str]) -> dict[str, Any]:
        may = HAND_IN_EVIDENCE.allows(self.viewer) and row.state == GapListState.OPEN
        return {
            "item": one.item,
            "name": worded(STANDARD_KEY[StandardKey(one.item.key)]),
            "files": one.files,
            "returned": returned.get(one.item.pk, "") if one.item.state == GapState.OPEN else "",
            "url": reverse("institutions:my_gap", args=[one.item.public_id])
            if may and one.item.state == GapState.OPEN
            else "",
        }

    def _returned(self, ids: list[int]) -> dict[int, str]:
        """Why the evidence of a gap came back, the last time."""
        rows = GapTransition.objects.filter(item__in=ids, verb__in=("return", "reopen")).order_by("pk")
        return dict(rows.values_list("item_id", "why"))


class HandIn(FormPage):
    permission = HAND_IN_EVIDENCE
    section = OWN_SECTION
    form_class = HandInForm
    template_name = "institutions/my_copy.html"
    submit_label = _("Hand in")

    @cached_property
    def item(self) -> GapItem:
        rows = GapItem.objects.filter(institution__in=self.viewer.institution_ids).select_related("standard")
        found = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    def get_title(self) -> str:
        return worded(STANDARD_KEY[StandardKey(self.item.key)])

    @property
    def intro(self) -> str:  # type: ignore[override]
        return self.item.standard.demand

    def get_cancel_url(self) -> str:
        return reverse("institutions:my_transition")

    def act(self, form: HandInForm) -> str:
        hand_in(item=self.item, answer=form.cleaned_data["answer"], files=form.evidence, by=self.viewer, at=self.at)
        return self.get_cancel_url()
