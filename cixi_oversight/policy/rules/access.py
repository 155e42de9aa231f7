"""Rights over policy: every officer reads, the section chief decides."""

from typing import Final

from cixi_oversight.permissions import ANY_STAFF, BUREAU, OFFICERS, Role, right

VIEW_POLICY: Final = ANY_STAFF
VIEW_DEADLINES: Final = right("policy.view_deadlines", OFFICERS)
# one right to open the form; whose work a kind of deadline is, the app that brings it says (`Duty.act`)
EDIT_DEADLINES: Final = right("policy.edit_deadlines", BUREAU - {Role.BUREAU_DIRECTOR, Role.RISK_ANALYST})
EDIT_CALENDAR: Final = right("policy.edit_calendar", {Role.SECTION_CHIEF})
RECORD_VALUE: Final = right("policy.record_value", {Role.SECTION_CHIEF})
# a value on which money or a penalty hangs: whoever proposed it is not asked
DECIDE_VALUE: Final = right(
    "policy.decide_value", {Role.SECTION_CHIEF, Role.BUREAU_DIRECTOR, Role.LEGAL_REVIEWER, Role.FUNDS_OFFICER}
)
ENTER_NOTICE: Final = right("policy.enter_notice", {Role.SECTION_CHIEF, Role.REGISTRAR})
EDIT_SCHOOL_CALENDAR: Final = right("policy.edit_school_calendar", {Role.SECTION_CHIEF, Role.REGISTRAR})
