"""What the audit calls acts on notices, letters and schools."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "institutions.enter_school": msg("Entered a school"),
    "institutions.edit_school": msg("Changed a school"),
    "institutions.close_school": msg("Closed a school"),
    "institutions.reopen_school": msg("Opened a school again"),
    "institutions.write_notice": msg("Wrote a notice"),
    "institutions.change_notice": msg("Changed a notice"),
    "institutions.move_notice": msg("Moved a notice on"),
    "institutions.send_letter": msg("Sent a letter to a school"),
    "institutions.remind_school": msg("Reminded a school of a letter"),
    "institutions.confirm_letter": msg("Confirmed the receipt of a letter"),
}
