"""What the audit calls the register's acts."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "institutions.create_institution": msg("Entered an institution"),
    "institutions.edit_facts": msg("Changed facts of an institution"),
    "institutions.change_status": msg("Changed the status of an institution"),
    "institutions.set_category": msg("Set the category"),
    "institutions.set_legal_form": msg("Set the legal form"),
    "institutions.override_uscc": msg("Took an old credit code over"),
    "institutions.create_site": msg("Entered a site"),
    "institutions.edit_site": msg("Changed a site"),
    "institutions.add_member": msg("Gave access to an institution"),
    "institutions.end_member": msg("Ended access to an institution"),
    "institutions.record_permit": msg("Recorded a permit"),
    "institutions.record_registration": msg("Recorded a registration"),
    "institutions.record_statement": msg("Recorded a financial statement"),
    "institutions.record_enrolment": msg("Recorded an enrolment return"),
    "institutions.record_insurance": msg("Recorded an insurance policy"),
    "institutions.issue_board": msg("Issued a posting board"),
    "institutions.plan_talk": msg("Planned a regulatory talk"),
    "institutions.change_talk": msg("Changed a planned talk"),
    "institutions.move_talk": msg("Moved a regulatory talk on"),
    "institutions.plan_filings": msg("Planned the filings of a period"),
}
