"""The white list as everybody reads it: who stands on it, what changed when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.money import format_yuan
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.enums import Category, Status
from institutions.forms.whitelist import WhitelistFilterSet
from institutions.models import WhitelistEntry
from institutions.rules.access.whitelist import READ_WHITELIST
from institutions.rules.labels import CATEGORY
from institutions.rules.whitelist.rule import PUBLIC_ENTRY, PUBLIC_EXIT
from institutions.services.lookup.finding import OPEN
from institutions.services.whitelist.reading import changes_of, listed, publications
from institutions.views.public.lookup import public_url

_HISTORY_MOST = 100


class WhiteList(ListPage):
    permission = READ_WHITELIST
    title = _("White list of training institutions")
    template_name = "institutions/whitelist/list.html"
    filterset_class = WhitelistFilterSet
    main_filters: ClassVar = ("q", "town", "category", "since")
    ordering = ("name",)
    page_size = 60
    export_name = _("White list")
    empty_text = _("No institution of the list matches.")

    def get_queryset(self) -> QuerySet[Any]:
        found: QuerySet[Any] = listed()
        return found

    def get_columns(self) -> list[Column]:
        return [
            Column("name", _("Name"), lambda row: row.institution.name, sort="institution__name"),
            Column("town", _("Town"), lambda row: row.institution.town and row.institution.town.name),
            Column("category", _("Category"), _category),
            Column("permit", _("Permit"), lambda row: row.shown.get("permit_number", "")),
            Column("price", _("Price of a lesson (yuan)"), _price),
            Column("span", _("Charged for at most (months)"), lambda row: row.shown.get("span_months"), numeric=True),
            Column("payment", _("Paid through"), lambda row: row.shown.get("payment_route", "")),
            Column("since", _("On the list since"), lambda row: row.entered_on, sort="entered_on"),
        ]

    def row_url(self, row: WhitelistEntry) -> str:
        """An institution that has ended since is still listed until the exit is published; its page is gone."""
        return public_url(row.institution) if row.institution.status in OPEN else ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Saved views are an account's; the public keeps the address."""
        return HttpResponseRedirect(request.path)

    def context(self, **more: Any) -> dict[str, Any]:
        latest = publications().order_by("-published_on", "-pk").first()
        return super().context(latest=latest, **more)

    def annotate_rows(self, rows: list[Any]) -> None:
        for row in rows:
            row.where, row.posted = _where(row), posted(row)


def _category(row: WhitelistEntry) -> str:
    value = row.institution.category
    return worded(CATEGORY[Category(value)]) if value else ""


def _price(row: WhitelistEntry) -> str:
    """As it was when the institution entered: 45.00 or 45.00-60.00; empty where no fee was filed."""
    low, high = row.shown.get("lesson_low_fen"), row.shown.get("lesson_high_fen")
    if low is None or high is None:
        return ""
    return format_yuan(low) if low == high else f"{format_yuan(low)}-{format_yuan(high)}"


def posted(row: WhitelistEntry) -> str:
    """Fee standard, charging period and way of payment in one line, as they were published; what is not there is left
    out."""
    price, span = _price(row), row.shown.get("span_months")
    parts = [
        gettext("%(price)s yuan a lesson") % {"price": price} if price else "",
        gettext("charged for at most %(n)s months") % {"n": span} if span else "",
        gettext("paid through: %(route)s") % {"route": row.shown["payment_route"]}
        if row.shown.get("payment_route")
        else "",
    ]
    return " · ".join(part for part in parts if part)


def _where(row: WhitelistEntry) -> str:
    town = row.institution.town
    return " · ".join(
        part for part in (town.name if town else "", _category(row), row.shown.get("permit_number")) if part
    )


class History(Page):
    permission = READ_WHITELIST
    title = _("History of the white list")
    template_name = "institutions/whitelist/history.html"

    def context(self, **more: Any) -> dict[str, Any]:
        rows = publications().order_by("-published_on", "-pk")[: _HISTORY_MOST + 1]
        return super().context(publications=list(rows), **more)


class PublicationPage(Page):
    """What one publication changed. Every exit reads the same: nobody can tell a reason from it."""

    permission = READ_WHITELIST
    template_name = "institutions/whitelist/publication.html"

    def get_title(self) -> str:
        found = getattr(self, "found", None)
        return worded(_("White list")) if found is None else f"{worded(_('White list'))} {found.published_on}"

    def context(self, **more: Any) -> dict[str, Any]:
        self.found = publications().filter(public_id=self.kwargs["public_id"]).first()
        if self.found is None:
            raise NotFound
        entered, left = changes_of(self.found)
        return super().context(
            publication=self.found,
            entered=[(row, self._url(row), posted(row)) for row in entered],
            left=[(row, self._url(row)) for row in left],
            entry_reason=worded(PUBLIC_ENTRY),
            exit_reason=worded(PUBLIC_EXIT),
            **more,
        )

    @staticmethod
    def _url(row: WhitelistEntry) -> str:
        return public_url(row.institution) if Status(row.institution.status) in OPEN else ""
