"""What register changes refuse, one class a rule."""

from cixi_oversight.errors import DomainError, Refusal


class ReferenceTwice(DomainError):
    code = "reference_twice"
    message = "The reference %(reference)s stands in the call twice."
    refusal = Refusal.MALFORMED


class TooManyChanges(DomainError):
    code = "too_many_changes"
    message = "A call takes 1 to %(most)s rows; these are %(count)s."
    refusal = Refusal.MALFORMED


class WhichInstitution(DomainError):
    code = "which_institution"
    message = "Choose which of the institutions is meant."
    refusal = Refusal.MALFORMED
