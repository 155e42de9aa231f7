"""Closed sets of admission cases (准入登记案). Values are stored and travel in the API."""

from enum import StrEnum


class CaseKind(StrEnum):
    """What is applied for. Papers, steps and periods of each: `rules/cases/kinds.py`."""

    ENTRY = "entry"  # 设立
    NONPROFIT_CONVERSION = "nonprofit_conversion"  # 营转非
    CATEGORY_CONVERSION = "category_conversion"  # 学科转非学科
    CHANGE = "change"  # 变更
    RENEWAL = "renewal"  # 续期
    DEREGISTRATION = "deregistration"  # 注销


CONVERSIONS = frozenset({CaseKind.NONPROFIT_CONVERSION, CaseKind.CATEGORY_CONVERSION})  # 转登记


class CaseState(StrEnum):
    """How far a case has come; the table is `rules/cases/workflow.py`. Never copied into an institution's status."""

    DRAFT = "draft"
    SUBMITTED = "submitted"  # the window's turn: accept, return or not accept, within five workdays
    RETURNED = "returned"  # the applicant's turn
    IN_REVIEW = "in_review"  # accepted; steps of town and authorities run
    TO_DECIDE = "to_decide"  # all have answered
    FOLLOWING = "following"  # granted; what has to follow (registrations) runs
    COMPLETED = "completed"
    REFUSED = "refused"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"


RUNNING = frozenset(
    {CaseState.SUBMITTED, CaseState.RETURNED, CaseState.IN_REVIEW, CaseState.TO_DECIDE, CaseState.FOLLOWING}
)
OPEN = RUNNING | {CaseState.DRAFT}  # of these an institution has one a kind
ENDED = frozenset(CaseState) - OPEN


class CaseVerb(StrEnum):
    OPEN = "open"  # how it came to be; in no table, written once by `open_case`
    SUBMIT = "submit"
    RETURN = "return"  # 退回补正
    RESUBMIT = "resubmit"
    ACCEPT = "accept"  # 受理
    DEEM_ACCEPTED = "deem_accepted"  # 逾期不告知，视为受理 (许可法 32)
    NOT_ACCEPT = "not_accept"  # 不予受理
    ANSWERED = "answered"  # the last authority has answered
    GRANT = "grant"
    REFUSE = "refuse"
    RENEW_BY_SILENCE = "renew_by_silence"  # 逾期未作决定的，视为准予延续 (许可法 50)
    COMPLETE = "complete"
    WITHDRAW = "withdraw"


class CaseOrigin(StrEnum):
    """Through which door a case came in."""

    OWNER = "owner"  # the institution's owner, on /my/
    APPLICANT = "applicant"  # who is not on the register yet, by a signed link
    COUNTER = "counter"  # the window's clerk or the registrar, for somebody at the counter
    EX_OFFICIO = "ex_officio"  # 依职权: the bureau ends a permit that has run out (许可法 70)


AT_COUNTER = frozenset({CaseOrigin.COUNTER, CaseOrigin.EX_OFFICIO})  # the window writes for the applicant


class StepParty(StrEnum):
    """Who takes a step. Resolved to a department or town when the case is accepted."""

    TOWN = "town"
    BUREAU = "bureau"  # the approval authority for education
    SECTOR = "sector"  # the authority of what is taught: culture-tourism-sport or science and technology
    REGISTRATION = "registration"  # civil affairs or market supervision, by the legal form
    CIVIL_AFFAIRS = "civil_affairs"
    MARKET_SUPERVISION = "market_supervision"
    FIRE = "fire"


class StepPhase(StrEnum):
    REVIEW = "review"  # before the decision
    FOLLOWING = "following"  # after it


class StepState(StrEnum):
    PENDING = "pending"  # its turn has not come
    WAITING = "waiting"  # handed over
    RECEIVED = "received"  # the authority has signed for it
    AGREED = "agreed"
    OBJECTED = "objected"
    DONE = "done"  # a registration is made
    DROPPED = "dropped"  # the case ended first


class StepVerb(StrEnum):
    HAND_OVER = "hand_over"
    RECEIVE = "receive"
    AGREE = "agree"
    OBJECT = "object"
    REPORT_DONE = "report_done"
    DROP = "drop"


class DocumentState(StrEnum):
    HANDED_IN = "handed_in"
    TO_CORRECT = "to_correct"
    ACCEPTED = "accepted"
    REPLACED = "replaced"
    REMOVED = "removed"  # taken out of a draft


class Decision(StrEnum):
    GRANTED = "granted"
    BY_SILENCE = "by_silence"
    REFUSED = "refused"
    NOT_ACCEPTED = "not_accepted"


class ChangeItem(StrEnum):
    """What a change is about."""

    NAME = "name"
    SITE = "site"
    SCOPE = "scope"


class Ground(StrEnum):
    """Why an institution ends (民促法 56, 许可法 70)."""

    CHARTER = "charter"
    INSOLVENT = "insolvent"
    REVOKED = "revoked"
    PERMIT_ENDED = "permit_ended"


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    DAY = "day"
    YUAN = "yuan"  # kept in fen
    COUNT = "count"
    CHOICE = "choice"
    CHOICES = "choices"
    TOWN = "town"
