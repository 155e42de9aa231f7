from .assignment import Assignment, AssignmentExtension, AssignmentNote, AssignmentParty, AssignmentTransition
from .dispatch import CallbackNonce, ChannelState, Dispatch
from .group import WorkingGroup, WorkingGroupMember
from .message import Delivery, Message
from .receipt import Receipt, ReceiptTransition
from .subscription import MessageSettings, Subscription

__all__ = [
    "Assignment",
    "AssignmentExtension",
    "AssignmentNote",
    "AssignmentParty",
    "AssignmentTransition",
    "CallbackNonce",
    "ChannelState",
    "Delivery",
    "Dispatch",
    "Message",
    "MessageSettings",
    "Receipt",
    "ReceiptTransition",
    "Subscription",
    "WorkingGroup",
    "WorkingGroupMember",
]
