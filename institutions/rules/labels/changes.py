"""Register changes in words."""

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.changes import ChangeKind, ChangeOutcome, ChangeState, ChangeVerb

CHANGE_KIND: Final[dict[StrEnum, Message]] = {
    ChangeKind.NEW: msg("Newly registered"),
    ChangeKind.CHANGED: msg("Registration changed"),
    ChangeKind.ABNORMAL: msg("Listed as abnormal"),
    ChangeKind.DEREGISTERED: msg("Registration ended"),
}
CHANGE_OUTCOME: Final[dict[StrEnum, Message]] = {
    ChangeOutcome.MATCHED: msg("Concerns an institution"),
    ChangeOutcome.AMBIGUOUS: msg("Several institutions could be meant"),
    ChangeOutcome.SUSPECTED: msg("Suspected site"),
    ChangeOutcome.NOT_OURS: msg("Does not concern training"),
}
CHANGE_STATE: Final[dict[StrEnum, Message]] = {
    ChangeState.WAITING: msg("To be looked at"),
    ChangeState.DONE: msg("Dealt with"),
    ChangeState.NOTHING_TO_DO: msg("Nothing to do"),
}
CHANGE_VERB: Final[dict[StrEnum, Message]] = {
    ChangeVerb.RECEIVE: msg("Came in from market supervision"),
    ChangeVerb.FINISH: msg("Dealt with"),
    ChangeVerb.DISMISS: msg("Nothing to do"),
}
