"""What the audit calls the acts of inspections."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "inspections.receive_complaint": msg("Received a complaint"),
    "inspections.judge_validity": msg("Judged whether a complaint is valid"),
    "inspections.add_remark": msg("Added a remark to a complaint, by its link"),
    "inspections.resolve_complaint": msg("Resolved a complaint"),
}
