"""What documents bring to the frame."""

from __future__ import annotations

from cixi_oversight.audit.services.verbs import name_verbs
from cixi_oversight.documents.enums import PaperState
from cixi_oversight.documents.rules.access import VIEW_PAPERS
from cixi_oversight.documents.rules.labels import PAPER_STATE
from cixi_oversight.documents.rules.verbs import VERBS
from cixi_oversight.errors import msg
from cixi_oversight.web import badges
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.nav import NAV, NavEntry

_STATES = {
    PaperState.IN_FORCE.value: Badge(Tone.DONE, PAPER_STATE[PaperState.IN_FORCE]),
    PaperState.VOID.value: Badge(Tone.REFUSED, PAPER_STATE[PaperState.VOID]),
    PaperState.LAPSED.value: Badge(Tone.WAITS, PAPER_STATE[PaperState.LAPSED]),
}


def register() -> None:
    name_verbs(VERBS)
    badges.register("paper", _STATES)
    NAV.register(NavEntry("papers", msg("Papers"), "documents:papers", VIEW_PAPERS, icon="file-certificate"), rank=76)
