"""What suspected sites refuse, one class a rule."""

from cixi_oversight.errors import DomainError, Refusal


class AddressMissing(DomainError):
    code = "suspected_address_missing"
    message = "Please say where it is: street and house number, or what stands beside it."
    refusal = Refusal.MALFORMED


class TaughtMissing(DomainError):
    code = "suspected_taught_missing"
    message = "Please say what is taught there, as far as you could see."
    refusal = Refusal.MALFORMED


class WhichInstitution(DomainError):
    code = "suspected_which_institution"
    message = "Please name the licensed institution that teaches there."
    refusal = Refusal.MALFORMED


class TooManyReports(DomainError):
    code = "suspected_too_many"
    message = "Many reports have come from your connection today. Please try again tomorrow, or call 12345."


class OpenElsewhere(DomainError):
    code = "suspected_open_elsewhere"
    message = "%(number)s is open for the same address already. Note there what you found."
    refusal = Refusal.CONFLICT
