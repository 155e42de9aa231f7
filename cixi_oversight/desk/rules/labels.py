"""Every closed set of the desk in words."""

from enum import StrEnum
from typing import Final

from cixi_oversight.desk.enums import (
    AssignmentState,
    AssignmentVerb,
    ExtensionState,
    GroupKind,
    NoteKind,
    PartyRole,
    Post,
    SourceKind,
)
from cixi_oversight.errors import Message, msg

STATE: Final[dict[StrEnum, Message]] = {
    AssignmentState.ASSIGNED: msg("To be accepted"),
    AssignmentState.IN_PROGRESS: msg("Being worked on"),
    AssignmentState.RETURNED: msg("Returned to the bureau"),
    AssignmentState.REPORTED: msg("Reported done"),
    AssignmentState.CLOSED: msg("Closed off"),
    AssignmentState.WITHDRAWN: msg("Withdrawn by the bureau"),
}
# what the button says
VERB: Final[dict[StrEnum, Message]] = {
    AssignmentVerb.ACCEPT: msg("Accept"),
    AssignmentVerb.RETURN: msg("Return"),
    AssignmentVerb.REASSIGN: msg("Assign anew"),
    AssignmentVerb.REPORT: msg("Report done"),
    AssignmentVerb.SEND_BACK: msg("Send back"),
    AssignmentVerb.CLOSE: msg("Close off"),
    AssignmentVerb.REOPEN: msg("Open again"),
    AssignmentVerb.WITHDRAW: msg("Withdraw"),
}
# what the timeline says
DONE: Final[dict[StrEnum, Message]] = {
    AssignmentVerb.ACCEPT: msg("Accepted by the owner"),
    AssignmentVerb.RETURN: msg("Returned"),
    AssignmentVerb.REASSIGN: msg("Assigned anew"),
    AssignmentVerb.REPORT: msg("Reported as done"),
    AssignmentVerb.SEND_BACK: msg("Sent back"),
    AssignmentVerb.CLOSE: msg("Closed by the bureau"),
    AssignmentVerb.REOPEN: msg("Opened again by the bureau"),
    AssignmentVerb.WITHDRAW: msg("Withdrawn by the bureau"),
}
ROLE: Final[dict[StrEnum, Message]] = {
    PartyRole.OWNER: msg("Owner in charge"),
    PartyRole.CO_OWNER: msg("Co-owner"),
}
SOURCE: Final[dict[StrEnum, Message]] = {
    SourceKind.COMPLAINT: msg("Complaint"),
    SourceKind.ADOPTED_CODE: msg("Risk code"),
    SourceKind.INSTITUTION: msg("Institution's file"),
    SourceKind.REGULATORY_TALK: msg("Regulatory talk"),
    SourceKind.GAP_LIST: msg("Gap list"),
    SourceKind.COURSE_SETTLEMENT: msg("Unfinished courses"),
    SourceKind.MEETING: msg("Meeting"),
    SourceKind.PAPER_ABOVE: msg("Paper from above"),
    SourceKind.OTHER: msg("Other source"),
}
FREE_SOURCE: Final[dict[StrEnum, Message]] = {
    kind: SOURCE[kind] for kind in (SourceKind.MEETING, SourceKind.PAPER_ABOVE, SourceKind.OTHER)
}
NOTE: Final[dict[StrEnum, Message]] = {
    NoteKind.PROGRESS: msg("Progress noted"),
    NoteKind.REMINDER: msg("Urged"),
    NoteKind.NOTICE: msg("Notice of the portal"),
}
EXTENSION: Final[dict[StrEnum, Message]] = {
    ExtensionState.ASKED: msg("More time asked for"),
    ExtensionState.GRANTED: msg("More time granted"),
    ExtensionState.REFUSED: msg("More time refused"),
    ExtensionState.LAPSED: msg("More time no longer needed"),
}
GROUP: Final[dict[StrEnum, Message]] = {
    GroupKind.COORDINATION: msg("Coordination group"),
    GroupKind.ADMISSION: msg("Admission and registration group"),
    GroupKind.ENFORCEMENT: msg("Supervision and enforcement group"),
    GroupKind.STABILITY: msg("Safety and stability group"),
    GroupKind.FUNDS: msg("Funds supervision group"),
    GroupKind.PUBLIC_OPINION: msg("Public opinion group"),
}
POST: Final[dict[StrEnum, Message]] = {
    Post.LEADER: msg("Head of the group"),
    Post.MEMBER: msg("Group member"),
}
