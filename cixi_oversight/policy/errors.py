"""What policy refuses."""

from typing import ClassVar

from cixi_oversight.errors import DomainError, Refusal


class ParameterNotSet(DomainError):
    """A figure is asked for a day on which none is in force: a gap in the parameters, not the user's mistake."""

    code: ClassVar[str] = "parameter_not_set"
    message: ClassVar[str] = "The parameter %(key)s has no value for %(on)s. Ask the section chief to record one."


class ValueOutOfRange(DomainError):
    code: ClassVar[str] = "parameter_out_of_range"
    message: ClassVar[str] = "The value has to lie between %(low)s and %(high)s."
    refusal: ClassVar[Refusal] = Refusal.MALFORMED


class OneForAll(DomainError):
    code: ClassVar[str] = "parameter_one_for_all"
    message: ClassVar[str] = "This figure holds for the whole portal. Leave county, category and mode open."
    refusal: ClassVar[Refusal] = Refusal.MALFORMED


class ParameterAlreadySet(DomainError):
    code: ClassVar[str] = "parameter_already_set"
    message: ClassVar[str] = "The parameter %(key)s already has a value from %(on)s on. Choose another day."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class DayOutOfRange(DomainError):
    code: ClassVar[str] = "calendar_day_out_of_range"
    message: ClassVar[str] = "The working calendar covers the years %(first)s to %(last)s."
    refusal: ClassVar[Refusal] = Refusal.MALFORMED


class YearAlreadyPublished(DomainError):
    code: ClassVar[str] = "year_already_published"
    message: ClassVar[str] = "The calendar of %(year)s is already published. Correct single days instead."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class AlreadyStopped(DomainError):
    code: ClassVar[str] = "deadline_already_stopped"
    message: ClassVar[str] = "This deadline has ended on %(day)s."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class PeriodOver(DomainError):
    code: ClassVar[str] = "deadline_period_over"
    message: ClassVar[str] = "The period ended on %(day)s. What is over cannot be suspended or extended."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class LawMissing(DomainError):
    code: ClassVar[str] = "deadline_law_missing"
    message: ClassVar[str] = "Name the law, regulation or rule that allows the suspension."
    refusal: ClassVar[Refusal] = Refusal.MALFORMED


class NotSuspendable(DomainError):
    code: ClassVar[str] = "deadline_not_suspendable"
    message: ClassVar[str] = "A period that is counted back from an event is not suspended."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class AlreadySuspended(DomainError):
    code: ClassVar[str] = "deadline_already_suspended"
    message: ClassVar[str] = "The period is suspended already, or rested on these days. Resume it first."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class NotSuspended(DomainError):
    code: ClassVar[str] = "deadline_not_suspended"
    message: ClassVar[str] = "The period is not suspended."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class SuspensionDates(DomainError):
    code: ClassVar[str] = "deadline_suspension_dates"
    message: ClassVar[str] = "A suspension begins after the period does and ends no earlier than it begins."
    refusal: ClassVar[Refusal] = Refusal.MALFORMED


class NotExtendable(DomainError):
    code: ClassVar[str] = "deadline_not_extendable"
    message: ClassVar[str] = "The law gives no extension of this period, or it was extended already."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class SecondPersonNeeded(DomainError):
    code: ClassVar[str] = "second_person_needed"
    message: ClassVar[str] = "Money or a penalty hangs on this figure: propose it, and another person puts it in force."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class OwnProposal(DomainError):
    code: ClassVar[str] = "own_proposal"
    message: ClassVar[str] = "You have proposed this value yourself. Another person has to decide on it."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class AlreadyDecided(DomainError):
    code: ClassVar[str] = "proposal_already_decided"
    message: ClassVar[str] = "This proposal has been decided on already."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class PeriodBackwards(DomainError):
    code: ClassVar[str] = "period_backwards"
    message: ClassVar[str] = "The last day lies before the first."
    refusal: ClassVar[Refusal] = Refusal.MALFORMED


class SchoolPeriodsOverlap(DomainError):
    code: ClassVar[str] = "school_periods_overlap"
    message: ClassVar[str] = "These days touch %(name)s (%(first)s to %(last)s). Correct that one first."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class SchoolPeriodReplaced(DomainError):
    code: ClassVar[str] = "school_period_replaced"
    message: ClassVar[str] = "Somebody has corrected this entry meanwhile. Look at it again."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class NoticeUnreadable(DomainError):
    code: ClassVar[str] = "notice_unreadable"
    message: ClassVar[str] = "The notice cannot be read: %(why)s"
    refusal: ClassVar[Refusal] = Refusal.MALFORMED


class NoticeDayTwice(DomainError):
    code: ClassVar[str] = "notice_day_twice"
    message: ClassVar[str] = "%(day)s stands twice in the notice."
    refusal: ClassVar[Refusal] = Refusal.MALFORMED


class NoticeOtherYear(DomainError):
    code: ClassVar[str] = "notice_other_year"
    message: ClassVar[str] = "%(day)s does not belong to the notice of %(year)s."
    refusal: ClassVar[Refusal] = Refusal.MALFORMED


class NoticeWorkdayInTheWeek(DomainError):
    code: ClassVar[str] = "notice_workday_in_the_week"
    message: ClassVar[str] = "%(day)s lies within the week and is worked anyway; only a Saturday or Sunday is made up."
    refusal: ClassVar[Refusal] = Refusal.MALFORMED


class NoticeApplied(DomainError):
    code: ClassVar[str] = "notice_already_applied"
    message: ClassVar[str] = "This notice is in force already."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT
