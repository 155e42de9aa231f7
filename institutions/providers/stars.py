"""The star rating in the frame: menu, desk, badges, deadline, certificates that lapse."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import Min, QuerySet
from django.urls import reverse

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.services.extensions import STANDING, Standing
from cixi_oversight.errors import msg
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.services.extensions import DUTIES, Duty
from cixi_oversight.web import badges, subjects
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.home import TODO, Todo
from cixi_oversight.web.nav import NAV, NavEntry
from cixi_oversight.web.subjects import Subject
from cixi_oversight.web.words import worded
from institutions.enums.stars import StarState
from institutions.models import StarApplication
from institutions.rules.access import stars as access
from institutions.rules.labels.stars import STAR_STATE
from institutions.services.stars.common import SUBJECT
from institutions.services.stars.reading import lapsed, to_reconsider

_TONES: Final = {
    StarState.DRAFT: Tone.NEUTRAL,
    StarState.SUBMITTED: Tone.PROGRESS,
    StarState.RETURNED: Tone.WAITS,
    StarState.REVIEWED: Tone.WAITS,
    StarState.AWARDED: Tone.PROGRESS,
    StarState.PUBLISHED: Tone.DONE,
    StarState.REFUSED: Tone.REFUSED,
    StarState.WITHDRAWN: Tone.NEUTRAL,
}


def seen(viewer: Viewer) -> QuerySet[Any]:
    rows: Any = StarApplication.objects.visible_to(viewer)
    return rows.select_related("institution")


def title(row: Any) -> str:
    """Application for stars 2026: 青禾艺术培训."""
    return worded(msg("Application for stars %(year)s: %(name)s", year=row.year, name=row.institution.name))


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """Reviews for the association, decisions and publication for the bureau, own applications for owners."""
    page, ratings = reverse("institutions:star_applications"), reverse("institutions:star_ratings")
    rows: Any = StarApplication.objects
    found: list[Todo] = []
    if Role.ASSOCIATION_OFFICER in viewer.roles:
        mine = rows.all().for_reviewer(viewer)
        running = Deadline.objects.filter(subject_kind=SUBJECT, subject_id__in=mine.values("pk"), stopped_on=None)
        first = running.aggregate(first=Min("due_on"))["first"]
        found.append(Todo(msg("Star ratings to be reviewed"), mine, f"{page}?state=submitted", due_on=first))
    if access.DECIDE_STARS.allows(viewer):
        visible = rows.visible_to(viewer)
        decide = visible.filter(state=StarState.REVIEWED)
        publish = visible.filter(state=StarState.AWARDED)
        found.append(Todo(msg("Star ratings to be decided"), decide, f"{page}?state=reviewed"))
        breach = to_reconsider(on).filter(institution__county__in=viewer.county_ids)
        found.append(
            Todo(msg("Stars to be reconsidered: annual inspection not passed"), breach, f"{ratings}?annual=failed")
        )
        found.append(Todo(msg("Stars to be published"), publish, f"{page}?state=awarded"))
    if access.APPLY_FOR_STARS.allows(viewer):
        back = rows.filter(institution__in=viewer.institution_ids, state=StarState.RETURNED)
        found.append(Todo(msg("Application for stars to be put right"), back, reverse("institutions:my_stars")))
    return found


def register() -> None:
    """Called once from the package's own `register`."""
    badges.register("star_application", {s.value: Badge(tone, STAR_STATE[s]) for s, tone in _TONES.items()})
    subjects.register(
        Subject(
            SUBJECT,
            seen,
            title,
            lambda row: reverse("institutions:star_application", args=[row.public_id]),
            member_url=lambda _row: reverse("institutions:my_stars"),
        )
    )
    DUTIES.register(Duty(DeadlineCode.STAR_REVIEW, access.VIEW_STARS, access.REVIEW_STARS))
    STANDING.register(Standing(PaperKind.STAR_CERTIFICATE, lapsed))
    TODO.register(todo, rank=56)
    NAV.register(
        NavEntry("stars", msg("Star rating"), "institutions:star_applications", access.VIEW_STARS, icon="stars"),
        rank=46,
    )
    NAV.register(
        NavEntry(
            "my.stars", msg("Star rating"), "institutions:my_stars", access.VIEW_OWN_STARS, icon="stars", face="my"
        ),
        rank=36,
    )
