from .event import Event
from .head import AuditHead

__all__ = ["AuditHead", "Event"]
