"""Rights over personal data. Which field a role may see in full is said by the registry, field by field."""

from typing import Final

from cixi_oversight.permissions import ADMINISTRATORS, BUREAU, OFFICERS, Role, right

_CHIEF: Final = frozenset({Role.SECTION_CHIEF})

# one right to open the form; for which field it answers, and to whom, is the registry's word
REVEAL: Final = right(
    "personal.reveal",
    {
        Role.SECTION_CHIEF,
        Role.REGISTRAR,
        Role.FUNDS_OFFICER,
        Role.INSPECTOR,
        Role.LEGAL_REVIEWER,
        Role.TOWN_OFFICER,
        Role.SERVICE_CENTRE_CLERK,
    },
)
VIEW_PERSON: Final = right("personal.view_person", OFFICERS)
EDIT_CONTACTS: Final = right("personal.edit_contacts", _CHIEF | {Role.REGISTRAR, Role.SERVICE_CENTRE_CLERK})
LOOK_UP_COMPLAINANT: Final = right("personal.look_up_complainant", _CHIEF | {Role.INSPECTOR, Role.LEGAL_REVIEWER})
# to put together whom to call about an institution, take the numbers for a reason, and note how the calls went
CALL: Final = right("personal.call", {Role.SECTION_CHIEF, Role.INSPECTOR, Role.FUNDS_OFFICER})
RECORD_CONSENT: Final = right("personal.record_consent", _CHIEF | {Role.FUNDS_OFFICER, Role.INSPECTOR})
VIEW_OWN_CONTACTS: Final = right("personal.view_own_contacts", {Role.INSTITUTION_OWNER, Role.INSTITUTION_FINANCE})
EDIT_OWN_CONTACTS: Final = right("personal.edit_own_contacts", {Role.INSTITUTION_OWNER})
ERASE: Final = right("personal.erase", _CHIEF | {Role.REGISTRAR})
HOLD: Final = right("personal.hold", _CHIEF | {Role.LEGAL_REVIEWER})
VIEW_REGISTRY: Final = right("personal.view_registry", BUREAU | ADMINISTRATORS)
# the audit administrator sees everybody's, the others their own
VIEW_REVEALS: Final = right("personal.view_reveals", REVEAL.roles | {Role.AUDIT_ADMIN})
