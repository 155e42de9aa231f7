"""What the desk refuses, one class a rule."""

from cixi_oversight.errors import DomainError, Refusal


class TextMissing(DomainError):
    code = "text_missing"
    message = "Please write what it is."
    refusal = Refusal.MALFORMED


class DueInPast(DomainError):
    code = "due_in_past"
    message = "%(day)s has passed. Choose a day from today on."


class PartyTwice(DomainError):
    code = "party_twice"
    message = "The owner cannot be a co-owner as well, and nobody twice."


class PartyElsewhere(DomainError):
    code = "party_elsewhere"
    message = "Owner and co-owners must belong to the county of the assignment."


class NotTheOwner(DomainError):
    """In sight, but the step is another side's."""

    code = "not_the_owner"
    message = "This step is the other side's: the owner works and reports, the bureau assigns and closes."
    refusal = Refusal.FORBIDDEN


class NotRunning(DomainError):
    code = "assignment_not_running"
    message = "The assignment is not being worked on at present."
    refusal = Refusal.CONFLICT


class ExtensionOpen(DomainError):
    code = "extension_open"
    message = "More time has been asked for already; the bureau has not decided yet."
    refusal = Refusal.CONFLICT


class NoExtensionOpen(DomainError):
    code = "no_extension_open"
    message = "Nothing is left to decide: nobody is asking for more time."
    refusal = Refusal.CONFLICT


class NotLater(DomainError):
    code = "extension_not_later"
    message = "The new day must be later than the present one, %(day)s."


class SourceNotFound(DomainError):
    code = "source_not_found"
    message = "What the assignment is about is missing, or not within your remit."
    refusal = Refusal.NOT_FOUND


class MemberAlready(DomainError):
    code = "group_member_already"
    message = "Already a member of this group."


class MemberNotBoth(DomainError):
    code = "group_member_one"
    message = "Choose a department or a person, not both."
    refusal = Refusal.MALFORMED


class MemberDates(DomainError):
    code = "group_member_dates"
    message = "A membership cannot end before it began, on %(day)s."


class ReceiptUnsigned(DomainError):
    code = "receipt_unsigned"
    message = "The receipt is not signed as agreed, or was signed too long ago."
    refusal = Refusal.FORBIDDEN


class ReceiptReplayed(DomainError):
    code = "receipt_replayed"
    message = "This receipt was taken already."
    refusal = Refusal.CONFLICT


class ReceiptUnreadable(DomainError):
    code = "receipt_unreadable"
    message = "The receipt cannot be read."
    refusal = Refusal.MALFORMED


class NotFailed(DomainError):
    code = "dispatch_not_failed"
    message = "Only a sending that failed can be sent again."
    refusal = Refusal.CONFLICT


class QuietHoursHalf(DomainError):
    code = "quiet_hours_half"
    message = "Give both ends of the quiet hours, or neither."
    refusal = Refusal.MALFORMED
