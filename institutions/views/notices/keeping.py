"""Notices at the bureau: written, published, sent to schools, with what came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import Forbidden, NotFound
from cixi_oversight.users.models import County
from cixi_oversight.web.badges import badge
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded
from institutions.enums.notices import NoticeSection, NoticeState, NoticeVerb
from institutions.forms.notices import (
    NoticeFilterSet,
    NoticeForm,
    PublishForm,
    ReasonForm,
    SendForm,
)
from institutions.models import Notice, School
from institutions.rules.access.notices import (
    PUBLISH_NOTICES,
    SEND_LETTERS,
    VIEW_NOTICES,
    WRITE_NOTICES,
)
from institutions.rules.labels.notices import NOTICE_STATE, NOTICE_VERB, SECTION
from institutions.rules.notices import NOTICE
from institutions.services.notices import delivering, writing

KEY = "notices"


def notice_url(row: Notice) -> str:
    return reverse("institutions:notice", args=[row.public_id])


def own_county(page: Page) -> County:
    found = County.objects.filter(pk__in=page.viewer.county_ids).order_by("pk").first()
    if found is None:
        raise Forbidden
    return found


class NoticeList(ListPage):
    permission = VIEW_NOTICES
    section = KEY
    title = _("Notices and letters")
    filterset_class = NoticeFilterSet
    main_filters = ("q", "section", "state")
    ordering = ("-pk",)
    export_name = _("Notices and letters")
    empty_text = _("No notice matches.")

    def get_columns(self) -> list[Column]:
        return [
            Column("title", _("Title"), lambda row: row.title),
            Column("section", _("Section"), lambda row: worded(SECTION[NoticeSection(row.section)])),
            Column(
                "state",
                _("State"),
                lambda row: badge("notice", row.state),
                export=lambda row: worded(NOTICE_STATE[NoticeState(row.state)]),
            ),
            Column("published", _("Published on"), lambda row: row.published_on, sort=None),
            Column("received", _("Confirmed by schools"), lambda row: row.received, numeric=True),
            Column("openings", _("Opened"), lambda row: row.openings, numeric=True),
        ]

    def get_queryset(self) -> Any:
        return Notice.objects.visible_to(self.viewer)

    def annotate_rows(self, rows: list[Any]) -> None:
        ids = [row.pk for row in rows]
        found, opened = delivering.progress(ids), delivering.openings(ids)
        for row in rows:
            one = found.get(row.pk)
            row.received = f"{one.received} / {one.sent}" if one else None
            row.openings = opened.get(row.pk)

    def row_url(self, row: Any) -> str:
        return notice_url(row)

    def get_primary_action(self) -> tuple[str, Text] | None:
        may = WRITE_NOTICES.allows(self.viewer)
        return (reverse("institutions:write_notice"), _("Write a notice")) if may else None


class OfNotice(Page):
    section = KEY

    @cached_property
    def notice(self) -> Notice:
        rows: Any = Notice.objects.visible_to(self.viewer).select_related("county")
        found: Notice | None = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.notice.title, notice_url(self.notice))]


class NoticePage(OfNotice):
    permission = VIEW_NOTICES
    template_name = "institutions/notices/notice.html"

    def get_title(self) -> str:
        return self.notice.title

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.notice
        opened = delivering.openings_by_delivery(row)
        rows: Any = row.deliveries.filter(school__in=School.objects.visible_to(self.viewer))
        deliveries = list(
            rows.select_related("school__town").order_by(F("received_at").asc(nulls_first=True), "school__name")
        )
        sends = SEND_LETTERS.allows(self.viewer) and row.state == NoticeState.PUBLISHED
        return super().context(
            notice=row,
            section_name=worded(SECTION[NoticeSection(row.section)]),
            deliveries=[{"row": one, "openings": opened.get(one.pk, 0)} for one in deliveries],
            towns=_by_town(deliveries, opened),
            progress=delivering.progress([row.pk]).get(row.pk),
            openings=sum(opened.values()),
            public_url=reverse("institutions:public_notice", args=[row.public_id])
            if row.state == NoticeState.PUBLISHED
            else "",
            may_change=row.state == NoticeState.DRAFT and WRITE_NOTICES.allows(self.viewer),
            may_send=sends,
            may_remind=sends and any(one.received_at is None for one in deliveries),
            verbs=[
                (
                    move.verb,
                    reverse(f"institutions:notice_{move.verb}", args=[row.public_id]),
                    worded(NOTICE_VERB[NoticeVerb(move.verb)]),
                )
                for move in NOTICE.open_to(row.state, self.viewer)
            ],
            timeline=self.timeline(),
            **more,
        )

    def timeline(self) -> list[TimelineEntry]:
        rows = self.notice.transitions.select_related("actor").order_by("-recorded_at", "-pk")
        return [
            TimelineEntry(row.recorded_at, row.actor.label, NOTICE_VERB[NoticeVerb(row.verb)], row.why) for row in rows
        ]


def _by_town(deliveries: list[Any], opened: dict[int | None, int]) -> list[dict[str, Any]]:
    """How many schools of each town have confirmed, and how often their parents opened it; the slowest first."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in deliveries:
        figures = found[one.school.town.name if one.school.town else gettext("Without a town")]
        figures[0] += 1
        figures[1] += one.received_at is not None
        figures[2] += opened.get(one.pk, 0)
    lines = [{"name": name, "sent": f[0], "received": f[1], "openings": f[2]} for name, f in found.items()]
    return sorted(lines, key=lambda line: (int(line["received"]) * 100 // int(line["sent"]), str(line["name"])))


class Write(FormPage):
    permission = WRITE_NOTICES
    section = KEY
    title = _("Write a notice")
    form_class = NoticeForm
    submit_label = _("Save the draft")

    def get_initial(self) -> dict[str, Any]:
        return {"section": NoticeSection.LETTER, "issuer": f"{own_county(self).name}教育局"}

    def get_cancel_url(self) -> str:
        return reverse("institutions:notices")

    def act(self, form: NoticeForm) -> str:
        county = own_county(self)
        return notice_url(writing.write_notice(county=county, by=self.viewer, at=self.at, **form.cleaned_data))


class Change(OfNotice, FormPage):
    permission = WRITE_NOTICES
    title = _("Change the draft")
    form_class = NoticeForm

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.notice, name) for name in ("section", "title", "text", "issuer", "version")}

    def get_cancel_url(self) -> str:
        return notice_url(self.notice)

    def act(self, form: NoticeForm) -> str:
        writing.change_notice(
            notice=self.notice, expected_version=self.version, by=self.viewer, at=self.at, **form.cleaned_data
        )
        return notice_url(self.notice)


