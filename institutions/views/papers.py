"""Talks and papers in an institution's file, the posting board's button, and the institution's own papers."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.models import Paper
from cixi_oversight.documents.rules.access import VIEW_PAPERS
from cixi_oversight.documents.services import checking
from cixi_oversight.errors import NotFound, msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.web.context import business_time
from cixi_oversight.web.forms import once
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.enums import Occasion
from institutions.models import Institution, RegulatoryTalk
from institutions.rules import access, labels
from institutions.services.extensions import FileTab
from institutions.services.links import file_url
from institutions.services.posting_board import SUBJECT, issue_board, refusal
from institutions.views.common import OfInstitution

_TALKS_MAX: Final = 50


def board_of(institution: Institution, on: Any) -> dict[str, Any]:
    """The board there is, how it stands, and why none can be issued (empty where one can)."""
    paper = checking.current(PaperKind.POSTING_BOARD, (SUBJECT, institution.pk))
    refused = refusal(institution, on)
    held = checking.state(paper, on) if paper else None
    return {
        "paper": paper,
        "held": held,
        "held_why": worded(held.why) if held else "",
        "refused": worded(refused.sentence) if refused else "",
        "is_current": held is not None and held.state == "in_force",
    }


def tab(request: HttpRequest, institution: Institution) -> SafeString:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    on = business_time(request).date()
    rows: Any = RegulatoryTalk.objects.visible_to(viewer).filter(institution=institution)
    shown = rows.select_related("notice").order_by("-starts_at", "-pk")[:_TALKS_MAX]
    return render_to_string(
        "institutions/tab_papers.html",
        {
            "institution": institution,
            "on": on,
            "board": board_of(institution, on),
            "talks": [(row, worded(labels.OCCASION[Occasion(row.occasion)])) for row in shown],
            "may_issue": access.ISSUE_BOARD.allows(viewer),
            "may_plan": access.PLAN_TALK.allows(viewer),
            "may_view_papers": VIEW_PAPERS.allows(viewer),
        },
        request=request,
    )


def count(institution: Institution, viewer: Viewer) -> int:
    """Open talks."""
    rows: Any = RegulatoryTalk.objects.visible_to(viewer)
    return int(rows.filter(institution=institution).open().count())


TAB: Final = FileTab("papers", msg("Talks and papers"), access.VIEW_TALKS, tab, count)


def _issued(request: HttpRequest, institution: Institution, page: Any, url: str) -> HttpResponse:
    def act() -> str:
        known = checking.current(PaperKind.POSTING_BOARD, (SUBJECT, institution.pk))
        made = issue_board(institution=institution, by=page.viewer, at=page.at)
        if known is not None and made.pk == known.pk:
            messages.info(
                request, gettext("Nothing has changed since: the board %(number)s still holds.") % {"number": made}
            )
        else:
            messages.success(request, gettext("Issued as %(number)s. Print it in A3.") % {"number": made})
        return url

    return HttpResponseRedirect(once(request, act))


class IssueBoard(OfInstitution):
    """For staff: the board of an institution. A refusal comes back as a message."""

    permission = access.ISSUE_BOARD
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _issued(request, self.institution, self, file_url(self.institution, "papers"))


class OwnPapers(Page):
    """For an institution's people: their posting board and the notices they were sent."""

    permission = access.OWN_PAPERS
    section = "my_papers"
    title = _("Our papers")
    template_name = "institutions/own_papers.html"

    def context(self, **more: Any) -> dict[str, Any]:
        rows = Institution.objects.filter(pk__in=self.viewer.institution_ids).order_by("name")
        return super().context(
            own=[(row, board_of(row, self.on), self.notices(row)) for row in rows],
            may_fetch=access.FETCH_OWN_BOARD.allows(self.viewer),
            **more,
        )

    def notices(self, institution: Institution) -> list[tuple[RegulatoryTalk, Paper, Any]]:
        talks: Any = RegulatoryTalk.objects.visible_to(self.viewer)
        rows = list(talks.filter(institution=institution).select_related("notice").order_by("-starts_at")[:_TALKS_MAX])
        held = checking.states([row.notice for row in rows], self.on)
        return [(row, row.notice, held[row.notice_id]) for row in rows]


class FetchOwnBoard(Page):
    """The institution issues its own board: what it says comes from the register, so nobody has to approve it."""

    permission = access.FETCH_OWN_BOARD
    section = "my_papers"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = Institution.objects.filter(pk__in=self.viewer.institution_ids)
        found = own.filter(public_id=kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return _issued(request, found, self, reverse("institutions:own_papers"))
