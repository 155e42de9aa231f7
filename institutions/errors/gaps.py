"""What "first receive, then manage" refuses."""

from cixi_oversight.errors import DomainError, Refusal


class GapListOpen(DomainError):
    code = "gap_list_open"
    message = "A gap list of this institution is open already. Close its gaps or end it first."
    refusal = Refusal.CONFLICT


class GapListNotOpen(DomainError):
    code = "gap_list_not_open"
    message = "This gap list is not open any more."
    refusal = Refusal.CONFLICT


class NoStandard(DomainError):
    code = "no_standard"
    message = "No entry standard of this category is in force. Record the standards first."


class CategoryUnknown(DomainError):
    code = "category_unknown"
    message = "The category of the institution is not known, so no standard can be asked of it."


class NotTheReceiver(DomainError):
    code = "not_the_receiver"
    message = "Only the authority that received the institution, %(receiver)s, decides on its gaps."
    refusal = Refusal.FORBIDDEN


class AnswerMissing(DomainError):
    code = "answer_missing"
    message = "Hand in at least one file, or say what has been done."
    refusal = Refusal.MALFORMED


class StandardRecorded(DomainError):
    code = "standard_recorded"
    message = "A standard of this kind is already recorded from that day on."
    refusal = Refusal.CONFLICT
