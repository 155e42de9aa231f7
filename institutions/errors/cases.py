"""What admission cases refuse, one class a rule."""

from cixi_oversight.errors import DomainError, Refusal


class CaseAlreadyOpen(DomainError):
    code = "case_already_open"
    message = "A case of this kind is already open for the institution (%(number)s). Go on with that one."
    refusal = Refusal.CONFLICT


class KindUnfit(DomainError):
    code = "kind_unfit"
    message = "This kind of case does not fit the institution: %(why)s"


class FieldsMissing(DomainError):
    code = "fields_missing"
    message = "Please fill in: %(label)s."
    refusal = Refusal.MALFORMED


class DocumentMissing(DomainError):
    code = "document_missing"
    message = "Please hand in: %(label)s."
    refusal = Refusal.MALFORMED


class NotAsked(DomainError):
    code = "not_asked"
    message = "Only what was returned for correction can be changed now. %(label)s was not returned."
    refusal = Refusal.CONFLICT


class NotCorrected(DomainError):
    code = "not_corrected"
    message = "%(label)s is as it was returned. Change it, or write beside it why it stays."
    refusal = Refusal.MALFORMED


class SameAsReturned(DomainError):
    code = "same_as_returned"
    message = "This is the very file that was returned. Hand in the corrected one."


class TooManyFiles(DomainError):
    code = "too_many_files"
    message = "%(most)s files have been handed in with this application. Bring what is left to the counter."


class TooManyApplications(DomainError):
    code = "too_many_applications"
    message = "Many applications have been begun from your connection today. Please come to the service centre."


class NothingReturned(DomainError):
    code = "nothing_returned"
    message = "Name at least one field or document that is to be put right, and say what is wrong with it."
    refusal = Refusal.MALFORMED


class NotYourCase(DomainError):
    code = "not_your_case"
    message = "This is the applicant's own step."
    refusal = Refusal.FORBIDDEN


class NotYourStep(DomainError):
    code = "not_your_step"
    message = "This step was handed to another authority."
    refusal = Refusal.FORBIDDEN


class ChecksOpen(DomainError):
    code = "checks_open"
    message = "To agree, every point of the check must hold. Object where one does not, and say why."


class RegistrationMissing(DomainError):
    code = "registration_missing"
    message = "Enter the number and the day of the registration."
    refusal = Refusal.MALFORMED


class StepObjected(DomainError):
    code = "step_objected"
    message = "%(who)s has objected. Say in the reasons why it is granted all the same."


class NotCleared(DomainError):
    code = "not_cleared"
    message = "Not settled yet: %(topic)s. Deregistration waits for it."


class NotConfirmed(DomainError):
    code = "not_confirmed"
    message = "Nobody's system answers for “%(topic)s”. Confirm it by hand and say what was looked at."
    refusal = Refusal.MALFORMED


class PermitDates(DomainError):
    code = "permit_dates"
    message = "The permit needs a number and a last day after today."
    refusal = Refusal.MALFORMED


class NoticeTooShort(DomainError):
    code = "notice_too_short"
    message = "Six months must lie between the announcement and the application: from %(day)s on."
