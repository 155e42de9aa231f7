"""Closed sets of the desk: what a message is about, by which way it goes out, how far it has come."""

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
