"""Notices as the public reads them, and what a school's link opens."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import segno
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound, msg
from cixi_oversight.permissions import ANYONE
from cixi_oversight.web import link_pages
from cixi_oversight.web.link_pages import LinkPage, LinkPurpose
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.enums.notices import NoticeSection
from institutions.forms.notices import ReceiptForm
from institutions.models import Notice, NoticeDelivery
from institutions.rules.labels.notices import SECTION
from institutions.rules.notices import OWN_PAGES
from institutions.services.notices import delivering
from institutions.services.notices.writing import PURPOSE

_MOST: Final = 100
_SEEN: Final = "notices_seen"  # in the session: what was counted already
_SEEN_MAX: Final = 60


class PublicNotices(Page):
    """`/notices/`, and a page for each section of its own."""

    permission = ANYONE
    template_name = "institutions/notices/public_list.html"

    @cached_property
    def wanted(self) -> NoticeSection | None:
        name = self.kwargs.get("section", "")
        if name and name not in OWN_PAGES:
            raise NotFound
        return OWN_PAGES.get(name)

    def get_title(self) -> str:
        return worded(SECTION[self.wanted]) if self.wanted else worded(msg("Notices"))

    def context(self, **more: Any) -> dict[str, Any]:
        rows: Any = Notice.objects.published().order_by("-published_on", "-pk")
        if self.wanted:
            rows = rows.filter(section=self.wanted)
        return super().context(
            notices=[(row, worded(SECTION[NoticeSection(row.section)])) for row in rows[:_MOST]],
            sections=[
                (reverse("institutions:public_section", args=[key]), worded(SECTION[one]), one is self.wanted)
                for key, one in OWN_PAGES.items()
            ],
            wanted=self.wanted,
            **more,
        )


class PublicNotice(Page):
    """One notice; with a school's mark in the address its openings count for that school, once a session."""

    permission = ANYONE
    template_name = "institutions/notices/public.html"

    @cached_property
    def notice(self) -> Notice:
        rows: Any = Notice.objects.published()
        found: Notice | None = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    @cached_property
    def delivery(self) -> NoticeDelivery | None:
        mark = self.kwargs.get("mark")
        if mark is None:
            return None
        found: NoticeDelivery | None = self.notice.deliveries.filter(public_id=mark).select_related("school").first()
        if found is None:
            raise NotFound
        return found

    def get_title(self) -> str:
        return self.notice.title

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.count()
        return self.render(
            notice=self.notice,
            delivery=self.delivery,
            section_name=worded(SECTION[NoticeSection(self.notice.section)]),
        )

    def count(self) -> None:
        """Officers who look are no readers."""
        if self.viewer.is_signed_in:
            return
        key = f"{self.notice.pk}.{self.delivery.pk if self.delivery else 0}"
        seen: list[str] = self.request.session.get(_SEEN, [])
        if key in seen:
            return
        self.request.session[_SEEN] = [*seen, key][-_SEEN_MAX:]
        delivering.note_opening(notice=self.notice, delivery=self.delivery, on=self.on)


class SchoolLetter(LinkPage):
    """What a school's link opens: the letter, its address for parents, and the button that confirms the receipt."""

    template_name = "institutions/notices/school.html"
    title = _("Letter to parents")
    form_class = ReceiptForm
    submit_label = _("We have received the letter")

    @cached_property
    def delivery(self) -> NoticeDelivery:
        return delivering.delivery_of(self.viewer)

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.delivery
        address = settings.PUBLIC_ORIGIN + reverse(
            "institutions:school_notice", args=[row.notice.public_id, row.public_id]
        )
        return super().context(
            delivery=row,
            notice=row.notice,
            address=address,
            picture=segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=4),
            **more,
        )

    def act(self, form: ReceiptForm) -> str:
        delivering.confirm(holder=self.viewer, at=self.at, **form.cleaned_data)
        return self.request.path


def register_purpose() -> None:
    link_pages.register(LinkPurpose(PURPOSE, msg("Letter to parents"), SchoolLetter.as_view()))
