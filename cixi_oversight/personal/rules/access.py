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
ERASE: Final = right("personal.erase", _CHIEF | {Role.REGISTRAR})
HOLD: Final = right("personal.hold", _CHIEF | {Role.LEGAL_REVIEWER})
VIEW_REGISTRY: Final = right("personal.view_registry", BUREAU | ADMINISTRATORS)
# the audit administrator sees everybody's, the others their own
VIEW_REVEALS: Final = right("personal.view_reveals", REVEAL.roles | {Role.AUDIT_ADMIN})
