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
