"""What the star rating refuses."""

from cixi_oversight.errors import DomainError, Refusal


class NoStandard(DomainError):
    code = "star_no_standard"
    message = "No standard of the star rating is in force."


class ApplicationOpen(DomainError):
    code = "star_application_open"
    message = "An application of this institution is under way already."
    refusal = Refusal.CONFLICT


class NotTeaching(DomainError):
    code = "star_not_teaching"
    message = "Only an institution that operates can apply for stars."


class AnnualFailed(DomainError):
    code = "star_annual_failed"
    message = (
        "The institution did not pass the annual inspection of %(year)s. It can apply once a re-check has passed it."
    )


class FieldEmpty(DomainError):
    code = "star_field_empty"
    message = "Please say something on this field before you hand the application in."
    refusal = Refusal.MALFORMED


class NoEvidence(DomainError):
    code = "star_no_evidence"
    message = "Please hand in at least one file on this field."
    refusal = Refusal.MALFORMED


class WrongPoints(DomainError):
    code = "star_wrong_points"
    message = "Give 0 to %(most)s points."
    refusal = Refusal.MALFORMED


class AlreadyReviewed(DomainError):
    code = "star_already_reviewed"
    message = "You have given your points in this round already. The second review is another person's."
    refusal = Refusal.CONFLICT


class HasInterest(DomainError):
    code = "star_has_interest"
    message = "You belong to this institution or have stood back, so you cannot review it."
    refusal = Refusal.FORBIDDEN


class StarsOutOfRange(DomainError):
    code = "stars_out_of_range"
    message = "Stars are three, four or five."
    refusal = Refusal.MALFORMED


class NoStars(DomainError):
    code = "no_stars"
    message = "The institution has no stars in force."
    refusal = Refusal.CONFLICT


class NotLower(DomainError):
    code = "stars_not_lower"
    message = "The institution has %(stars)s stars. Fewer than that, at least three, or none."
    refusal = Refusal.MALFORMED
