"""What the vault refuses, one class a rule."""

from cixi_oversight.errors import DomainError, Refusal


class PhoneUnreadable(DomainError):
    code = "personal_phone_unreadable"
    message = (
        "This is not a telephone number. Write 11 digits of a mobile, or a line with its area code: 0574-63012345."
    )
    refusal = Refusal.MALFORMED


class DocumentUnreadable(DomainError):
    code = "personal_document_unreadable"
    message = (
        "This is not a number of that kind of document. An identity card has 18 characters, the last a check digit."
    )
    refusal = Refusal.MALFORMED


class DocumentTypeMissing(DomainError):
    code = "personal_document_type_missing"
    message = "Choose what kind of document the number belongs to."
    refusal = Refusal.MALFORMED


class AccountUnreadable(DomainError):
    code = "personal_account_unreadable"
    message = "This is not an account number: 8 to 30 digits."
    refusal = Refusal.MALFORMED


class CertificateUnreadable(DomainError):
    code = "personal_certificate_unreadable"
    message = "This is not a certificate number: 6 to 30 letters and digits."
    refusal = Refusal.MALFORMED


class TextUnreadable(DomainError):
    code = "personal_text_unreadable"
    message = "This is too long or holds an invisible character."
    refusal = Refusal.MALFORMED


class NameUnreadable(DomainError):
    code = "personal_name_unreadable"
    message = "Send the plain text: no blanks around it or doubled, no full-width letters or digits, no number in it."
    refusal = Refusal.MALFORMED


class NothingGiven(DomainError):
    code = "personal_nothing_given"
    message = "Enter at least a name or a telephone number."
    refusal = Refusal.MALFORMED


class FieldNotRegistered(DomainError):
    """The registry names no purpose for this field of this kind of person: it may not be kept."""

    code = "personal_field_not_registered"
    message = "This may not be kept of such a person: the register of personal data names no purpose for it."


class ReasonMissing(DomainError):
    code = "personal_reason_missing"
    message = "Say why in at least 4 characters: the reason stays in the record."
    refusal = Refusal.MALFORMED


class NumberInText(DomainError):
    code = "personal_number_in_text"
    message = "This text holds a telephone, document or card number. Write it without."
    refusal = Refusal.MALFORMED


class NothingOnRecord(DomainError):
    code = "personal_nothing_on_record"
    message = "Nothing is on record here, or it has been erased."
    refusal = Refusal.CONFLICT


class TooManyReveals(DomainError):
    code = "personal_too_many_reveals"
    message = "You have looked at %(limit)s values within an hour. Go on later, or ask the section chief for a list."


class TooManyListed(DomainError):
    code = "personal_too_many_listed"
    message = "From call lists you may take %(limit)s persons within an hour; %(left)s are left. Go on later."


class NobodyToCall(DomainError):
    code = "personal_nobody_to_call"
    message = "Nobody of that kind with a telephone is on record there whom your role may call."


class ListTooLong(DomainError):
    code = "personal_list_too_long"
    message = "That would be %(found)s persons; a list holds at most %(limit)s. Choose fewer kinds."


class InstitutionUnclear(DomainError):
    code = "personal_institution_unclear"
    message = "Not one institution of your remit answers to this. Give the whole name or the credit code."


class ConsentRestricts(DomainError):
    """A child under 14, and no guardian's consent stands (Personal Information Protection Law, art. 31)."""

    code = "personal_consent_restricts"
    message = "The child is under 14 and no guardian's consent stands: it was never recorded or is withdrawn."


class NoConsentNeeded(DomainError):
    code = "personal_no_consent_needed"
    message = "These data do not rest on a guardian's consent."


class ConsentStands(DomainError):
    code = "personal_consent_stands"
    message = "A consent stands already."
    refusal = Refusal.CONFLICT


class NoConsentStands(DomainError):
    code = "personal_no_consent_stands"
    message = "There is no consent to withdraw."
    refusal = Refusal.CONFLICT


class ConsentDate(DomainError):
    code = "personal_consent_date"
    message = "The day must not lie in the future."


class AlreadyErased(DomainError):
    code = "personal_already_erased"
    message = "The personal data of this row have been erased already."
    refusal = Refusal.CONFLICT


class OnHold(DomainError):
    code = "personal_on_hold"
    message = "A legal hold keeps these data. Lift it first."
    refusal = Refusal.CONFLICT


class NotOnHold(DomainError):
    code = "personal_not_on_hold"
    message = "There is no legal hold to lift."
    refusal = Refusal.CONFLICT


class StillNeeded(DomainError):
    code = "personal_still_needed"
    message = "These data are still in use: the contact has not ended, or the complaint is open."
    refusal = Refusal.CONFLICT


class ContactEnded(DomainError):
    code = "personal_contact_ended"
    message = "This contact has ended. Enter a new one."
    refusal = Refusal.CONFLICT


class OneAtATime(DomainError):
    code = "personal_one_at_a_time"
    message = "Somebody holds this capacity already. End that contact first."
    refusal = Refusal.CONFLICT


class NothingChanged(DomainError):
    code = "personal_nothing_changed"
    message = "This is what is on record already. Nothing was saved."


class ContactDate(DomainError):
    code = "personal_contact_date"
    message = "The day must not lie in the future, nor the end before the beginning (%(day)s)."
