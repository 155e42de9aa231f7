"""What persuasion and guidance refuse."""

from cixi_oversight.errors import DomainError, Refusal


class NextStepNeedsDay(DomainError):
    code = "next_step_needs_day"
    message = "A next step and its day go together."
    refusal = Refusal.MALFORMED


class StepDone(DomainError):
    code = "step_done"
    message = "The next step is noted as done already."
    refusal = Refusal.CONFLICT


class DayBeforeStep(DomainError):
    code = "day_before_step"
    message = "This day lies before %(day)s, the day of the record itself."
    refusal = Refusal.MALFORMED


class DueDayMissing(DomainError):
    code = "due_day_missing"
    message = "An order to rectify says by which day."
    refusal = Refusal.MALFORMED


class ReferredToMissing(DomainError):
    code = "referred_to_missing"
    message = "Say to which authority it is referred."
    refusal = Refusal.MALFORMED


class OutcomeDoesNotFit(DomainError):
    code = "outcome_does_not_fit"
    message = "This does not fit the step: an order is rectified or not, a referral has a receipt and a result."
    refusal = Refusal.MALFORMED


class OutcomeKnown(DomainError):
    code = "outcome_known"
    message = "This is recorded already."
    refusal = Refusal.CONFLICT


class OtherTalk(DomainError):
    code = "other_talk"
    message = "This talk is another institution's."
    refusal = Refusal.MALFORMED
