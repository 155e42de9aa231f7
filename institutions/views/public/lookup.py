"""Look an institution up: by any name, former name, shop sign or street, or by the tile of its town."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cixi_oversight.web.badges import badge
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.enums import ENDED, Category
from institutions.models import Institution
from institutions.rules.access.lookup import LOOK_UP
from institutions.rules.labels import CATEGORY
from institutions.rules.lookup import LENGTH_MAX, LookupTerm, read_lookup
from institutions.services.lookup.finding import Found, find, of_town
from institutions.services.lookup.tiles import TownTile, by_county, tiles
from institutions.views.public.common import number_in

_PAGES: Final = 100


class LookUp(Page):
    permission = LOOK_UP
    title = _("Look an institution up")
    template_name = "institutions/public/lookup.html"

    def context(self, **more: Any) -> dict[str, Any]:
        towns = tiles()
        typed = self.request.GET.get("q", "")[: LENGTH_MAX * 2].replace("\x00", "")
        town = next((one for one in towns if one.code == self.request.GET.get("town", "")), None)
        number = number_in(self.request.GET.get("page"), _PAGES)
        term = read_lookup(typed)
        found = self.found(term, town, number)
        return super().context(
            typed=typed.strip(),
            town=town,
            counties=by_county(towns),
            term=term,
            asked=bool(term.text or town),
            hits=[self.hit(row) for row in found.rows] if found else [],
            has_more=bool(found and found.has_more),
            more_url=self.more(town, number) if found and found.has_more and not term.text else "",
            report_url=f"{reverse('institutions:report_site')}?{urlencode({'sign': typed.strip()[:60]})}",
            **more,
        )

    def found(self, term: LookupTerm, town: TownTile | None, number: int) -> Found | None:
        if term.text:
            return None if term.is_too_short else find(term, on=self.on, town_id=town.pk if town else None)
        return of_town(town.pk, on=self.on, page=number) if town else None

    def more(self, town: TownTile | None, number: int) -> str:
        return f"?{urlencode({'town': town.code, 'page': number + 1})}" if town else ""

    def hit(self, row: Any) -> dict[str, Any]:
        """A line of the list: what tells it apart, and whether its permit holds today."""
        ended = row.status in ENDED
        return {
            "row": row,
            "ended": ended,
            "url": "" if ended else public_url(row),
            "status": badge("institution", row.status),
            "category": worded(CATEGORY[Category(row.category)]) if row.category else "",
            "town": row.town.name if row.town else "",
        }


def public_url(institution: Institution) -> str:
    return reverse("institutions:public", args=[institution.public_id])
