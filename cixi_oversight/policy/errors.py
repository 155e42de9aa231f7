"""What policy refuses."""

from typing import ClassVar

from cixi_oversight.errors import DomainError, Refusal


class ParameterNotSet(DomainError):
    """A figure is asked for a day on which none is in force: a gap in the parameters, not the user's mistake."""

    code: ClassVar[str] = "parameter_not_set"
    message: ClassVar[str] = "The parameter %(key)s has no value for %(on)s. Ask the section chief to record one."


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
