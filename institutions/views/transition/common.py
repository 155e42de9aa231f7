"""The section's tabs, and how many days are left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import Permission
from cixi_oversight.web.badges import Tone, pill
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.rules.access.gaps import VIEW_GAPS, VIEW_STANDARDS
from institutions.rules.access.guidance import VIEW_GUIDANCE
from institutions.rules.access.settlement import VIEW_SETTLEMENTS
from institutions.rules.access.zeroing import VIEW_ZEROING

SECTION: Final = "transition"
NEAR: Final = 30  # days from which the end of a transition is shown as near


@dataclass(frozen=True, slots=True)
class SectionTab:
    key: str
    label: Message
    url_name: str
    permission: Permission


TABS: Final = (
    SectionTab("zeroing", msg("Zeroing plan"), "institutions:zeroing", VIEW_ZEROING),
    SectionTab("gaps", msg("Gap lists"), "institutions:gaps", VIEW_GAPS),
    SectionTab("persuasions", msg("Persuasion"), "institutions:persuasions", VIEW_GUIDANCE),
    SectionTab("guidance", msg("Guidance"), "institutions:guidance", VIEW_GUIDANCE),
    SectionTab("settlements", msg("Unfinished courses"), "institutions:settlements", VIEW_SETTLEMENTS),
    SectionTab("standards", msg("Entry standards"), "institutions:standards", VIEW_STANDARDS),
)


class TransitionPage(Page):
    """A page of the section, under one of its tabs."""

    section = SECTION
    section_tab: ClassVar[str] = ""

    def context(self, **more: Any) -> dict[str, Any]:
        tabs = [
            {"key": tab.key, "label": worded(tab.label), "url": reverse(tab.url_name)}
            for tab in TABS
            if tab.permission.allows(self.viewer)
        ]
        return super().context(section_tabs=tabs, section_tab=self.section_tab, **more)


def left_pill(due_on: dt.date, on: dt.date, *, done_on: dt.date | None = None, near: int = NEAR) -> SafeString:
    """Counting down to the day; overdue says by how many days. Nothing counts once it is done."""
    if done_on is not None:
        return pill(Tone.DONE, gettext("done on %(day)s") % {"day": done_on.isoformat()})
    days = (due_on - on).days
    if days < 0:
        words = ngettext("overdue by %(n)s day", "overdue by %(n)s days", -days) % {"n": -days}
        return pill(Tone.REFUSED, words)
    if days == 0:
        return pill(Tone.WAITS, gettext("last day today"))
    words = ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
    return pill(Tone.WAITS if days <= near else Tone.PROGRESS, words)
