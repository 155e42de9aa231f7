"""What notices, letters and schools refuse, one class a rule."""

from cixi_oversight.errors import DomainError, Refusal


class SchoolKnown(DomainError):
    code = "school_known"
    message = "A school of this name is on record already."
    refusal = Refusal.CONFLICT


class SchoolClosed(DomainError):
    code = "school_closed"
    message = "This school is closed. Open it again first."
    refusal = Refusal.CONFLICT


class SchoolOpen(DomainError):
    code = "school_open"
    message = "This school is open."
    refusal = Refusal.CONFLICT


class NoticeOut(DomainError):
    code = "notice_out"
    message = "A published notice is not changed. Withdraw it and write a new one."
    refusal = Refusal.CONFLICT


class NotPublished(DomainError):
    code = "notice_not_published"
    message = "Only a published letter goes to schools."
    refusal = Refusal.CONFLICT


class NoSchoolLeft(DomainError):
    code = "no_school_left"
    message = "No school fits this choice that has not got the letter already."


class NobodyToRemind(DomainError):
    code = "nobody_to_remind"
    message = "Every school has confirmed, or has been reminded today."
    refusal = Refusal.CONFLICT


class AlreadyConfirmed(DomainError):
    code = "already_confirmed"
    message = "Your school has confirmed the receipt already. Thank you."
    refusal = Refusal.CONFLICT
