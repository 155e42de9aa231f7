"""Rights over accounts. The three administrators watch each other: one makes accounts, one grants, one reads.

So nobody enters in another's name alone: the system administrator may send a link for a new password, and only the
security administrator gives roles and removes a lost second factor.
"""

from typing import Final

from cixi_oversight.permissions import Role, right

VIEW_ACCOUNTS: Final = right("users.view_accounts", {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
CLOSE_ACCOUNT: Final = right("users.close_account", {Role.SYSTEM_ADMIN})
CREATE_ACCOUNT: Final = right("users.create_account", {Role.SYSTEM_ADMIN})
INVITE: Final = right("users.invite", {Role.SYSTEM_ADMIN})
APPOINT: Final = right("users.appoint", {Role.SECURITY_ADMIN})
REMOVE_FACTORS: Final = right("users.remove_factors", {Role.SECURITY_ADMIN})
LINK_IDENTITY: Final = right("users.link_identity", {Role.SECURITY_ADMIN})
UNLOCK: Final = right("users.unlock", {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
END_SESSIONS: Final = right("users.end_sessions", {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
ARRANGE_DEPUTIES: Final = right("users.arrange_deputies", {Role.SECTION_CHIEF, Role.BUREAU_DIRECTOR})
# departments' systems: one registers them and makes keys, one says what they may; either stops them at once
VIEW_CLIENTS: Final = right("users.view_clients", {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
MAKE_CLIENTS: Final = right("users.make_clients", {Role.SYSTEM_ADMIN})
GRANT_SCOPES: Final = right("users.grant_scopes", {Role.SECURITY_ADMIN})
REVOKE_KEYS: Final = right("users.revoke_keys", {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
