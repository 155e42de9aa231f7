"""Regulatory talks: the list, one talk with the notice as it will look, and the verbs of the table."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.services import papers
from cixi_oversight.errors import Forbidden, NotFound
from cixi_oversight.personal.enums import Capacity
from cixi_oversight.personal.rules.labels import CAPACITY
from cixi_oversight.web.badges import badge
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded
from institutions.enums import Occasion, TalkState, TalkVerb
from institutions.errors import TalkNotYet
from institutions.forms.talks import CancelForm, ChangeTalkForm, HoldForm, NotifyForm, TalkFilterSet, TalkForm
from institutions.models import RegulatoryTalk
from institutions.rules import access, labels
from institutions.rules.papers import LEGAL_BASIS, talk_notice
from institutions.rules.talks import TALK
from institutions.services import talks
from institutions.services.links import file_url
from institutions.views.common import OfInstitution

SECTION = "talks"


def _institution(row: RegulatoryTalk) -> SafeString:
    number = row.notice.number if row.notice else gettext("No notice yet")
    return format_html('{}<span class="second d-block">{}</span>', row.institution.name, number)


class TalkList(ListPage):
    permission = access.VIEW_TALKS
    section = SECTION
    title = _("Regulatory talks")
    filterset_class = TalkFilterSet
    main_filters = ("q", "state", "occasion", "day_from")
    ordering = ("-at",)
    export_name = _("Regulatory talks")
    empty_text = _("No talk matches. A talk is planned from an institution's file.")

    def get_columns(self) -> list[Column]:
        return [
            Column("institution", _("Institution"), _institution, export=lambda row: row.institution.name),
            Column("number", _("Notice of talk"), lambda row: row.notice and row.notice.number, default=False),
            Column("at", _("When"), lambda row: row.starts_at, sort="starts_at"),
            Column("occasion", _("Occasion of the talk"), lambda row: worded(labels.OCCASION[Occasion(row.occasion)])),
            Column("matter", _("What is to be talked about"), lambda row: row.matter, default=False),
            Column(
                "state",
                _("State"),
                lambda row: badge("regulatory_talk", row.state),
                export=lambda row: worded(labels.TALK_STATE[TalkState(row.state)]),
            ),
            Column("held", _("Held on"), lambda row: row.held_on, sort=None),
            Column("due", _("To be done by"), lambda row: row.demands_due_on, default=False),
        ]

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = RegulatoryTalk.objects.visible_to(self.viewer)
        return rows.select_related("institution", "notice")

    def row_url(self, row: RegulatoryTalk) -> str:
        return talk_url(row)


def talk_url(row: RegulatoryTalk) -> str:
    return reverse("institutions:talk", args=[row.public_id])


class Plan(OfInstitution, FormPage):
    permission = access.PLAN_TALK
    title = _("Plan a regulatory talk")
    form_class = TalkForm
    submit_label = _("Plan the talk")
    intro: Text = _("The chief lets the notice out afterwards; until then everything can be changed.")

    def get_initial(self) -> dict[str, Any]:
        return {
            "occasion": Occasion.OTHER,
            "legal_basis": LEGAL_BASIS,
            "time": "14:30",
            "capacities": [Capacity.LEGAL_REPRESENTATIVE, Capacity.PRINCIPAL],
            **self.as_last_time(),
        }

    def as_last_time(self) -> dict[str, str]:
        """Place and contact of the county's latest talk: an office has one room for it."""
        rows = RegulatoryTalk.objects.filter(institution__county=self.institution.county)
        last = rows.order_by("-pk").first()
        return {"place": last.place, "contact": last.contact} if last else {}

    def get_cancel_url(self) -> str:
        return file_url(self.institution, "papers")

    def act(self, form: TalkForm) -> str:
        made = talks.plan_talk(institution=self.institution, by=self.viewer, at=self.at, **form.facts)
        return talk_url(made)


class OfTalk(Page):
    """A page about one talk, fetched within the viewer's scope."""

    section = SECTION

    @cached_property
    def talk(self) -> RegulatoryTalk:
        rows: Any = RegulatoryTalk.objects.visible_to(self.viewer)
        rows = rows.select_related("institution__county", "notice", "created_by")
        found: RegulatoryTalk | None = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.talk.institution.name, talk_url(self.talk))]


