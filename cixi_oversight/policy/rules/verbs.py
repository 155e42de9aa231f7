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
    "policy.propose_value": msg("Proposed a value of policy"),
    "policy.decide_value": msg("Decided on a proposed value of policy"),
    "policy.enter_notice": msg("Entered the yearly notice of holidays"),
    "policy.apply_notice": msg("Put the yearly notice of holidays in force"),
    "policy.record_school_period": msg("Recorded a school term or vacation"),
    "policy.withdraw_school_period": msg("Withdrew a school term or vacation"),
    "policy.record_value": msg("Recorded a value of policy"),
}
