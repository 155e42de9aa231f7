"""The change feed: which kinds of events there are, and which resource a client must be given to read each.

Events are small on purpose: what happened to which thing, and the codes that changed. Whoever wants more asks the
API for the thing, and sees of it what it may. Nothing personal stands in an event.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class EventKind(StrEnum):
    INSTITUTION_CREATED = "institution.created"
    INSTITUTION_CHANGED = "institution.changed"
    INSTITUTION_STATUS = "institution.status"
    COMPLAINT_RECEIVED = "complaint.received"
    COMPLAINT_JUDGED = "complaint.judged"
    COMPLAINT_CLOSED = "complaint.closed"
    ADOPTED_CODE_CHANGED = "adopted_code.changed"
    CASE_MOVED = "case.moved"
    CASE_STEP = "case.step"
    CASE_DECIDED = "case.decided"


RESOURCE_OF: Final[dict[str, str]] = {
    EventKind.INSTITUTION_CREATED: "institutions",
    EventKind.INSTITUTION_CHANGED: "institutions",
    EventKind.INSTITUTION_STATUS: "institutions",
    EventKind.COMPLAINT_RECEIVED: "complaints",
    EventKind.COMPLAINT_JUDGED: "complaints",
    EventKind.COMPLAINT_CLOSED: "complaints",
    EventKind.ADOPTED_CODE_CHANGED: "risk_codes",
    EventKind.CASE_MOVED: "cases",
    EventKind.CASE_STEP: "cases",
    EventKind.CASE_DECIDED: "cases",
}

# One page looks at this many numbers at most, whatever it finds for the reader in them: so every page costs the same,
# also for a reader that sees three institutions of a hundred thousand. Such a reader gets pages that are not full.
WINDOW: Final = 10_000
PAGE: Final = 200
PAGE_MAX: Final = 1_000
