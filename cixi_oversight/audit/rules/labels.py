"""What the verbs of the apps below audit are called; an app above names its own (`services.verbs`)."""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "audit.export": msg("Took out the audit with its heads"),
    "users.create_account": msg("Made an account"),
    "users.close_account": msg("Closed an account"),
    "users.appoint": msg("Gave a role"),
    "users.dismiss": msg("Took a role away"),
    "users.create_client": msg("Registered another department's system"),
    "users.grant_scopes": msg("Set what another department's system may do"),
    "users.issue_key": msg("Made a key for another department's system"),
    "users.rotate_key": msg("Replaced a key of another department's system"),
    "users.revoke_key": msg("Revoked a key of another department's system"),
    "users.revoke_client": msg("Revoked another department's system"),
    "users.sign_in": msg("Signed in"),
    "users.sign_in_failed": msg("Failed to sign in"),
    "users.sign_out": msg("Signed out"),
    "users.factor_added": msg("Set up a second factor"),
    "users.factor_removed": msg("Removed a second factor"),
    "users.factor_reset": msg("Renewed a second factor"),
    "users.make_link": msg("Made a signed link"),
    "users.open_link": msg("Opened a signed link for the first time"),
    "users.revoke_link": msg("Revoked a signed link"),
    "users.factor_failed": msg("Failed at the second factor"),
    "users.factors_removed": msg("Removed an account's second factors"),
    "users.lock": msg("Account locked after failures"),
    "users.unlock": msg("Unlocked an account"),
    "users.change_password": msg("Changed the password"),
    "users.end_sessions": msg("Ended sessions"),
    "users.invite": msg("Sent an invitation"),
    "users.accept_invitation": msg("Accepted an invitation"),
    "users.revoke_invitation": msg("Revoked an invitation"),
    "users.arrange_deputy": msg("Arranged a deputy"),
    "users.end_deputy": msg("Ended a deputy's time"),
    "users.link_identity": msg("Linked an outside identity"),
    "users.unlink_identity": msg("Ended the link of an outside identity"),
}
