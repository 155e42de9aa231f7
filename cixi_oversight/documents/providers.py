"""What documents bring to the frame."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from cixi_oversight.audit.services.verbs import name_verbs
from cixi_oversight.documents.enums import FileState, PaperState
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.models.stored_file import NOT_SCANNED
from cixi_oversight.documents.rules.access import VIEW_FILES, VIEW_PAPERS
from cixi_oversight.documents.rules.files import labels
from cixi_oversight.documents.rules.labels import PAPER_STATE
from cixi_oversight.documents.rules.verbs import VERBS
from cixi_oversight.documents.services import scanning, sweeping
from cixi_oversight.errors import msg
from cixi_oversight.jobs.services import registry
from cixi_oversight.permissions import Viewer
from cixi_oversight.web import badges
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.home import TODO, Todo
from cixi_oversight.web.nav import NAV, NavEntry

_STATES = {
    PaperState.IN_FORCE.value: Badge(Tone.DONE, PAPER_STATE[PaperState.IN_FORCE]),
    PaperState.VOID.value: Badge(Tone.REFUSED, PAPER_STATE[PaperState.VOID]),
    PaperState.LAPSED.value: Badge(Tone.WAITS, PAPER_STATE[PaperState.LAPSED]),
}
_FILES = {
    FileState.QUARANTINED.value: Badge(Tone.WAITS, labels.STATES[FileState.QUARANTINED]),
    FileState.CLEAN.value: Badge(Tone.DONE, labels.STATES[FileState.CLEAN]),
    FileState.REFUSED.value: Badge(Tone.REFUSED, labels.STATES[FileState.REFUSED]),
    NOT_SCANNED: Badge(Tone.NEUTRAL, labels.NOT_SCANNED),
}


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """Files in which the scanner found something: whoever handed them in has to be asked for others."""
    if not VIEW_FILES.allows(viewer):
        return []
    refused = StoredFile.objects.visible_to(viewer).filter(state=FileState.REFUSED)
    url = f"{reverse('documents:files')}?state={FileState.REFUSED}"
    return [Todo(msg("Files locked away: virus found"), refused, url, urgent=True)]


def register() -> None:
    name_verbs(VERBS | labels.VERBS)
    registry.register(scanning.KIND)
    registry.register(sweeping.KIND)
    badges.register("paper", _STATES)
    badges.register("documents.file", _FILES)
    NAV.register(NavEntry("papers", msg("Papers"), "documents:papers", VIEW_PAPERS, icon="file-certificate"), rank=76)
    NAV.register(NavEntry("files", msg("Uploaded files"), "documents:files", VIEW_FILES, icon="files"), rank=77)
    TODO.register(todo, rank=90)
