"""A notice as a table (decision 8): draft -> published -> withdrawn. What was published is never changed, only
withdrawn with a reason; a new one is written instead. The chief or the director lets it out."""

from __future__ import annotations

from typing import Final

from cixi_oversight.permissions import Role
from cixi_oversight.workflows import Move, Workflow
from institutions.enums.notices import NoticeSection, NoticeState, NoticeVerb

WRITERS: Final = frozenset({Role.SECTION_CHIEF, Role.REGISTRAR, Role.INSPECTOR, Role.BUREAU_DIRECTOR})
SIGNATORIES: Final = frozenset({Role.SECTION_CHIEF, Role.BUREAU_DIRECTOR})
# sections of the public site of their own; the others stand together
OWN_PAGES: Final = {"after-school": NoticeSection.AFTER_SCHOOL, "co-education": NoticeSection.CO_EDUCATION}

NOTICE: Final = Workflow(
    "notice",
    (
        Move(
            NoticeVerb.PUBLISH,
            frozenset({NoticeState.DRAFT}),
            NoticeState.PUBLISHED,
            roles=SIGNATORIES,
            needs_reason=False,
        ),
        Move(
            NoticeVerb.WITHDRAW,
            frozenset({NoticeState.DRAFT, NoticeState.PUBLISHED}),
            NoticeState.WITHDRAWN,
            roles=SIGNATORIES,
        ),
    ),
)
