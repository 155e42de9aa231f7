"""Suspected sites and the white list in the frame: badges, menu, desk, deadlines, background work."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.models import Paper
from cixi_oversight.documents.services.extensions import LIVE_PAGES, LivePage
from cixi_oversight.errors import msg
from cixi_oversight.jobs.services import registry
from cixi_oversight.permissions import PUBLIC_VIEWER, Viewer, ViewerKind
from cixi_oversight.policy.services.extensions import DUTIES, Duty
from cixi_oversight.web import badges, subjects
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.home import TODO, Todo
from cixi_oversight.web.letter import LETTER_ANSWERS, LetterAnswer
from cixi_oversight.web.nav import NAV, NavEntry
from cixi_oversight.web.subjects import Subject
from institutions.enums.suspected import SiteState
from institutions.enums.whitelist import Change
from institutions.models import Institution, SuspectedSite, WhitelistProposal, WhitelistPublication
from institutions.rules.access.suspected import MOVE_SITE, VIEW_SITES
from institutions.rules.access.whitelist import PUBLISH_WHITELIST, VIEW_PROPOSALS
from institutions.rules.labels.suspected import SITE_STATE
from institutions.rules.labels.whitelist import CHANGE
from institutions.services.suspected.reporting import SUBJECT, TERM
from institutions.services.whitelist import proposing

_TONES: Final = {
    SiteState.REPORTED: Tone.WAITS,
    SiteState.CHECKED: Tone.PROGRESS,
    SiteState.UNLICENSED: Tone.REFUSED,
    SiteState.LICENSED: Tone.DONE,
    SiteState.NOTHING_FOUND: Tone.NEUTRAL,
}
_SITE_BADGES: Final = {state.value: Badge(tone, SITE_STATE[state]) for state, tone in _TONES.items()}
_CHANGE_BADGES: Final = {
    Change.ENTRY.value: Badge(Tone.DONE, CHANGE[Change.ENTRY]),
    Change.EXIT.value: Badge(Tone.REFUSED, CHANGE[Change.EXIT]),
}


def sites_seen(viewer: Viewer) -> QuerySet[Any]:
    rows: QuerySet[Any] = SuspectedSite.objects.visible_to(viewer)
    return rows


def site_title(row: Any) -> str:
    return f"{row.number} {row.address}"


def site_url(row: Any) -> str:
    return reverse("institutions:suspected_site", args=[row.public_id])


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """Sites to be looked at, overdue ones first; proposals that wait for the chief."""
    return [*_sites(viewer, on), *_proposals(viewer)]


def _sites(viewer: Viewer, on: dt.date) -> list[Todo]:
    if not MOVE_SITE.allows(viewer):
        return []
    rows: Any = sites_seen(viewer)
    late, page = rows.overdue(on), reverse("institutions:suspected_sites")
    waiting = rows.open().exclude(pk__in=late.values("pk"))
    return [
        Todo(msg("Suspected sites to be looked at: overdue"), late, f"{page}?open=overdue", urgent=True),
        Todo(msg("Suspected sites to be looked at"), waiting, f"{page}?open=open"),
    ]


def _proposals(viewer: Viewer) -> list[Todo]:
    if not PUBLISH_WHITELIST.allows(viewer):
        return []
    rows: Any = WhitelistProposal.objects.visible_to(viewer)
    return [Todo(msg("White list: changes to be published"), rows, reverse("institutions:whitelist_proposals"))]


def live_page(paper: Paper) -> str:
    """Of the institution whose board it is; empty once it has ended."""
    row = Institution.objects.visible_to(PUBLIC_VIEWER).filter(pk=paper.subject_id).only("public_id").first()
    return reverse("institutions:public", args=[row.public_id]) if row else ""


def first_list_on(viewer: Viewer, on: dt.date) -> dt.date | None:
    """The day of the first white list published by then in the viewer's counties."""
    rows = WhitelistPublication.objects.filter(published_on__lte=on)
    if viewer.kind is not ViewerKind.SYSTEM:
        rows = rows.filter(county__in=viewer.county_ids)
    found: dt.date | None = rows.order_by("published_on").values_list("published_on", flat=True).first()
    return found


def register() -> None:
    """Called once from the package's own `register`."""
    badges.register(SUBJECT, _SITE_BADGES)
    badges.register("whitelist_change", _CHANGE_BADGES)
    subjects.register(Subject(SUBJECT, sites_seen, site_title, site_url))
    LIVE_PAGES.register(LivePage(PaperKind.POSTING_BOARD, live_page))
    DUTIES.register(Duty(TERM, VIEW_SITES, MOVE_SITE))
    TODO.register(todo, rank=45)
    LETTER_ANSWERS.register(
        LetterAnswer("whitelist_on", first_list_on, url=lambda: reverse("institutions:whitelist_history"))
    )
    registry.register(proposing.KIND)
    NAV.register(
        NavEntry(
            "notices.suspected",
            msg("Suspected sites"),
            "institutions:suspected_sites",
            VIEW_SITES,
            lambda viewer, on: sites_seen(viewer).open(),  # type: ignore[attr-defined]
            icon="map-pin-question",
        ),
        rank=82,
    )
    NAV.register(
        NavEntry(
            "notices.whitelist",
            msg("White list"),
            "institutions:whitelist_proposals",
            VIEW_PROPOSALS,
            lambda viewer, on: WhitelistProposal.objects.visible_to(viewer),
            icon="shield-check",
        ),
        rank=83,
    )
