"""What the audit calls the acts of policy."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "policy.set_day": msg("Set a day of the working calendar"),
    "policy.publish_year": msg("Published a year of the working calendar"),
    "policy.recompute_deadlines": msg("Moved deadlines after a change of the calendar"),
    "policy.suspend_deadline": msg("Suspended a deadline"),
    "policy.resume_deadline": msg("Resumed a deadline"),
    "policy.extend_deadline": msg("Extended a deadline"),
    "policy.record_value": msg("Recorded a value of policy"),
}
