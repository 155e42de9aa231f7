"""Closed sets of the desk. Values are stored and travel in the API."""

from enum import StrEnum


class Channel(StrEnum):
    IN_SITE = "in_site"
    SMS = "sms"
    DINGTALK = "dingtalk"  # 浙政钉


OUTER = (Channel.SMS, Channel.DINGTALK)


class Topic(StrEnum):
    """A family of templates: what an account subscribes to."""

    ASSIGNMENTS = "assignments"
    DEADLINES = "deadlines"
    COMPLAINTS = "complaints"
    FILINGS = "filings"
    CASES = "cases"
    RISK_CODES = "risk_codes"
    AUDIT = "audit"


class DispatchState(StrEnum):
    """Of one sending to one recipient over one outer channel."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"  # the other side has accepted it
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


UNFINISHED = frozenset({DispatchState.QUEUED, DispatchState.SENDING})
ACCEPTED = frozenset({DispatchState.SENT, DispatchState.DELIVERED, DispatchState.READ})


class Fault(StrEnum):
    """Why a sending did not arrive."""

    NOT_CONNECTED = "not_connected"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    OTHER_SIDE = "other_side"  # 5xx, or an answer that is none
    REFUSED = "refused"  # the other side will not take this one
    NO_ADDRESS = "no_address"
    NOT_DELIVERED = "not_delivered"  # accepted, then reported as failed
    ACCOUNT_CLOSED = "account_closed"


class AssignmentState(StrEnum):
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    RETURNED = "returned"
    REPORTED = "reported"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class AssignmentVerb(StrEnum):
    ACCEPT = "accept"
    RETURN = "return"
    REASSIGN = "reassign"
    REPORT = "report"
    SEND_BACK = "send_back"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


class Side(StrEnum):
    """On whose behalf a step is taken."""

    ISSUER = "issuer"
    OWNER = "owner"


class PartyRole(StrEnum):
    OWNER = "owner"
    CO_OWNER = "co_owner"


class SourceKind(StrEnum):
    """Where an assignment comes from. The first ones are things of the portal, known by `web.subjects`; of the others
    only the text is kept."""

    COMPLAINT = "complaint"
    ADOPTED_CODE = "adopted_code"
    INSTITUTION = "institution"
    REGULATORY_TALK = "regulatory_talk"
    GAP_LIST = "gap_list"
    COURSE_SETTLEMENT = "course_settlement"
    MEETING = "meeting"
    PAPER_ABOVE = "paper_above"
    OTHER = "other"


class NoteKind(StrEnum):
    PROGRESS = "progress"
    REMINDER = "reminder"
    NOTICE = "notice"  # the portal's own: something about the source has changed


class ExtensionState(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"  # the work was reported, assigned anew or withdrawn before anybody decided


class GroupKind(StrEnum):
    """The letter's six working groups (专项工作小组)."""

    COORDINATION = "coordination"
    ADMISSION = "admission"
    ENFORCEMENT = "enforcement"
    STABILITY = "stability"
    FUNDS = "funds"
    PUBLIC_OPINION = "public_opinion"


class Post(StrEnum):
    LEADER = "leader"
    MEMBER = "member"


class ReceiptState(StrEnum):
    """How far an assignment has got with one of its parties."""

    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    ANSWERED = "answered"


class ReceiptVerb(StrEnum):
    ACCEPT = "accept"
    ANSWER = "answer"
