"""What the audit calls the acts of the annual inspection."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "institutions.open_annual_batch": msg("Opened an annual inspection"),
    "institutions.move_annual_batch": msg("Published or cancelled an annual inspection"),
    "institutions.save_annual_report": msg("Saved a draft of a self-report"),
    "institutions.move_annual": msg("Moved an annual inspection on"),
    "institutions.note_registrar_report": msg("Noted the report to civil affairs"),
    "institutions.issue_annual_notice": msg("Issued a result of the annual inspection"),
}
