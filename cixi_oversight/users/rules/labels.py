"""The words of users."""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import Message, msg
from cixi_oversight.users.enums import InvitationPurpose, Outcome, Provider

OUTCOME: Final[dict[Outcome, Message]] = {
    Outcome.SIGNED_IN: msg("signed in"),
    Outcome.WRONG_PASSWORD: msg("wrong password"),
    Outcome.UNKNOWN_NAME: msg("unknown user name"),
    Outcome.CLOSED_ACCOUNT: msg("account closed"),
    Outcome.WRONG_FACTOR: msg("wrong second factor"),
    Outcome.IDENTITY_REFUSED: msg("outside sign-in refused"),
    Outcome.WHILE_LOCKED: msg("tried while locked"),
    Outcome.UNLOCKED: msg("unlocked"),
}
PROVIDER: Final[dict[Provider, Message]] = {Provider.ZZD: msg("Zhezhengding"), Provider.ZLB: msg("Zheliban")}
PURPOSE: Final[dict[InvitationPurpose, Message]] = {
    InvitationPurpose.JOIN: msg("first password"),
    InvitationPurpose.RENEW: msg("new password"),
}
FACTOR: Final[dict[str, Message]] = {
    "totp": msg("authenticator app"),
    "webauthn": msg("security key"),
    "recovery_codes": msg("recovery codes"),
}
