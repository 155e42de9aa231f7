from .dispatch import CallbackNonce, ChannelState, Dispatch
from .message import Delivery, Message
from .subscription import MessageSettings, Subscription

__all__ = ["CallbackNonce", "ChannelState", "Delivery", "Dispatch", "Message", "MessageSettings", "Subscription"]
