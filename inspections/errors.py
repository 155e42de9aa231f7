"""What is refused about complaints, one class a rule."""

from cixi_oversight.errors import DomainError, Refusal


class ReceivedInFuture(DomainError):
    code = "received_in_future"
    message = "A complaint cannot have come in on %(day)s, which lies in the future."


class AmountNotPositive(DomainError):
    code = "amount_not_positive"
    message = "The amount in dispute must be more than zero. Leave it empty if no money is in dispute."
    refusal = Refusal.MALFORMED


class InstitutionUnknown(DomainError):
    """Also where it is out of the sender's scope."""

    code = "institution_unknown"
    message = "No institution within your remit has this code. Check it, or send the complaint to the bureau by hand."


class ReferenceTaken(DomainError):
    code = "reference_taken"
    message = "You already sent a complaint under this reference: it is %(number)s."
    refusal = Refusal.CONFLICT


class BeforeReceipt(DomainError):
    code = "before_receipt"
    message = "The complaint came in on %(day)s; this cannot have happened before."


class DecidedInFuture(DomainError):
    code = "decided_in_future"
    message = "%(day)s lies in the future. Record it once it has come."


class ChangedMeanwhile(DomainError):
    """The form was made from a judgement that is no longer the standing one."""

    code = "changed_meanwhile"
    message = "Somebody else has decided on this complaint since you opened it. Reload the page and compare."
    refusal = Refusal.CONFLICT


class SameDecision(DomainError):
    code = "same_decision"
    message = "This is what was decided already. Nothing was saved."


class NotJudgedYet(DomainError):
    code = "not_judged_yet"
    message = "Decide first whether the complaint is valid; a withdrawn or referred one can be closed without."
    refusal = Refusal.CONFLICT


class ComplaintSetAside(DomainError):
    code = "outcome_contradicts_validity"
    message = "“Not upheld” contradicts the judgement that the complaint is valid. Change the judgement first."
    refusal = Refusal.CONFLICT


class RemarkMissing(DomainError):
    code = "complaint_remark_missing"
    message = "Write what the office should know."
    refusal = Refusal.MALFORMED


class RemarkGiven(DomainError):
    code = "complaint_remark_given"
    message = "You have sent a remark already. If there is more to say, call the office and tell it the number."
    refusal = Refusal.CONFLICT