class Publish(OfNotice, FormPage):
    permission = PUBLISH_NOTICES
    title = NOTICE_VERB[NoticeVerb.PUBLISH]
    form_class = PublishForm
    submit_label: Text = NOTICE_VERB[NoticeVerb.PUBLISH]
    intro: Text = _("Everybody reads it on the public site; it cannot be changed afterwards.")

    def get_cancel_url(self) -> str:
        return notice_url(self.notice)

    def act(self, form: Any) -> str:
        writing.publish_notice(notice=self.notice, by=self.viewer, at=self.at)
        return notice_url(self.notice)


class Withdraw(OfNotice, FormPage):
    permission = PUBLISH_NOTICES
    title = NOTICE_VERB[NoticeVerb.WITHDRAW]
    form_class = ReasonForm
    submit_label: Text = NOTICE_VERB[NoticeVerb.WITHDRAW]

    def get_cancel_url(self) -> str:
        return notice_url(self.notice)

    def act(self, form: Any) -> str:
        writing.withdraw_notice(notice=self.notice, by=self.viewer, at=self.at, **form.cleaned_data)
        return notice_url(self.notice)


class Send(OfNotice, FormPage):
    """Answers with the schools' links, once: they are kept nowhere."""

    permission = SEND_LETTERS
    title = _("Send to schools")
    form_class = SendForm
    submit_label = _("Make the links")
    template_name = "institutions/notices/send.html"
    told: Sequence[delivering.Told] = ()
    intro: Text = _("Every school gets a link of its own: it reads the letter, passes it on and confirms the receipt.")

    def form_kwargs(self) -> dict[str, Any]:
        left = delivering.schools_for(self.viewer, self.notice)
        return {"county_id": self.notice.county_id, "schools": left}

    def get_cancel_url(self) -> str:
        return notice_url(self.notice)

    def act(self, form: SendForm) -> str:
        chosen = form.cleaned_data
        rows = chosen["schools"] or delivering.schools_for(
            self.viewer, self.notice, kinds=chosen["kinds"], towns=[town.pk for town in chosen["towns"]]
        )
        self.told = delivering.send_to(notice=self.notice, schools=list(rows), by=self.viewer, at=self.at)
        return ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = super().post(request, *args, **kwargs)
        return links_answer(self, self.told) if self.told else answer


class Remind(OfNotice):
    """POST answers with new links for the schools that have not confirmed."""

    permission = SEND_LETTERS
    title = _("Remind schools")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return HttpResponseRedirect(notice_url(self.notice))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return links_answer(self, delivering.remind(notice=self.notice, by=self.viewer, at=self.at))


def links_answer(page: Any, told: Sequence[delivering.Told]) -> HttpResponse:
    """The page of links: never kept by a browser."""
    lines = [
        (one.delivery.school.name, settings.PUBLIC_ORIGIN + reverse("users:link", args=[one.token])) for one in told
    ]
    answer: HttpResponse = page.render(
        "institutions/notices/links.html", status=HTTPStatus.CREATED, notice=page.notice, lines=lines
    )
    answer["Cache-Control"] = "no-store, private"
    return answer
