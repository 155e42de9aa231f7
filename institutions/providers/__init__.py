"""What the register answers to lower apps, what it shows in the frame, and the background work it brings."""

from __future__ import annotations

from typing import Final

from cixi_oversight.audit.services.institutions import INSTITUTIONS
from cixi_oversight.audit.services.verbs import name_verbs
from cixi_oversight.desk.services.extensions import PLACES
from cixi_oversight.desk.services.message_extensions import MEMBERS
from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.services.extensions import STANDING, Standing
from cixi_oversight.errors import msg
from cixi_oversight.imports.services.targets import TARGETS
from cixi_oversight.jobs.services import registry
from cixi_oversight.personal.rules.access import VIEW_OWN_CONTACTS
from cixi_oversight.policy.services.extensions import BACKFILLS, CATEGORIES, DUTIES, OF_TOWN, Backfill, Duty
from cixi_oversight.users.services.viewer import MEMBERSHIPS
from cixi_oversight.web import badges, subjects
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.home import TODO
from cixi_oversight.web.nav import NAV, NavEntry
from cixi_oversight.web.search import SEARCH
from cixi_oversight.web.subjects import Subject
from institutions.enums import Status
from institutions.models import Institution
from institutions.providers import (
    answers,
    cases,
    changes,
    collections,
    filings,
    my_town,
    notices,
    public,
    stars,
    talks,
    teaching,
    transition,
    yearly,
)
from institutions.providers.desk import todo
from institutions.providers.naming import (
    filing_title,
    filings_seen,
    permits_seen,
    record_title,
    record_url,
    registrations_seen,
)
from institutions.rules import labels
from institutions.rules.access import (
    INVITE_MEMBERS,
    OWN_PAPERS,
    RECORD_FILINGS,
    VIEW_OWN_LICENCES,
    VIEW_REGISTER,
)
from institutions.rules.verbs import VERBS
from institutions.services import members, pinyin, posting_board
from institutions.services.filings import dues as filing_dues
from institutions.services.filings import night as filing_night
from institutions.services.filings.dues import SUBJECT
from institutions.services.links import file_url
from institutions.services.register_import import RegisterTarget

_TONES: Final = {
    Status.APPLYING: Tone.NEUTRAL,
    Status.OPERATING: Tone.DONE,
    Status.SUSPENDED: Tone.WAITS,
    Status.CLOSING: Tone.PROGRESS,
    Status.DEREGISTERED: Tone.NEUTRAL,
    Status.CLOSED_BY_ORDER: Tone.REFUSED,
    Status.VANISHED: Tone.REFUSED,
}
_STATUS_BADGES: Final = {status.value: Badge(tone, labels.STATUS[status]) for status, tone in _TONES.items()}


def register() -> None:
    """Called once from `ready()`."""
    name_verbs(VERBS)
    registry.register(pinyin.KIND)
    registry.register(filing_night.KIND)
    _answer()
    _name_subjects()
    _watch_deadlines()
    _show()
    talks.register()
    transition.register()
    filings.register()
    yearly.register()
    public.register()
    cases.register()
    stars.register()
    teaching.register()
    collections.register()
    changes.register()
    notices.register()
    my_town.register()


def _answer() -> None:
    """What lower apps ask."""
    PLACES.register(answers.desk_places)
    INSTITUTIONS.register(answers.AuditedInstitutions())
    MEMBERSHIPS.register(members.roles_of)
    MEMBERS.register(members.users_of)
    TARGETS.register(RegisterTarget())
    CATEGORIES.register(answers.categories)
    STANDING.register(Standing(PaperKind.POSTING_BOARD, posting_board.lapsed))


def _name_subjects() -> None:
    subjects.register(
        Subject(
            "institution",
            Institution.objects.visible_to,
            lambda row: row.name,
            file_url,
            institution=lambda row: row.pk,
        )
    )
    subjects.register(Subject("permit", permits_seen, record_title, record_url))
    subjects.register(Subject("registration", registrations_seen, record_title, record_url))
    subjects.register(Subject(SUBJECT, filings_seen, filing_title, lambda row: file_url(row.institution, "filings")))


def _watch_deadlines() -> None:
    for kind in filing_dues.KIND.values():
        DUTIES.register(Duty(kind, VIEW_REGISTER, RECORD_FILINGS))
    BACKFILLS.register(Backfill(SUBJECT, filing_dues.lowest_and_highest_without, filing_dues.without))
    OF_TOWN.register(answers.of_town)


def _show() -> None:
    """Menu, search, desk and badges."""
    badges.register("institution", _STATUS_BADGES)
    SEARCH.register(answers.hits, rank=10)
    TODO.register(todo, rank=50)
    NAV.register(
        NavEntry("register", msg("Register"), "institutions:list", VIEW_REGISTER, icon="building-community"), rank=20
    )
    own = (
        (30, "my_papers", msg("Our papers"), "institutions:own_papers", OWN_PAPERS, "certificate"),
        (
            40,
            "my.licences",
            msg("Permit and registration"),
            "institutions:my_licences",
            VIEW_OWN_LICENCES,
            "certificate",
        ),
        (45, "my.contacts", msg("Our contacts"), "institutions:my_contacts", VIEW_OWN_CONTACTS, "address-book"),
        (60, "my_members", msg("People with access"), "institutions:members", INVITE_MEMBERS, "users"),
    )
    for rank, key, label, url_name, right, icon in own:
        NAV.register(NavEntry(key, label, url_name, right, icon=icon, face="my"), rank=rank)
