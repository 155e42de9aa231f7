"""What the audit calls the acts of the desk."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "desk.assign": msg("Assigned work"),
    "desk.deliver": msg("Had an assignment delivered"),
    "desk.accept_receipt": msg("Accepted an assignment by receipt"),
    "desk.answer_receipt": msg("Answered an assignment by receipt"),
    "desk.accept": msg("Accepted an assignment"),
    "desk.return": msg("Returned an assignment"),
    "desk.reassign": msg("Assigned work anew"),
    "desk.report": msg("Reported an assignment done"),
    "desk.send_back": msg("Sent an assignment back"),
    "desk.close": msg("Closed an assignment"),
    "desk.reopen": msg("Opened an assignment again"),
    "desk.withdraw": msg("Withdrew an assignment"),
    "desk.note": msg("Noted progress of an assignment"),
    "desk.remind": msg("Urged an assignment"),
    "desk.ask_extension": msg("Asked for more time for an assignment"),
    "desk.decide_extension": msg("Decided on more time for an assignment"),
    "desk.add_member": msg("Added a member to a working group"),
    "desk.end_member": msg("Ended a membership of a working group"),
    "desk.change_group": msg("Changed a working group"),
}
