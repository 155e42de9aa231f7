"""What the register answers to lower apps, what it shows in the frame, and the background work it brings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse

from cixi_oversight.audit.services.institutions import INSTITUTIONS
from cixi_oversight.audit.services.verbs import name_verbs
from cixi_oversight.clock import SHANGHAI
from cixi_oversight.desk.services.extensions import PLACES, Place
from cixi_oversight.desk.services.message_extensions import MEMBERS
from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.services.extensions import STANDING, Standing
from cixi_oversight.errors import Message, msg
from cixi_oversight.imports.services.targets import TARGETS
from cixi_oversight.jobs.services import registry
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.personal.rules.access import VIEW_OWN_CONTACTS
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.services.extensions import BACKFILLS, CATEGORIES, DUTIES, OF_TOWN, Backfill, Duty
from cixi_oversight.users.models import Town
from cixi_oversight.users.services.viewer import MEMBERSHIPS
from cixi_oversight.web import badges, subjects
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.home import TODO, Todo
from cixi_oversight.web.nav import NAV, NavEntry
from cixi_oversight.web.search import SEARCH, Hit
from cixi_oversight.web.subjects import Subject
from cixi_oversight.web.words import worded
from institutions.enums import FilingKind, Gap, RegistrationKind, Status, TalkState, TalkVerb
from institutions.forms.fields import quarter_code
from institutions.models import FilingDue, Institution, Permit, Registration, RegulatoryTalk, TalkTransition
from institutions.rules import labels
from institutions.rules.access import (
    EDIT_REGISTER,
    INVITE_MEMBERS,
    MOVE_TALK,
    OWN_PAPERS,
    PLAN_TALK,
    RECORD_FILINGS,
    VIEW_OWN_LICENCES,
    VIEW_REGISTER,
    VIEW_TALKS,
)
from institutions.rules.talks import SIGNATORIES
from institutions.rules.verbs import VERBS
from institutions.services import filing_night, filings, members, pinyin, posting_board, talks
from institutions.services.extensions import HEAD_BADGES, TIMELINE
from institutions.services.filings import SUBJECT
from institutions.services.links import file_url
from institutions.services.reading import find
from institutions.services.register_import import RegisterTarget

_HITS: Final = 8
_OWN_MAX: Final = 10
_TIMELINE_MAX: Final = 30
_TONES: Final = {
    Status.APPLYING: Tone.NEUTRAL,
    Status.OPERATING: Tone.DONE,
    Status.SUSPENDED: Tone.WAITS,
    Status.CLOSING: Tone.PROGRESS,
    Status.DEREGISTERED: Tone.NEUTRAL,
    Status.CLOSED_BY_ORDER: Tone.REFUSED,
    Status.VANISHED: Tone.REFUSED,
}
_TALK_TONES: Final = {
    TalkState.PLANNED: Tone.NEUTRAL,
    TalkState.NOTIFIED: Tone.PROGRESS,
    TalkState.HELD: Tone.DONE,
    TalkState.CANCELLED: Tone.NEUTRAL,
}
_TALK_BADGES: Final = {state.value: Badge(tone, labels.TALK_STATE[state]) for state, tone in _TALK_TONES.items()}
_STATUS_BADGES: Final = {status.value: Badge(tone, labels.STATUS[status]) for status, tone in _TONES.items()}


def hits(viewer: Viewer, text: str) -> list[Hit]:
    """Institutions by whatever was typed; those that begin with it first, ended ones last."""
    if not VIEW_REGISTER.allows(viewer):
        return []
    rows: Any = find(Institution.objects.visible_to(viewer).with_register_facts(), text, _HITS)
    marks = [ask([row.pk for row in rows], viewer) for ask in HEAD_BADGES.all()]
    return [
        Hit(
            row.name,
            " · ".join(filter(None, [row.uscc or row.permit_number, row.town and row.town.name, row.trade_name])),
            file_url(row),
            next((mark[row.pk] for mark in marks if row.pk in mark), badges.badge("institution", row.status)),
        )
        for row in rows
    ]


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """Filings that are overdue, for those who take them in or urge them in their towns; talks that wait for notice or
    record; gaps in the data; to an institution what it owes itself."""
    return [*_overdue(viewer, on), *_talks(viewer, on), *_gaps(viewer), *_own_filings(viewer)]


def _own_filings(viewer: Viewer) -> list[Todo]:
    """Each filing that an institution has been asked for, by its day."""
    if not viewer.roles & {Role.INSTITUTION_OWNER, Role.INSTITUTION_FINANCE}:
        return []
    rows: Any = FilingDue.objects.filter(institution__in=viewer.institution_ids).unmet().select_related("institution")
    return [
        Todo(
            msg("Filing to hand in at the bureau"),
            1,
            reverse("pages:my"),
            row.due_on,
            title=filing_title(row),
            whose=row.institution.name,
        )
        for row in rows.order_by("due_on", "pk")[:_OWN_MAX]
    ]


def _talks(viewer: Viewer, on: dt.date) -> list[Todo]:
    """Planned ones wait for whoever signs; those whose day has come, for whoever records them."""
    if not MOVE_TALK.allows(viewer):
        return []
    page = reverse("institutions:talks")
    rows: Any = RegulatoryTalk.objects.visible_to(viewer)
    planned = Q(state=TalkState.PLANNED)
    over = Q(state=TalkState.NOTIFIED, starts_at__date__lte=on)
    day = "starts_at__date"
    both = rows.filter(planned | over).aggregate(
        planned=Count("pk", filter=planned), first_planned=Min(day, filter=planned),
        over=Count("pk", filter=over), first_over=Min(day, filter=over),
    )  # fmt: skip
    found = []
    if viewer.roles & SIGNATORIES:
        found.append(
            Todo(
                msg("Notices of talks to be issued"),
                both["planned"],
                f"{page}?state=planned",
                due_on=both["first_planned"],
            )
        )
    if PLAN_TALK.allows(viewer):
        found.append(
            Todo(
                msg("Talks to be recorded"),
                both["over"],
                f"{page}?state=notified&day_to={on.isoformat()}",
                due_on=both["first_over"],
                urgent=True,
            )
        )
    return found


def _overdue(viewer: Viewer, on: dt.date) -> list[Todo]:
    """Institutions that owe, one line a kind, with the day since when."""
    label = msg("Filings overdue: %(kind)s")
    if not RECORD_FILINGS.allows(viewer):
        if Role.TOWN_OFFICER not in viewer.roles:
            return []
        label = msg("Filings overdue in your towns, to be urged: %(kind)s")
    owing = FilingDue.objects.overdue(on).filter(institution__in=Institution.objects.visible_to(viewer).alive())
    kinds = owing.values("kind").annotate(owed_by=Count("institution", distinct=True), since=Min("standing_due_on"))
    return [
        Todo(
            Message(label.id, {"kind": labels.FILING_KIND[FilingKind(row["kind"])]}),
            row["owed_by"],
            f"{reverse('institutions:list')}?overdue={row['kind']}&state=active",
            due_on=row["since"],
            urgent=True,
        )
        for row in kinds.order_by("kind")
    ]


def _gaps(viewer: Viewer) -> list[Todo]:
    if not EDIT_REGISTER.allows(viewer):
        return []
    numbers = Institution.objects.visible_to(viewer).alive().count_gaps()
    return [
        Todo(
            msg("Gaps in the data: %(gap)s", gap=labels.GAP[gap]),
            numbers[gap],
            f"{reverse('institutions:list')}?gap={gap}&state=active",
        )
        for gap in Gap
    ]


class AuditedInstitutions:
    """What the audit asks about the institutions its rows are about."""

    def visible(self, viewer: Viewer) -> QuerySet[Any]:
        return Institution.objects.visible_to(viewer).values("pk")

    def found(self, viewer: Viewer, typed: str) -> QuerySet[Any]:
        return Institution.objects.visible_to(viewer).search(typed).values("pk")

    def named(self, ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
        return {row.pk: (row.name, file_url(row)) for row in Institution.objects.filter(pk__in=ids)}


def filings_seen(viewer: Viewer) -> QuerySet[Any]:
    rows = FilingDue.objects.filter(institution__in=Institution.objects.visible_to(viewer))
    return rows.select_related("institution")


def filing_title(row: Any) -> str:
    """The filing and its period: 财务报表 2026Q3."""
    kind = FilingKind(row.kind)
    period = quarter_code(row.period) if kind is FilingKind.FINANCIAL_STATEMENT else f"{row.period:%Y-%m}"
    return f"{worded(labels.FILING_KIND[kind])} {period}"


def talk_title(row: Any) -> str:
    """Whose talk it is, and on which day."""
    day = row.starts_at.astimezone(SHANGHAI).date().isoformat()
    return worded(msg("Talk of %(day)s: %(name)s", day=day, name=row.institution.name))


def talk_url(row: Any) -> str:
    return reverse("institutions:talk", args=[row.public_id])


def talks_seen(viewer: Viewer) -> QuerySet[Any]:
    rows: Any = RegulatoryTalk.objects.visible_to(viewer)
    return rows.select_related("institution")


def talk_timeline(institution_id: int, viewer: Viewer) -> list[TimelineEntry]:
    """What happened to the talks of an institution, as far as the viewer may see them."""
    if not VIEW_TALKS.allows(viewer):
        return []
    rows = TalkTransition.objects.filter(talk__institution=institution_id).select_related("actor", "talk")
    return [
        TimelineEntry(
            row.recorded_at, row.actor.label, labels.TALK_VERB[TalkVerb(row.verb)], row.why, talk_url(row.talk)
        )
        for row in rows.order_by("-recorded_at", "-pk")[:_TIMELINE_MAX]
    ]


def permits_seen(viewer: Viewer) -> QuerySet[Any]:
    return Permit.objects.filter(institution__in=Institution.objects.visible_to(viewer)).select_related("institution")


def registrations_seen(viewer: Viewer) -> QuerySet[Any]:
    rows = Registration.objects.filter(institution__in=Institution.objects.visible_to(viewer))
    return rows.select_related("institution")


def record_title(row: Any) -> str:
    """The institution and the paper: 青禾艺术培训 · 办学许可证 教民…号."""
    is_permit = isinstance(row, Permit)
    words = msg("Permit") if is_permit else labels.REGISTRATION_KIND[RegistrationKind(row.kind)]
    return f"{row.institution.name} · {worded(words)} {row.number}"


def record_url(row: Any) -> str:
    name = "institutions:permit" if isinstance(row, Permit) else "institutions:registration"
    return reverse(name, args=[row.public_id])


def of_town(town: Town) -> Q:
    return Q(institution_id__in=Institution.objects.filter(town=town).values("pk"))


def desk_places(ids: Sequence[int]) -> dict[int, Place]:
    rows = Institution.objects.filter(pk__in=ids).values_list("pk", "name", "public_id", "county_id", "town_id")
    return {row[0]: Place(*row[1:]) for row in rows}


def categories() -> dict[str, Message]:
    return {category.value: label for category, label in labels.CATEGORY.items()}


def register() -> None:
    PLACES.register(desk_places)
    INSTITUTIONS.register(AuditedInstitutions())
    name_verbs(VERBS)
    MEMBERSHIPS.register(members.roles_of)
    MEMBERS.register(members.users_of)
    registry.register(pinyin.KIND)
    registry.register(filing_night.KIND)
    TARGETS.register(RegisterTarget())
    badges.register("institution", _STATUS_BADGES)
    NAV.register(
        NavEntry("register", msg("Register"), "institutions:list", VIEW_REGISTER, icon="building-community"), rank=20
    )
    SEARCH.register(hits, rank=10)
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
    NAV.register(
        NavEntry(
            "my.licences",
            msg("Permit and registration"),
            "institutions:my_licences",
            VIEW_OWN_LICENCES,
            icon="certificate",
            face="my",
        ),
        rank=40,
    )
    NAV.register(
        NavEntry(
            "my.contacts",
            msg("Our contacts"),
            "institutions:my_contacts",
            VIEW_OWN_CONTACTS,
            icon="address-book",
            face="my",
        ),
        rank=45,
    )
    subjects.register(Subject(SUBJECT, filings_seen, filing_title, lambda row: file_url(row.institution, "filings")))
    for kind in (DeadlineCode.STATEMENT_DUE, DeadlineCode.ENROLMENT_DUE):
        DUTIES.register(Duty(kind, VIEW_REGISTER, RECORD_FILINGS))
    BACKFILLS.register(Backfill(SUBJECT, filings.lowest_and_highest_without, filings.without))
    OF_TOWN.register(of_town)
    CATEGORIES.register(categories)
    TODO.register(todo, rank=50)
    NAV.register(
        NavEntry(
            "my_members", msg("People with access"), "institutions:members", INVITE_MEMBERS, icon="users", face="my"
        ),
        rank=60,
    )
    _register_papers()


def _register_papers() -> None:
    """Regulatory talks and posting boards."""
    badges.register("regulatory_talk", _TALK_BADGES)
    subjects.register(Subject(talks.SUBJECT, talks_seen, talk_title, talk_url))
    STANDING.register(Standing(PaperKind.POSTING_BOARD, posting_board.lapsed))
    DUTIES.register(Duty(DeadlineCode.REGULATORY_TALK, VIEW_TALKS, PLAN_TALK))
    TIMELINE.register(talk_timeline, rank=10)
    NAV.register(NavEntry("talks", msg("Regulatory talks"), "institutions:talks", VIEW_TALKS, icon="messages"), rank=75)
    NAV.register(
        NavEntry("my_papers", msg("Our papers"), "institutions:own_papers", OWN_PAPERS, icon="certificate", face="my"),
        rank=30,
    )
