"""What the closed sets are called."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from cixi_oversight.imports.enums import BatchState, Certainty, Decision, MatchKey, Verdict

STATE: Final[dict[StrEnum, Message]] = {
    BatchState.READ: msg("Read"),
    BatchState.CHECKED: msg("Waiting to be applied"),
    BatchState.APPLYING: msg("Being written"),
    BatchState.APPLIED: msg("Written"),
    BatchState.CANCELLED: msg("Put away"),
    BatchState.EXPIRED: msg("Expired"),
}
VERDICT: Final[dict[StrEnum, Message]] = {
    Verdict.NEW: msg("New"),
    Verdict.CHANGED: msg("Changed"),
    Verdict.UNCHANGED: msg("Unchanged"),
    Verdict.UNSURE: msg("Waiting for a person"),
    Verdict.SKIPPED: msg("Left out by an earlier decision"),
    Verdict.REFUSED: msg("Refused"),
}
MATCH_KEY: Final[dict[StrEnum, Message]] = {
    MatchKey.USCC: msg("by credit code (certain)"),
    MatchKey.PERMIT: msg("by permit number (strong)"),
    MatchKey.NAME_ADDRESS: msg("by name and address (fair)"),
    MatchKey.DECISION: msg("by an earlier decision"),
    MatchKey.REFERENCE: msg("has come in before"),
}
CERTAINTY: Final[dict[StrEnum, Message]] = {
    Certainty.CERTAIN: msg("certain"),
    Certainty.STRONG: msg("strong"),
    Certainty.FAIR: msg("fair"),
}
DECISION: Final[dict[StrEnum, Message]] = {
    Decision.SAME: msg("The same: take the row's facts over"),
    Decision.SITE: msg("A further site of it"),
    Decision.NEW: msg("A new record"),
    Decision.SKIP: msg("Leave the row out"),
}
VERBS: Final[dict[str, Message]] = {
    "imports.apply": msg("Imported a sheet"),
    "imports.cancel": msg("Put an import away"),
    "imports.decide": msg("Decided about a row of a sheet"),
}
