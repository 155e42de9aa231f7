"""What the receiver does with one gap: close it, return the evidence, open it again."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from cixi_oversight.errors import Forbidden, NotFound
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.words import worded
from institutions.enums.gaps import GapVerb, StandardKey
from institutions.forms.gaps import DecideForm
from institutions.models import GapItem, GapList
from institutions.rules.access.gaps import DECIDE_GAPS
from institutions.rules.gaps.workflow import GAP
from institutions.rules.labels.gaps import GAP_VERB, STANDARD_KEY
from institutions.services.gaps.items import close_gap, may_decide, reopen_gap, return_gap
from institutions.views.gaps.lists import list_url
from institutions.views.transition.common import SECTION

_ACTS = {GapVerb.CLOSE: close_gap, GapVerb.RETURN: return_gap, GapVerb.REOPEN: reopen_gap}


class Decide(FormPage):
    """`verb` is given with the address."""

    permission = DECIDE_GAPS
    section = SECTION
    form_class = DecideForm
    verb: ClassVar[GapVerb] = GapVerb.CLOSE

    @cached_property
    def item(self) -> GapItem:
        lists: Any = GapList.objects.visible_to(self.viewer)
        rows = GapItem.objects.filter(gap_list__in=lists).select_related(
            "gap_list__institution", "gap_list__receiver", "standard"
        )
        found = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    def get_title(self) -> str:
        return f"{worded(GAP_VERB[self.verb])}：{worded(STANDARD_KEY[StandardKey(self.item.key)])}"

    @property
    def intro(self) -> str:  # type: ignore[override]
        return f"{self.item.gap_list.institution.name}。{self.item.standard.demand}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.item.gap_list.institution.name, self.get_cancel_url())]

    def get_cancel_url(self) -> str:
        return list_url(self.item.gap_list)

    def show(self, *args: Any, **kwargs: Any) -> Any:
        self.submit_label = GAP_VERB[self.verb]
        if self.request.method == "GET":
            GAP.move(self.item.state, self.verb)
            if not may_decide(self.item.gap_list, self.viewer):
                raise Forbidden
        return super().show(*args, **kwargs)

    def act(self, form: DecideForm) -> str:
        _ACTS[self.verb](item=self.item, why=form.cleaned_data["why"], by=self.viewer, at=self.at)
        return self.get_cancel_url()
