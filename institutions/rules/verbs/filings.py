"""What the audit calls acts on filings."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "institutions.start_filing": msg("Began a filing"),
    "institutions.move_filing": msg("Moved a filing on"),
    "institutions.record_annual_report": msg("Recorded an annual report"),
    "institutions.record_premises": msg("Recorded what was shown of a site"),
}
