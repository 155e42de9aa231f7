from .event import Event
from .feed import FeedEvent, OutboxEvent
from .head import AuditHead

__all__ = ["AuditHead", "Event", "FeedEvent", "OutboxEvent"]
