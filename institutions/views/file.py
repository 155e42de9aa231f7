"""The file of one institution: head with the verbs I may do now, tabs, what happened."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.urls import reverse

from cixi_oversight.desk.rules.access import ASSIGN
from cixi_oversight.desk.services.links import assign_url
from cixi_oversight.errors import Message, NotFound, msg
from cixi_oversight.web.files import FilePage, Tab, TimelineEntry
from cixi_oversight.web.words import worded
from institutions.enums import Category, InsuranceKind, LegalForm, RegistrationKind, Verb
from institutions.models import Institution
from institutions.rules import access, labels
from institutions.rules.labels.periods import month_words, quarter_words
from institutions.rules.status import STATUS
from institutions.services.extensions import HEAD_BADGES, TABS, TIMELINE, FileTab
from institutions.services.links import file_url
from institutions.services.reading import Happened, happened
from institutions.views import papers, tabs
from institutions.views.cases import tab as cases
from institutions.views.common import OfInstitution
from institutions.views.teaching import tab as teaching
from institutions.views.transition import tab as transition
from institutions.views.yearly import tab as yearly

_OWN: Final = (
    (10, tabs.OVERVIEW),
    (20, tabs.LICENCES),
    (25, teaching.TAB),
    (30, tabs.FILINGS),
    (50, cases.TAB),
    (55, transition.TAB),
    (58, yearly.TAB),
    (60, papers.TAB),
    (90, tabs.CHANGES),
)


class InstitutionFile(OfInstitution, FilePage):
    permission = access.VIEW_REGISTER
    template_name = "institutions/file.html"
    timeline_max = 15

    def get_object(self) -> Institution:
        return self.institution

    def get_title(self) -> str:
        return self.institution.name

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    @property
    def open_tabs(self) -> list[FileTab]:
        """Ours among those of higher apps, in the order of their ranks."""
        ranked = sorted([*_OWN, *TABS.providers], key=lambda pair: pair[0])
        return [tab for _, tab in ranked if tab.permission.allows(self.viewer)]

    def tabs(self) -> list[Tab]:
        return [
            Tab(
                tab.key,
                worded(tab.label),
                file_url(self.institution, tab.key if number else ""),
                (tab.count(self.institution, self.viewer) or None) if tab.count else None,
            )
            for number, tab in enumerate(self.open_tabs)
        ]

    def current_tab(self) -> str:
        return self.kwargs.get("tab") or self.open_tabs[0].key

    def timeline(self) -> list[TimelineEntry]:
        own = [_entry(one) for one in happened(self.institution.pk)]
        return own + [entry for ask in TIMELINE.all() for entry in ask(self.institution.pk, self.viewer)]

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.institution
        tab = next((tab for tab in self.open_tabs if tab.key == self.current_tab()), None)
        if tab is None:
            raise NotFound
        badges = [ask([row.pk], self.viewer).get(row.pk, "") for ask in HEAD_BADGES.all()]
        return super().context(
            institution=row,
            tab_body=tab.render(self.request, row),
            badges=[badge for badge in badges if badge],
            assign_url=assign_url("institution", row.public_id) if ASSIGN.allows(self.viewer) else "",
            verbs=self.verbs(),
            edit_url=reverse("institutions:edit", args=[row.public_id])
            if access.EDIT_REGISTER.allows(self.viewer)
            else "",
            owner_url=reverse("institutions:invite_owner", args=[row.public_id])
            if access.INVITE_OWNER.allows(self.viewer)
            else "",
            **more,
        )

    def verbs(self) -> list[tuple[str, str]]:
        """(address, words) of what this viewer may do with the status now."""
        row = self.institution
        return [
            (reverse("institutions:status", args=[row.public_id, move.verb]), worded(labels.VERB[Verb(move.verb)]))
            for move in STATUS.open_to(row.status, self.viewer)
        ]


def _entry(one: Happened) -> TimelineEntry:
    url = reverse(f"institutions:{one.table}", args=[one.public_id]) if one.public_id else ""
    return TimelineEntry(one.at, one.who, _what(one), one.why, url)


def _what(one: Happened) -> Message:
    detail = one.detail
    if one.table == "transition":
        return labels.VERB[Verb(detail)]
    if one.table == "category":
        return msg("Category: %(value)s", value=labels.CATEGORY[Category(detail)])
    if one.table == "legal_form":
        return msg("Legal form: %(value)s", value=labels.LEGAL_FORM[LegalForm(detail)])
    if one.table == "permit":
        return msg("Permit %(number)s recorded", number=detail)
    if one.table == "registration":
        return msg("%(kind)s recorded", kind=labels.REGISTRATION_KIND[RegistrationKind(detail)])
    if one.table == "statement":
        return msg("Financial statement of %(period)s recorded", period=quarter_words(dt.date.fromisoformat(detail)))
    if one.table == "enrolment":
        return msg("Enrolment return of %(period)s recorded", period=month_words(dt.date.fromisoformat(detail)))
    return msg("%(kind)s recorded", kind=labels.INSURANCE_KIND[InsuranceKind(detail)])
