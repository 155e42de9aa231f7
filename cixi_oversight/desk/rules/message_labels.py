"""Closed sets of messages in words."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from cixi_oversight.desk.enums import Channel, DispatchState, Fault, Topic
from cixi_oversight.errors import Message, msg

TOPIC: Final[dict[StrEnum, Message]] = {
    Topic.ASSIGNMENTS: msg("Assignments"),
    Topic.DEADLINES: msg("Legal deadlines"),
    Topic.COMPLAINTS: msg("Complaints"),
    Topic.FILINGS: msg("Filings"),
    Topic.CASES: msg("Admission cases"),
    Topic.RISK_CODES: msg("Risk codes"),
    Topic.AUDIT: msg("Audit"),
}
CHANNEL: Final[dict[StrEnum, Message]] = {
    Channel.IN_SITE: msg("In the portal"),
    Channel.SMS: msg("SMS"),
    Channel.DINGTALK: msg("Zhejiang government DingTalk"),
}
DISPATCH: Final[dict[StrEnum, Message]] = {
    DispatchState.QUEUED: msg("Waiting to be sent"),
    DispatchState.SENDING: msg("Being sent"),
    DispatchState.SENT: msg("Sent, no receipt yet"),
    DispatchState.DELIVERED: msg("Delivered"),
    DispatchState.READ: msg("Read by the recipient"),
    DispatchState.FAILED: msg("Sending failed"),
}
FAULT: Final[dict[StrEnum, Message]] = {
    Fault.NOT_CONNECTED: msg("Channel not connected"),
    Fault.UNREACHABLE: msg("Gateway cannot be reached"),
    Fault.TIMED_OUT: msg("Gateway did not answer in time"),
    Fault.OTHER_SIDE: msg("Gateway reports a fault of its own, or of our keys"),
    Fault.REFUSED: msg("Gateway refuses this message"),
    Fault.NO_ADDRESS: msg("Recipient has no number on record"),
    Fault.NOT_DELIVERED: msg("Accepted, then reported as not delivered"),
    Fault.ACCOUNT_CLOSED: msg("Recipient's account is closed"),
}
MESSAGE_VERBS: Final[dict[str, Message]] = {
    "desk.choose_messages": msg("Chose which messages to get by which way"),
    "desk.send_again": msg("Sent a failed message again"),
    "desk.try_channel": msg("Tried a resting message channel"),
}