class TalkPage(OfTalk):
    permission = access.VIEW_TALKS
    template_name = "institutions/talk.html"

    def get_title(self) -> str:
        return gettext("Talk with %(name)s") % {"name": self.talk.institution.name}

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.talk
        return super().context(
            talk=row,
            institution_url=file_url(row.institution, "papers"),
            occasion=worded(labels.OCCASION[Occasion(row.occasion)]),
            capacities=gettext(", ").join(worded(CAPACITY[Capacity(one)]) for one in row.capacities),
            verbs=self.verbs(),
            may_change=row.state == TalkState.PLANNED and access.PLAN_TALK.allows(self.viewer),
            timeline=self.timeline(),
            **more,
        )

    def verbs(self) -> list[tuple[str, str, str, str]]:
        """(key, address, words, why not yet) of what this viewer may do."""
        row = self.talk
        return [
            (
                move.verb,
                reverse(f"institutions:talk_{move.verb}", args=[row.public_id]),
                worded(words),
                self.not_yet(TalkVerb(move.verb)),
            )
            for move in TALK.open_to(row.state, self.viewer)
            for words in [labels.TALK_VERB[TalkVerb(move.verb)]]
        ]

    def not_yet(self, verb: TalkVerb) -> str:
        """A talk is recorded once it was held."""
        starts_at = localtime(self.talk.starts_at)
        if verb is not TalkVerb.HOLD or starts_at <= self.at:
            return ""
        return worded(TalkNotYet(when=starts_at.strftime("%Y-%m-%d %H:%M")).sentence)

    def timeline(self) -> list[TimelineEntry]:
        rows = self.talk.transitions.select_related("actor").order_by("-recorded_at", "-pk")
        return [
            TimelineEntry(row.recorded_at, row.actor.label, labels.TALK_VERB[TalkVerb(row.verb)], row.why)
            for row in rows
        ]


class Preview(OfTalk):
    """The notice as a picture, as it would look if it were issued now."""

    permission = access.VIEW_TALKS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = self.talk
        drawn = papers.preview(
            kind=PaperKind.TALK_NOTICE,
            county=row.institution.county,
            data=talk_notice(talks.facts_of(row)),
            on=self.on,
        )
        return HttpResponse(drawn, content_type="image/png", headers={"Cache-Control": "no-store, private"})


class Change(OfTalk, FormPage):
    permission = access.PLAN_TALK
    title = _("Change the planned talk")
    form_class = ChangeTalkForm

    def get_initial(self) -> dict[str, Any]:
        row = self.talk
        starts_at = localtime(row.starts_at)
        names = ("place", "capacities", "grounds", "legal_basis", "matter", "contact")
        values = {name: getattr(row, name) for name in (*names, "version")}
        return values | {"day": starts_at.date(), "time": starts_at.time()}

    def get_cancel_url(self) -> str:
        return talk_url(self.talk)

    def act(self, form: ChangeTalkForm) -> str:
        row = self.talk
        talks.change_talk(
            talk=row,
            expected_version=self.version,
            by=self.viewer,
            at=self.at,
            occasion=Occasion(row.occasion),
            occasion_on=row.occasion_on,
            **form.facts,
        )
        return talk_url(row)


class _Verb(OfTalk, FormPage):
    """A verb of the table: its form opens only while the state and the role allow it; the service decides again."""

    permission = access.MOVE_TALK
    verb: ClassVar[TalkVerb]

    def get_title(self) -> str:
        return worded(labels.TALK_VERB[self.verb])

    def get_cancel_url(self) -> str:
        return talk_url(self.talk)

    def show(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.method == "GET":
            move = TALK.move(self.talk.state, self.verb)
            if move not in TALK.open_to(self.talk.state, self.viewer):
                raise Forbidden
        self.submit_label = labels.TALK_VERB[self.verb]
        return super().show(*args, **kwargs)


class Notify(_Verb):
    verb = TalkVerb.NOTIFY
    form_class = NotifyForm
    template_name = "institutions/talk_notify.html"
    intro: Text = _("The notice gets its number and today's date, and the institution sees it under “Papers”.")

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(talk=self.talk, **more)

    def act(self, form: NotifyForm) -> str:
        made = talks.notify_talk(talk=self.talk, by=self.viewer, at=self.at)
        number = made.notice.number if made.notice else ""
        messages.success(self.request, gettext("Issued as %(number)s.") % {"number": number})
        return talk_url(self.talk)


class Hold(_Verb):
    verb = TalkVerb.HOLD
    form_class = HoldForm

    def get_initial(self) -> dict[str, Any]:
        return {"held_on": min(self.on, localtime(self.talk.starts_at).date())}

    def act(self, form: HoldForm) -> str:
        talks.hold_talk(talk=self.talk, by=self.viewer, at=self.at, **form.cleaned_data)
        return talk_url(self.talk)


class Cancel(_Verb):
    verb = TalkVerb.CANCEL
    form_class = CancelForm
    intro: Text = _("A notice that is out becomes void: whoever checks it sees so.")

    def act(self, form: CancelForm) -> str:
        talks.cancel_talk(talk=self.talk, by=self.viewer, at=self.at, **form.cleaned_data)
        return talk_url(self.talk)
