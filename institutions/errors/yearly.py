"""What the annual inspection refuses."""

from cixi_oversight.errors import DomainError, Refusal


class YearNotOver(DomainError):
    code = "annual_year_not_over"
    message = "The year %(year)s is not over. It is inspected from January of the next year on."


class StagesReversed(DomainError):
    code = "annual_stages_reversed"
    message = "This day lies before the stage that comes first. Check the days."
    refusal = Refusal.MALFORMED


class BatchEmpty(DomainError):
    code = "annual_batch_empty"
    message = "No institution is left for this year and scope: none operates, or all are in a batch already."


class ReportIncomplete(DomainError):
    code = "annual_report_incomplete"
    message = "%(problem)s"
    refusal = Refusal.MALFORMED


class FigureOutOfRange(DomainError):
    code = "annual_figure_out_of_range"
    message = "This figure cannot be right. Check it."
    refusal = Refusal.MALFORMED


class NotYetLate(DomainError):
    code = "annual_not_yet_late"
    message = "The institution has time until %(day)s. After that day this can be decided."


class RectifyInPast(DomainError):
    code = "annual_rectify_in_past"
    message = "The day to rectify by has to lie ahead."
    refusal = Refusal.MALFORMED


class FaultsFound(DomainError):
    code = "annual_faults_found"
    message = "The first check found something wanting. Say in the grounds why it passes all the same."


class BatchClosed(DomainError):
    code = "annual_batch_closed"
    message = "This annual inspection has been cancelled."
    refusal = Refusal.CONFLICT


class NotAllDecided(DomainError):
    code = "annual_not_all_decided"
    message = "%(count)s institutions have no conclusion yet. Decide them or take them out, then publish."
    refusal = Refusal.CONFLICT


class SomeDecided(DomainError):
    code = "annual_some_decided"
    message = "%(count)s institutions have their conclusion already. A batch with conclusions is not cancelled."
    refusal = Refusal.CONFLICT


class NoConclusion(DomainError):
    code = "annual_no_conclusion"
    message = "There is no conclusion yet, so there is no notice to issue."
    refusal = Refusal.CONFLICT


class NotNonprofit(DomainError):
    code = "annual_not_nonprofit"
    message = "Only a private non-enterprise unit reports to civil affairs."


class NothingTicked(DomainError):
    code = "annual_nothing_ticked"
    message = "No row is ticked. Tick the rows first."
    refusal = Refusal.MALFORMED
