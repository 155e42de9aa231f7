"""Rights over the audit."""

from typing import Final

from cixi_oversight.permissions import Role, right

VIEW_AUDIT: Final = right("audit.view_audit", {Role.AUDIT_ADMIN, Role.SECTION_CHIEF})
EXPORT_AUDIT: Final = right("audit.export_audit", {Role.AUDIT_ADMIN})
READ_FEED: Final = right("audit.read_feed", {Role.API_CLIENT, Role.SECTION_CHIEF})
