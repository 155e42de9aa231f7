"""What filings refuse, one class a rule."""

from cixi_oversight.errors import DomainError, Refusal


class NoSuchFiling(DomainError):
    code = "no_such_filing"
    message = "This kind of filing does not exist."
    refusal = Refusal.NOT_FOUND


class FilingOpen(DomainError):
    """One open filing a kind, period and thing: two would contradict each other."""

    code = "filing_open"
    message = "A filing of this kind is open already. Go on with that one."
    refusal = Refusal.CONFLICT


class PeriodMissing(DomainError):
    code = "period_missing"
    message = "Say for which period you file."
    refusal = Refusal.MALFORMED


class NoPeriod(DomainError):
    code = "no_period"
    message = "This kind of filing has no period."
    refusal = Refusal.MALFORMED


class FilingFinding(DomainError):
    """One place of a filing that must be put right; `field` is its path."""

    code = "filing_finding"
    message = "%(finding)s"
    refusal = Refusal.RULE


class UnknownPlace(DomainError):
    code = "unknown_place"
    message = "The filing has no such place: %(path)s."
    refusal = Refusal.MALFORMED


class CommentMissing(DomainError):
    code = "comment_missing"
    message = "Say what is to be put right: a comment on at least one place, or a reason."
    refusal = Refusal.MALFORMED


class TooManyRows(DomainError):
    code = "too_many_pasted_rows"
    message = "%(count)s rows were pasted; at most %(most)s fit. File the rest with the next filing."


class FileOfFiling(DomainError):
    """A document was removed or refused by the virus scanner while the filing was under review."""

    code = "file_of_filing"
    message = "The document at “%(label)s” is not available any more. Hand it in again."


class CannotAccept(DomainError):
    code = "cannot_accept"
    message = "What was filed cannot be entered in the register: %(why)s"
    refusal = Refusal.CONFLICT


class SheetRefused(DomainError):
    code = "sheet_refused"
    message = "This is not an Excel file (.xlsx). Save the sheet as .xlsx, or copy its cells and paste them."
    refusal = Refusal.MALFORMED
