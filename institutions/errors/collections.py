"""What collections refuse, one class a rule."""

from cixi_oversight.errors import DomainError, Refusal


class ColumnFault(DomainError):
    """What is wrong with the columns (`rules.collections.columns`); `row` is the column's number, if it is one's."""

    code = "column_fault"
    message = "%(fault)s"
    refusal = Refusal.MALFORMED


class SheetFault(DomainError):
    """What is wrong with a sheet, so that nothing of it was kept (`rules.collections.sheet`)."""

    code = "sheet_fault"
    message = "%(fault)s"
    refusal = Refusal.MALFORMED


class AnswerFinding(DomainError):
    """A cell that must be put right before the answer can be handed in; `field` names its input on the page."""

    code = "answer_finding"
    message = "Row %(row_number)s, column “%(name)s”: %(finding)s"


class DueInPast(DomainError):
    code = "collection_due_in_past"
    message = "The due date lies in the past. Choose today or a later day."
    refusal = Refusal.MALFORMED


class SameDueDay(DomainError):
    code = "collection_same_due_day"
    message = "That is the due day already. Choose another one."
    refusal = Refusal.MALFORMED


class NobodyAsked(DomainError):
    code = "nobody_asked"
    message = "No town and no institution fits this choice, so nobody would be asked."


class NotOpenForAnswers(DomainError):
    code = "not_open_for_answers"
    message = "This has been handed in, or the collection is closed; it cannot be changed now."
    refusal = Refusal.CONFLICT


class RemindedToday(DomainError):
    code = "reminded_today"
    message = "Everybody who still owes an answer has been reminded today."
    refusal = Refusal.CONFLICT
