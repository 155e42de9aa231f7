"""Rights over accounts. The three administrators watch each other: one makes accounts, one grants, one reads."""

from typing import Final

from cixi_oversight.permissions import Role, right

VIEW_ACCOUNTS: Final = right("users.view_accounts", {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
CLOSE_ACCOUNT: Final = right("users.close_account", {Role.SYSTEM_ADMIN})
