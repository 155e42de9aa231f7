"""A town officer's own institutions (/bureau/my-town/), to be used on a phone: tap to call, tap to open."""

from __future__ import annotations

import re
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cixi_oversight.users.models import Town
from cixi_oversight.web.views import Page
from institutions.rules.access.my_town import VIEW_MY_TOWN
from institutions.services.links import file_url
from institutions.services.my_town import MOST, Card, cards

_NEEDS: Final = frozenset({"overdue", "waiting", "gaps"})  # what a card counts


class MyTown(Page):
    permission = VIEW_MY_TOWN
    section = "my_town"
    title = _("My institutions")
    template_name = "institutions/my_town.html"

    def context(self, **more: Any) -> dict[str, Any]:
        """Each figure opens the institutions behind it (`show`)."""
        found = cards(self.viewer, self.on)
        needs = self.request.GET.get("show", "")
        shown = [card for card in found if getattr(card, needs)] if needs in _NEEDS else found
        return super().context(
            towns=list(Town.objects.filter(pk__in=self.viewer.town_ids)),
            lines=[self.line(card) for card in shown],
            is_cut=len(found) == MOST,
            figures=[
                (_("Institutions"), len(found), ""),
                (_("With overdue filings"), sum(card.overdue > 0 for card in found), "overdue"),
                (_("Steps of cases that wait for the town"), sum(card.waiting for card in found), "waiting"),
                (_("Open gaps"), sum(card.gaps for card in found), "gaps"),
            ],
            now=needs if needs in _NEEDS else "",
            **more,
        )

    def line(self, card: Card) -> dict[str, Any]:
        phone = card.institution.main_phone or ""
        return {
            "card": card,
            "url": file_url(card.institution),
            "filings_url": file_url(card.institution, "filings"),
            "gaps_url": file_url(card.institution, "transition"),
            "phone": phone,
            "dial": re.sub(r"[^0-9+]", "", phone),
        }
