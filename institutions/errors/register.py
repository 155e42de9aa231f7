"""What the register refuses, one class a rule."""

from cixi_oversight.errors import DomainError, Refusal


class UsccShape(DomainError):
    code = "uscc_shape"
    message = "A unified social credit code has 18 characters, digits and capital letters only. Check the certificate."
    refusal = Refusal.MALFORMED


class UsccStandard(DomainError):
    code = "uscc_standard"
    message = (
        "This is not a code under GB 32100: it uses a letter or a place that the standard does not. "
        "Check the certificate; an old code can be accepted by the section chief."
    )
    refusal = Refusal.MALFORMED


class UsccCheckDigit(DomainError):
    code = "uscc_check_digit"
    message = (
        "The check digit does not fit, so a character is mistyped. Compare with the certificate; "
        "an old code can be accepted by the section chief."
    )
    refusal = Refusal.MALFORMED


class UsccTaken(DomainError):
    code = "uscc_taken"
    message = "Another institution already has this unified social credit code. Look it up first."
    refusal = Refusal.CONFLICT


class UsccNeedsNoOverride(DomainError):
    code = "uscc_needs_no_override"
    message = "This code satisfies GB 32100. Enter it in the institution's facts; no decision is needed."


class NothingChanged(DomainError):
    code = "nothing_changed"
    message = "Nothing has been changed, so nothing was saved."


class DateInFuture(DomainError):
    code = "date_in_future"
    message = "%(day)s lies in the future. Record it once it has come."


class DateBeforeLast(DomainError):
    code = "date_before_last"
    message = "The present status began on %(day)s; a later change cannot take effect before that."


class DatesReversed(DomainError):
    code = "dates_reversed"
    message = "The end date lies before the start date. Check both."
    refusal = Refusal.MALFORMED


class NoMember(DomainError):
    code = "no_member"
    message = "The account has no such role here any more."
    refusal = Refusal.CONFLICT


class NotOnlyHere(DomainError):
    code = "not_only_here"
    message = "This account is used elsewhere too. Ask the bureau's system administrator for a new link."
    refusal = Refusal.FORBIDDEN


class OtherCounty(DomainError):
    code = "other_county"
    message = "This town or department belongs to another county."
    refusal = Refusal.MALFORMED


class NotAPeriod(DomainError):
    code = "not_a_period"
    message = "%(day)s is not the first day of a period of this filing."
    refusal = Refusal.MALFORMED


class PeriodNotOver(DomainError):
    code = "period_not_over"
    message = "The period is not over yet. It can be recorded from %(day)s on."


class NegativeFigure(DomainError):
    code = "negative_figure"
    message = "This figure cannot be negative."
    refusal = Refusal.MALFORMED


class FigureTooLarge(DomainError):
    code = "figure_too_large"
    message = "This figure is too large to be true. Check the number of digits."
    refusal = Refusal.MALFORMED


class PartAboveWhole(DomainError):
    code = "part_above_whole"
    message = "Unearned fees are part of current liabilities and cannot exceed them."


class AlreadyRecorded(DomainError):
    code = "already_recorded"
    message = "This is already on record. Open the record and correct it; both versions stay visible."
    refusal = Refusal.CONFLICT


class NotStanding(DomainError):
    code = "not_standing"
    message = "This record has been replaced by a newer one in the meantime. Open the newer one and correct that."
    refusal = Refusal.CONFLICT


class OtherRecord(DomainError):
    code = "other_record"
    message = "A correction must concern the same institution and the same kind or period as the record it replaces."


class SiteClosed(DomainError):
    code = "site_closed"
    message = "A closed site cannot be the main site."


class NoMemberRole(DomainError):
    code = "no_member_role"
    message = "Only the roles of an institution's own staff can be given here."


class MembershipExists(DomainError):
    code = "membership_exists"
    message = "This account already holds that role at the institution."
    refusal = Refusal.CONFLICT


class FileNotReadable(DomainError):
    code = "file_not_readable"
    message = "The file %(name)s cannot be opened. Check its place and name."
    refusal = Refusal.MALFORMED


class CountyUnknown(DomainError):
    code = "county_unknown"
    message = "Say which county the sheet belongs to: --county and its six-digit code."
    refusal = Refusal.MALFORMED


class ImportGaveUp(DomainError):
    code = "import_gave_up"
    message = "The import was tried several times without success; nothing was written. See the job for the cause."
    refusal = Refusal.BUSY


class NotOperating(DomainError):
    code = "not_operating"
    message = "Only an institution that operates gets a posting board; this one does not."


class NoValidPermit(DomainError):
    code = "no_valid_permit"
    message = "No permit with a known end is in force for this institution. Record the permit or its renewal first."


class NoRegistration(DomainError):
    code = "no_registration"
    message = "No registration is on record for this institution. Record the certificate first."


class TalkInPast(DomainError):
    code = "talk_in_past"
    message = "The talk lies in the past (%(when)s). Choose a later time."


class TalkNotYet(DomainError):
    code = "talk_not_yet"
    message = "The talk is set for %(when)s. It can be recorded once it was held."


class NobodyInvited(DomainError):
    code = "nobody_invited"
    message = "Say whom the institution has to send: at least one capacity."
    refusal = Refusal.MALFORMED


class OccasionFixed(DomainError):
    code = "occasion_fixed"
    message = "The occasion cannot be changed any more: a term may run from it. Cancel the talk and plan another one."


class OccasionDay(DomainError):
    code = "occasion_day"
    message = "Say on which day the code was adopted: the time for the talk runs from then."
    refusal = Refusal.MALFORMED
