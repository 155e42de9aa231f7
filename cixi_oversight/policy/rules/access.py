"""Rights over policy: every officer reads, the section chief decides."""

from typing import Final

from cixi_oversight.permissions import ANY_STAFF, OFFICERS, Role, right

VIEW_POLICY: Final = ANY_STAFF
VIEW_DEADLINES: Final = right("policy.view_deadlines", OFFICERS)
EDIT_CALENDAR: Final = right("policy.edit_calendar", {Role.SECTION_CHIEF})
RECORD_VALUE: Final = right("policy.record_value", {Role.SECTION_CHIEF})
